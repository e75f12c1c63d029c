"""Pictures of the gallery in full: opening, saving, and bringing their files to this computer."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.models.picture_cache import PictureCache
from desktop.workers import gallery_work
from desktop.workers.gallery_work import FileFailed, FileReady
from desktop.workers.tasks import Task, TaskRunner

_PICTURES_BYTES = 96 * 1024 * 1024
_PHOTO_SIDE_PX = 1440


class GalleryPictures(QObject):
    """What `GalleryModel` says of `open`, `save` and `files_for`; the signals are the same."""

    picture_ready = Signal(str)
    saved = Signal(str)
    file_ready = Signal(str, str)
    file_failed = Signal(str, object)
    files_done = Signal()
    failed = Signal(object)

    def __init__(self, files: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files = files
        self._pictures = PictureCache(_PICTURES_BYTES)
        self._originals = PictureCache(_PICTURES_BYTES)
        self._full_ids: set[str] = set()
        """Those of `_pictures` that are there in full."""
        self._opening: list[Task[QImage] | Task[QImage | None]] = []
        self._opening_id = ""
        self._fetching: Task[None] | None = None

    def picture(self, image_id: str) -> QImage | None:
        """The finished picture, once `picture_ready` was sent."""
        return self._pictures.get(image_id)

    def original(self, image_id: str) -> QImage | None:
        """The photo it was made from, once `picture_ready` was sent."""
        return self._originals.get(image_id)

    def open(self, image_id: str, *, full: bool, with_photo: bool) -> None:
        """Fetch picture and photo; whatever was being opened before is not waited for."""
        if image_id != self._opening_id:
            for task in self._opening:
                task.cancel()
            self._opening = []
            self._opening_id = image_id
        is_full = image_id in self._full_ids
        if self._pictures.get(image_id) is not None and (is_full or not full):
            self.picture_ready.emit(image_id)
        else:
            load = gallery_work.load_result if full else gallery_work.load_display
            opening = self._files.run(
                lambda task: load(task, image_id),
                partial(self._on_picture, image_id, full),
                self.failed.emit,
            )
            self._opening.append(opening)
        if with_photo and self._originals.get(image_id) is None:
            # Without the photo the picture still shows: its failure is not told.
            photo = self._files.run(
                lambda task: gallery_work.load_photo(task, image_id, _PHOTO_SIDE_PX),
                partial(self._on_original, image_id),
            )
            self._opening.append(photo)

    def save(self, image_id: str, path: str | Path) -> None:
        """Write the full picture as PNG, JPEG or WebP, by the path's suffix; ends in `saved`."""
        self._files.run(
            lambda task: gallery_work.save_picture(task, image_id, str(path)),
            self.saved.emit,
            self.failed.emit,
        )

    def save_comparison(self, image_id: str, path: str | Path) -> None:
        """Write photo and picture beside each other, as `save` does; ends in `saved`."""
        self._files.run(
            lambda task: gallery_work.save_comparison(task, image_id, str(path)),
            self.saved.emit,
            self.failed.emit,
        )

    def files_for(self, ids: Sequence[str]) -> None:
        """Bring full pictures here, one after another; a new call takes the place of the last."""
        if self._fetching is not None:
            self._fetching.cancel()
        meant = list(ids)
        self._fetching = self._files.run(
            lambda task: gallery_work.fetch_files(task, meant),
            self._on_files_done,
            self.failed.emit,
            self._on_file,
        )

    def forget(self, image_id: str) -> None:
        """It is gone."""
        self._pictures.remove(image_id)
        self._originals.remove(image_id)
        self._full_ids.discard(image_id)

    def clear(self) -> None:
        """Forget everything."""
        for task in (*self._opening, *([self._fetching] if self._fetching else [])):
            task.cancel()
        self._opening = []
        self._fetching = None
        self._opening_id = ""
        self._pictures.clear()
        self._originals.clear()
        self._full_ids.clear()

    def _on_picture(self, image_id: str, full: bool, picture: QImage) -> None:  # noqa: FBT001 - bound by partial
        if full:
            self._full_ids.add(image_id)
        elif image_id in self._full_ids and self._pictures.get(image_id) is not None:
            return
        else:
            self._full_ids.discard(image_id)
        self._pictures.put(image_id, picture)
        self.picture_ready.emit(image_id)

    def _on_original(self, image_id: str, photo: QImage | None) -> None:
        if photo is not None:
            self._originals.put(image_id, photo)
            self.picture_ready.emit(image_id)

    def _on_file(self, told: FileReady | FileFailed) -> None:
        if isinstance(told, FileReady):
            self.file_ready.emit(told.image_id, told.path)
        else:
            self.file_failed.emit(told.image_id, told.error)

    def _on_files_done(self, _result: None) -> None:
        self._fetching = None
        self.files_done.emit()
