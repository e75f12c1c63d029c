"""The pictures of the signed-in person, newest first, from the copy on this computer."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from shared.gallery import Image


class GalleryRole:
    """Roles of `GalleryModel`."""

    IMAGE = Qt.ItemDataRole.UserRole + 1
    """`shared.gallery.Image`."""
    ID = Qt.ItemDataRole.UserRole + 2
    THUMBNAIL = Qt.ItemDataRole.UserRole + 3
    """QImage of at most 256 px, or None: then it is being loaded and dataChanged follows."""


_NO_PARENT = QModelIndex()


class GalleryModel(QAbstractListModel):
    """Finished pictures only; what is in the making is in `JobsModel`.

    Signals:
        emptiness_changed(): `is_empty` or `is_loaded` is new.
        selection_changed(): `selected_id` is new.
        picture_ready(str): `picture` (and `original`, if there is one) of this image id is loaded.
        saved(str): The file's path.
        deleted(str): The image's id.
        failed(AppError): An open, save or delete did not work.
    """

    emptiness_changed = Signal()
    selection_changed = Signal()
    picture_ready = Signal(str)
    saved = Signal(str)
    deleted = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: list[Image] = []
        self._selected_id = ""
        self._is_loaded = False

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """The number of pictures."""
        return 0 if parent.isValid() else len(self._images)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """One picture by `GalleryRole`; asking for a thumbnail starts loading it."""
        if not index.isValid() or index.row() >= len(self._images):
            return None
        image = self._images[index.row()]
        if role == GalleryRole.IMAGE:
            return image
        if role == GalleryRole.ID:
            return image.id
        return None

    @property
    def is_empty(self) -> bool:
        """Whether there is no picture (as far as is known, see `is_loaded`)."""
        return not self._images

    @property
    def is_loaded(self) -> bool:
        """Whether the copy on this computer has been read."""
        return self._is_loaded

    @property
    def selected_id(self) -> str:
        """The selected image, or ""."""
        return self._selected_id

    def select(self, image_id: str) -> None:
        """Select one, or none with ""."""

    def image(self, image_id: str) -> "Image | None":
        """One picture's entry."""
        return next((image for image in self._images if image.id == image_id), None)

    def row_of(self, image_id: str) -> int:
        """Its row, or -1."""
        return next((row for row, image in enumerate(self._images) if image.id == image_id), -1)

    def picture(self, image_id: str) -> QImage | None:
        """The finished picture at display size, once `picture_ready` was sent."""
        return None

    def original(self, image_id: str) -> QImage | None:
        """The photo it was made from, once `picture_ready` was sent."""
        return None

    def open(self, image_id: str) -> None:
        """Fetch picture and photo, from this computer or the storage; ends in `picture_ready`."""

    def save(self, image_id: str, path: str | Path) -> None:
        """Write the full picture as PNG, JPEG or WebP, by the path's suffix; ends in `saved`."""

    def delete(self, image_id: str) -> None:
        """Delete it here and at the server."""
