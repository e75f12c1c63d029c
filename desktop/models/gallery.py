"""The pictures of the signed-in person, newest first, from the copy on this computer."""

import bisect
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage

from desktop.errors import AppError
from desktop.models.picture_cache import PictureCache
from desktop.models.thumbnails import Thumbnails
from desktop.workers import work
from desktop.workers.tasks import TaskRunner

if TYPE_CHECKING:
    from shared.gallery import Image

_PICTURES_BYTES = 96 * 1024 * 1024
_PHOTO_SIDE_PX = 1440


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
        picture_ready(str): `picture`, or after it `original`, of this image id is loaded.
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

    def __init__(
        self,
        thumbnails: TaskRunner,
        files: TaskRunner,
        calls: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._files = files
        self._calls = calls
        self._thumbnails = Thumbnails(thumbnails, self)
        self._thumbnails.loaded.connect(self._on_thumbnail_loaded)
        self._images: list[Image] = []
        self._by_id: dict[str, Image] = {}
        self._pictures = PictureCache(_PICTURES_BYTES)
        self._originals = PictureCache(_PICTURES_BYTES)
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
        match role:
            case GalleryRole.IMAGE:
                return image
            case GalleryRole.ID:
                return image.id
            case GalleryRole.THUMBNAIL:
                return self._thumbnails.get(image)
            case _:
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
        if image_id != self._selected_id:
            self._selected_id = image_id
            self.selection_changed.emit()

    def image(self, image_id: str) -> "Image | None":
        """One picture's entry."""
        return self._by_id.get(image_id)

    def row_of(self, image_id: str) -> int:
        """Its row, or -1."""
        image = self._by_id.get(image_id)
        return -1 if image is None else bisect.bisect_left(self._images, _order(image), key=_order)

    def picture(self, image_id: str) -> QImage | None:
        """The finished picture at display size, once `picture_ready` was sent."""
        return self._pictures.get(image_id)

    def original(self, image_id: str) -> QImage | None:
        """The photo it was made from, once `picture_ready` was sent."""
        return self._originals.get(image_id)

    def open(self, image_id: str) -> None:
        """Fetch picture and photo, from this computer or the storage; ends in `picture_ready`."""
        image = self._by_id.get(image_id)
        if image is None:
            return
        if self._pictures.get(image_id) is not None:
            self.picture_ready.emit(image_id)
        else:
            self._files.run(
                lambda task: work.load_display(task, image),
                partial(self._on_picture, image_id),
                self.failed.emit,
            )
        if image.photo is not None and self._originals.get(image_id) is None:
            # Without the photo the picture still shows: its failure is not told.
            self._files.run(
                lambda task: work.load_photo(task, image, _PHOTO_SIDE_PX),
                partial(self._on_original, image_id),
            )

    def save(self, image_id: str, path: str | Path) -> None:
        """Write the full picture as PNG, JPEG or WebP, by the path's suffix; ends in `saved`."""
        image = self._by_id.get(image_id)
        if image is not None:
            self._files.run(
                lambda task: work.save_picture(task, image, str(path)),
                self.saved.emit,
                self.failed.emit,
            )

    def save_comparison(self, image_id: str, path: str | Path) -> None:
        """Write photo and picture beside each other, as `save` does; ends in `saved`."""
        image = self._by_id.get(image_id)
        if image is not None:
            self._files.run(
                lambda task: work.save_comparison(task, image, str(path)),
                self.saved.emit,
                self.failed.emit,
            )

    def delete(self, image_id: str) -> None:
        """Delete it at the server and here; ends in `deleted`."""
        if image_id in self._by_id:
            self._calls.run(
                lambda task: work.delete_image(task, image_id),
                partial(self._on_deleted, image_id),
                partial(self._on_delete_failed, image_id),
            )

    def close(self) -> None:
        """Nobody is signed in: forget everything."""
        self._replace([])
        self._is_loaded = False
        self._thumbnails.clear()
        self._pictures.clear()
        self._originals.clear()
        self.select("")
        self.emptiness_changed.emit()

    @Slot(list)
    def on_images_loaded(self, images: "list[Image]") -> None:
        """All images that are known on this computer."""
        self._is_loaded = True
        self._replace([image for image in images if _is_finished(image)])
        self.emptiness_changed.emit()

    @Slot(list, list)
    def on_images_changed(self, images: "Iterable[Image]", deleted_ids: Iterable[str]) -> None:
        """Some are new or different, some are gone."""
        was_empty = self.is_empty
        for image in images:
            known = self._by_id.get(image.id)
            if known is None and _is_finished(image):
                self._insert(image)
            elif known is not None and known.revision <= image.revision:
                self._change(image)
        for image_id in deleted_ids:
            self._remove(image_id)
        if was_empty != self.is_empty:
            self.emptiness_changed.emit()

    @Slot()
    def on_line_restored(self) -> None:
        """The server is heard again: thumbnails that failed are asked for again."""
        self._thumbnails.retry_failed()
        if self._images:
            self._tell_thumbnails(0, len(self._images) - 1)

    def _replace(self, images: "list[Image]") -> None:
        self.beginResetModel()
        self._images = sorted(images, key=_order)
        self._by_id = {image.id: image for image in images}
        self.endResetModel()

    def _insert(self, image: "Image") -> None:
        row = bisect.bisect_left(self._images, _order(image), key=_order)
        self.beginInsertRows(_NO_PARENT, row, row)
        self._images.insert(row, image)
        self._by_id[image.id] = image
        self.endInsertRows()

    def _change(self, image: "Image") -> None:
        row = self.row_of(image.id)
        self._images[row] = self._by_id[image.id] = image
        self.dataChanged.emit(self.index(row), self.index(row))

    def _remove(self, image_id: str) -> None:
        row = self.row_of(image_id)
        if row < 0:
            return
        if image_id == self._selected_id:
            self.select("")
        self.beginRemoveRows(_NO_PARENT, row, row)
        del self._images[row]
        del self._by_id[image_id]
        self.endRemoveRows()
        self._thumbnails.forget(image_id)
        self._pictures.remove(image_id)
        self._originals.remove(image_id)

    def _on_thumbnail_loaded(self, image_id: str) -> None:
        row = self.row_of(image_id)
        if row >= 0:
            self._tell_thumbnails(row, row)

    def _tell_thumbnails(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first), self.index(last), [GalleryRole.THUMBNAIL])

    def _on_picture(self, image_id: str, picture: QImage) -> None:
        self._pictures.put(image_id, picture)
        self.picture_ready.emit(image_id)

    def _on_original(self, image_id: str, photo: QImage | None) -> None:
        if photo is not None:
            self._originals.put(image_id, photo)
            self.picture_ready.emit(image_id)

    def _on_deleted(self, image_id: str, _result: None = None) -> None:
        self.on_images_changed([], [image_id])
        self.deleted.emit(image_id)

    def _on_delete_failed(self, image_id: str, error: AppError) -> None:
        if error.code == "not_found":
            # Another computer was quicker.
            self._on_deleted(image_id)
        else:
            self.failed.emit(error)


def _is_finished(image: "Image") -> bool:
    return image.result is not None and image.status.value == "completed"


def _order(image: "Image") -> tuple[float, str]:
    """Newest first; the id decides between two of the same moment."""
    return (-image.created_at.timestamp(), image.id)
