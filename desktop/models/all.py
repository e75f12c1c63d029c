"""All models, as the window takes them."""

from dataclasses import dataclass

from desktop.models.account import AccountModel
from desktop.models.address import AddressModel
from desktop.models.attention import AttentionModel
from desktop.models.connection import ConnectionModel
from desktop.models.credits import CreditsModel
from desktop.models.devices import DevicesModel
from desktop.models.export import ExportModel
from desktop.models.gallery import GalleryModel
from desktop.models.google_sign_in import GoogleSignInModel
from desktop.models.jobs import JobsModel
from desktop.models.password_reset import PasswordResetModel
from desktop.models.results import Results
from desktop.models.save_many import SaveManyModel
from desktop.models.session import SessionModel
from desktop.models.sharing import SharingModel
from desktop.models.startup import StartupModel
from desktop.models.storage import StorageModel
from desktop.models.studio import StudioModel
from desktop.models.update import UpdateModel
from desktop.storage.folders import Folders
from desktop.storage.preferences import PreferencesStore


@dataclass(frozen=True, slots=True)
class Models:
    """The state that pages render. All of it lives on the UI thread."""

    startup: StartupModel
    session: SessionModel
    update: UpdateModel
    address: AddressModel
    account: AccountModel
    devices: DevicesModel
    export: ExportModel
    password_reset: PasswordResetModel
    google: GoogleSignInModel
    connection: ConnectionModel
    studio: StudioModel
    jobs: JobsModel
    results: Results
    gallery: GalleryModel
    save_many: SaveManyModel
    storage: StorageModel
    sharing: SharingModel
    credits: CreditsModel
    attention: AttentionModel
    preferences: PreferencesStore
    folders: Folders
