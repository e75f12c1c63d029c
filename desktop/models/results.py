"""Finished plushies at their best: large pictures to look at, and files to keep."""

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.models.picture_cache import PictureCache
from desktop.workers import work
from desktop.workers.tasks import TaskRunner

if TYPE_CHECKING:
    from desktop.errors import AppError
    from shared.gallery import Image

_CACHE_BYTES = 48 * 1024 * 1024
_PHOTO_SIDE_PX = 1440


class Keepsake(StrEnum):
    """What can be made of a plushie and its photo."""

    COMPARISON = "comparison"
    """Both beside each other, a picture."""
    CLIP = "clip"
    """A bar that wipes from one to the other, a short film."""


class Results(QObject):
    """Asks for pictures when somebody looks at them, and forgets the longest unseen ones.

    Signals:
        picture_ready(str): `picture` or `photo` of this image id is loaded.
        saved(str): The file's path.
        failed(AppError): A file could not be made. What is only looked at fails silently: then the
            smaller picture stays.
    """

    picture_ready = Signal(str)
    saved = Signal(str)
    failed = Signal(object)

    def __init__(self, files: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files = files
        self._pictures = PictureCache(_CACHE_BYTES)
        self._photos = PictureCache(_CACHE_BYTES)
        self._asked: set[str] = set()

    def picture(self, image_id: str) -> QImage | None:
        """The plushie as large as a screen needs it."""
        return self._pictures.get(image_id)

    def photo(self, image_id: str) -> QImage | None:
        """The photo it was made from, as large as a screen needs it."""
        return self._photos.get(image_id)

    def open(self, image: "Image") -> None:
        """Fetch both, from this computer or the storage; ends in `picture_ready`, once for each."""
        if image.id in self._asked:
            return
        if self.picture(image.id) is None:
            self._ask(image.id, lambda task: work.load_display(task, image), self._pictures)
        if image.photo is not None and self.photo(image.id) is None:
            self._ask(
                image.id, lambda task: work.load_photo(task, image, _PHOTO_SIDE_PX), self._photos
            )

    def save(self, image: "Image", path: str, longest_side_px: int | None = None) -> None:
        """Write the picture as PNG, JPEG or WebP by the path's suffix, in full or smaller."""
        self._files.run(
            lambda task: work.save_picture(task, image, path, longest_side_px),
            self.saved.emit,
            self.failed.emit,
        )

    def save_keepsake(self, image: "Image", keepsake: Keepsake, path: str) -> None:
        """Write photo and plushie together; ends in `saved`."""
        if keepsake is Keepsake.CLIP:
            self._files.run(
                lambda task: work.save_clip(task, image, path), self.saved.emit, self.failed.emit
            )
        else:
            self._files.run(
                lambda task: work.save_comparison(task, image, path),
                self.saved.emit,
                self.failed.emit,
            )

    def clear(self) -> None:
        """Somebody else may sign in."""
        self._pictures.clear()
        self._photos.clear()
        self._asked.clear()

    def _ask(self, image_id: str, load: "work.Loading", cache: PictureCache) -> None:
        self._asked.add(image_id)
        self._files.run(
            load,
            partial(self._on_loaded, image_id, cache),
            partial(self._on_not_loaded, image_id),
        )

    def _on_loaded(self, image_id: str, cache: PictureCache, picture: QImage | None) -> None:
        self._asked.discard(image_id)
        if picture is not None:
            cache.put(image_id, picture)
            self.picture_ready.emit(image_id)

    def _on_not_loaded(self, image_id: str, _error: "AppError") -> None:
        self._asked.discard(image_id)
