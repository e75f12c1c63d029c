"""All models, as the window takes them."""

from dataclasses import dataclass

from desktop.models.connection import ConnectionModel
from desktop.models.credits import CreditsModel
from desktop.models.gallery import GalleryModel
from desktop.models.jobs import JobsModel
from desktop.models.session import SessionModel
from desktop.models.startup import StartupModel
from desktop.models.studio import StudioModel
from desktop.storage.preferences import PreferencesStore


@dataclass(frozen=True, slots=True)
class Models:
    """The state that pages render. All of it lives on the UI thread."""

    startup: StartupModel
    session: SessionModel
    connection: ConnectionModel
    studio: StudioModel
    jobs: JobsModel
    gallery: GalleryModel
    credits: CreditsModel
    preferences: PreferencesStore
