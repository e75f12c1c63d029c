"""One photo on the table of the Create page, and the states it goes through."""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from desktop.errors import AppError
from desktop.models.told import Told
from desktop.photo_edit import Box, PhotoSource

if TYPE_CHECKING:
    from desktop.photo import Photo, PhotoFile


class PhotoState(Enum):
    """Where a photo stands."""

    CHECKING = auto()
    """It is being read, for the first time or after an edit; it may be seen already."""
    READY = auto()
    """A plushie can be made of it."""
    REFUSED = auto()
    """It cannot become a plushie; `error` says why."""


@dataclass(frozen=True, slots=True, eq=False)
class TablePhoto:
    """What is known of one photo."""

    id: str
    source: PhotoSource
    state: PhotoState = PhotoState.CHECKING
    photo: "Photo | None" = None
    """As it was seen last, also while an edit of it is made."""
    file: "PhotoFile | None" = None
    """What is sent of `photo`; None until it is made."""
    original: QImage | None = None
    """The whole photo as it was before any edit, for the editor."""
    error: AppError | None = None
    told: Told = field(default_factory=Told)
    """With its marks as they lie in the whole photo."""
    box: Box | None = None
    """The part of the whole photo that its subject fills, once the draft engine has looked."""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.source.name if self.photo is None else self.photo.name

    @property
    def told_of_frame(self) -> Told:
        """The same as it lies in the part that is used."""
        if self.photo is None or self.photo.edit.is_untouched:
            return self.told
        return self.told.moved(self.photo.edit.to_frame)

    def told_of_whole(self, told: Told) -> Told:
        """What was told of the part that is used, as it lies in the whole photo."""
        if self.photo is None or self.photo.edit.is_untouched:
            return told
        return told.moved(self.photo.edit.to_photo)
