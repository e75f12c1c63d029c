"""What the thread that prepares photos reports, light enough for the models to import."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from desktop.photo import Photo, PhotoFile


@dataclass(frozen=True, slots=True, eq=False)
class PhotoSeen:
    """A photo is good, and can be shown; its file is still to be made."""

    photo: "Photo"
    """Light enough to keep many."""


@dataclass(frozen=True, slots=True, eq=False)
class PhotoMade:
    """All of a photo is there."""

    file: "PhotoFile"
    picture: QImage
    """What is sent, sharp also when the editor comes close."""
