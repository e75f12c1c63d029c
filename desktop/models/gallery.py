"""The pictures of the signed-in person, filtered and sorted, from the copy on this computer."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from desktop.models.gallery_changes import GalleryChanges
from desktop.models.gallery_edits import GalleryEdits
from desktop.models.gallery_filter import GalleryCounts, GalleryFilter
from desktop.models.gallery_pictures import GalleryPictures
from desktop.models.gallery_rows import GalleryRole, Section
from desktop.workers import gallery_work
from desktop.workers.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from desktop.storage.gallery_queries import SortKey
    from desktop.workers.gallery_work import Found, Placed, Shown, Totals

__all__ = ["GalleryModel", "GalleryRole", "Section"]

_ENTRIES_AT_ONCE = 200


class GalleryModel(GalleryChanges):
    """Finished pictures only; what is in the making is in `JobsModel`.

    Signals:
        filter_changed(): The result of another `filter` is shown, or the beginning of it.
        completeness_changed(): `has_all` is true now.
        counts_changed(): `counts()` is new.
        waiting_changed(): `waiting_count` is new.
        emptiness_changed(): `is_empty` or `is_loaded` is new.
        selection_changed(): `selected_id` is new.
        selected_changed(): The selected picture is different, and is not among the rows.
        picture_ready(str): `picture`, or after it `original`, of this image id is loaded.
        saved(str): The file's path.
        file_ready(str, str), file_failed(str, AppError), files_done(): What `files_for` brings.
        led(int): To this row leads what was typed.
        failed(AppError): An open, save or change did not work.
    """

    filter_changed = Signal()
    completeness_changed = Signal()
    counts_changed = Signal()
    waiting_changed = Signal()
    emptiness_changed = Signal()
    selection_changed = Signal()
    selected_changed = Signal()
    picture_ready = Signal(str)
    saved = Signal(str)
    file_ready = Signal(str, str)
    file_failed = Signal(str, object)
    files_done = Signal()
    led = Signal(int)
    failed = Signal(object)

    def __init__(
        self,
        *,
        index: TaskRunner,
        pages: TaskRunner,
        thumbnails: TaskRunner,
        files: TaskRunner,
        sender: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(pages, thumbnails, GalleryEdits(index, sender), parent)
        self._index_runner = index
        self._edits.changed.connect(self.on_index_changed)
        self._edits.failed.connect(self.failed)
        self._pictures = GalleryPictures(files, self)
        for signal in (
            "picture_ready",
            "saved",
            "file_ready",
            "file_failed",
            "files_done",
            "failed",
        ):
            getattr(self._pictures, signal).connect(getattr(self, signal))
        self._wanted = GalleryFilter()
        self._filter = self._wanted
        self._finding: Task[Found] | None = None
        self._placing: Task[Placed] | None = None
        self._leading: Task[SortKey | None] | None = None
        self._changed_ids: dict[str, None] = {}
        self._counts = GalleryCounts()
        self._waiting_count = 0
        self._selected_id = ""
        self._is_loaded = False
        self._has_all = True

    # What is shown.

    @property
    def filter(self) -> GalleryFilter:
        """What was asked for last; `filter_changed` tells when it is shown."""
        return self._wanted

    def set_filter(self, wanted: GalleryFilter) -> None:
        """Show other pictures, or in another order."""
        if wanted != self._wanted:
            self._wanted = wanted
            if self._is_loaded:
                self._find()

    def counts(self) -> GalleryCounts:
        """How many pictures there are, whatever is shown of them."""
        return self._counts

    @property
    def waiting_count(self) -> int:
        """How many pictures have changes that wait to be sent."""
        return self._waiting_count

    @property
    def is_loaded(self) -> bool:
        """Whether the copy on this computer has been read."""
        return self._is_loaded

    @property
    def has_all(self) -> bool:
        """Whether all rows are there; otherwise it is the first ones, and the others follow."""
        return self._has_all

    @property
    def selected_id(self) -> str:
        """The selected image, or ""."""
        return self._selected_id

    def select(self, image_id: str) -> None:
        """Select one, or none with ""."""
        if image_id != self._selected_id:
            self._selected_id = image_id
            self._outside_id = ""
            self.selection_changed.emit()

    def lead_to(self, typed: str, row: int) -> None:
        """Find the next picture behind a row whose words begin so; ends in `led` if there is one."""
        if self._leading is not None:
            self._leading.cancel()
        wanted = self._filter
        after = self._keys[row] if 0 <= row < len(self._keys) else None
        self._leading = self._index_runner.run(
            lambda task: gallery_work.find_beginning(task, wanted, typed, after), self._on_led
        )

    def _on_led(self, key: "SortKey | None") -> None:
        self._leading = None
        row = -1 if key is None else self.row_of(str(key[-1]))
        if row >= 0:
            self.led.emit(row)

    # Pictures and files.

    def picture(self, image_id: str) -> QImage | None:
        """The finished picture, once `picture_ready` was sent."""
        return self._pictures.picture(image_id)

    def original(self, image_id: str) -> QImage | None:
        """The photo it was made from, once `picture_ready` was sent."""
        return self._pictures.original(image_id)

    def open(self, image_id: str, *, original: bool = False) -> None:
        """Fetch picture and photo, from this computer or the storage; ends in `picture_ready`.

        Args:
            image_id: Which one.
            original: The picture in full rather than as large as a screen needs it.
        """
        if image_id:
            image = self.image(image_id)
            has_photo = image is None or image.photo is not None
            self._pictures.open(image_id, full=original, with_photo=has_photo)

    def save(self, image_id: str, path: str | Path) -> None:
        """Write the full picture as PNG, JPEG or WebP, by the path's suffix; ends in `saved`."""
        self._pictures.save(image_id, path)

    def save_comparison(self, image_id: str, path: str | Path) -> None:
        """Write photo and picture beside each other, as `save` does; ends in `saved`."""
        self._pictures.save_comparison(image_id, path)

    def path_of(self, image_id: str) -> Path | None:
        """The file of the full picture, named by its hash; None when it is not on this computer."""
        shown = self._entries.get(image_id)
        if shown is None or shown.result_path is None or not shown.result_path.exists():
            return None
        return shown.result_path

    def files_for(self, ids: Sequence[str]) -> None:
        """Bring the full pictures of these to this computer; tells each, then `files_done`."""
        self._pictures.files_for(ids)

    # What is heard.

    def close(self) -> None:
        """Nobody is signed in: forget everything."""
        for task in (self._finding, self._placing, self._leading):
            if task is not None:
                task.cancel()
        self._finding = self._placing = self._leading = None
        self._changed_ids.clear()
        self._to_tell.clear()
        self._edits.close()
        self._is_loaded = False
        self._has_all = True
        self._wanted = self._filter = GalleryFilter()
        self._forget_all()
        self._pictures.clear()
        self._counts = GalleryCounts()
        self._waiting_count = 0
        self.select("")
        self.emptiness_changed.emit()
        self.counts_changed.emit()
        self.waiting_changed.emit()

    @Slot()
    def on_index_loaded(self) -> None:
        """The index on this computer is there, or was filled anew."""
        self._find()

    @Slot(list)
    def on_index_changed(self, ids: list[str]) -> None:
        """The index has news of these images."""
        if not self._is_loaded and self._finding is None:
            # The whole list will be asked for.
            return
        self._changed_ids |= dict.fromkeys(ids)
        if self._placing is None and self._finding is None:
            self._place_changed()

    def send_changes_at_the_end(self) -> None:
        """Send what waits although the app ends."""
        self._edits.send_at_the_end()

    @Slot()
    def on_line_restored(self) -> None:
        """The server is heard again: send what waits, and ask again for what had failed."""
        self._edits.send()
        self._thumbnails.retry_failed()
        if self._keys:
            self._tell_thumbnails(0, len(self._keys) - 1)

    def _find(self) -> None:
        for task in (self._finding, self._placing):
            if task is not None:
                task.cancel()
        self._placing = None
        self._changed_ids.clear()
        wanted = self._wanted
        self._finding = self._index_runner.run(
            lambda task: gallery_work.find(task, wanted),
            partial(self._on_found, wanted),
            self._on_find_failed,
            partial(self._on_first_found, wanted),
        )

    def _on_first_found(self, wanted: GalleryFilter, found: "Found") -> None:
        """Show the first rows; those of a list that is only read anew stay until all are there."""
        if not self._is_loaded or wanted != self._filter:
            self._show_found(wanted, found)

    def _on_found(self, wanted: GalleryFilter, found: "Found") -> None:
        self._finding = None
        if not self._has_all and wanted == self._filter and self._append(found.keys, found.key_of):
            self._has_all = True
            self.completeness_changed.emit()
        else:
            self._show_found(wanted, found)
        if found.totals is not None:
            self._take_totals(found.totals)
        if self._selected_id and self._selected_id not in self._key_of:
            self.select("")
        self._tell_placed(self._changed_ids.keys())
        if self._changed_ids:
            self._place_changed()

    def _show_found(self, wanted: GalleryFilter, found: "Found") -> None:
        is_other = wanted != self._filter
        self._filter = wanted
        self._is_loaded = True
        self._has_days = found.has_days
        self._has_all = found.totals is not None
        self._entries.clear()
        self._replace(found.keys, found.key_of, found.entries)
        if is_other:
            self.filter_changed.emit()
        self.emptiness_changed.emit()

    def _on_find_failed(self, error: object) -> None:
        self._finding = None
        self.failed.emit(error)

    def _place_changed(self) -> None:
        ids = list(self._changed_ids)
        self._changed_ids.clear()
        loaded = [each for each in ids if each in self._entries or each not in self._key_of]
        wanted = self._filter
        self._placing = self._index_runner.run(
            lambda task: gallery_work.place(task, ids, wanted, loaded[:_ENTRIES_AT_ONCE]),
            self._on_placed,
            self._on_place_failed,
        )

    def _on_placed(self, placed: "Placed") -> None:
        self._placing = None
        was_empty = self.is_empty
        gone = [image_id for image_id in placed.ids if image_id not in placed.key_of]
        if self._selected_id in gone:
            self._select_outside(placed.entries)
        self._keep(placed.entries)
        self._place(placed.ids, placed.key_of)
        gone = [image_id for image_id in gone if image_id != self._outside_id]
        self._forget(gone)
        for image_id in gone:
            self._pictures.forget(image_id)
        if self._outside_id in placed.ids:
            self.selected_changed.emit()
        if was_empty != self.is_empty:
            self.emptiness_changed.emit()
        self._take_totals(placed.totals)
        self._tell_placed(self._changed_ids.keys())
        if self._changed_ids:
            self._place_changed()

    def _select_outside(self, entries: "Sequence[Shown]") -> None:
        """The selected picture is not among the rows any more; it stays open unless it is gone."""
        shown = next((each for each in entries if each.image.id == self._selected_id), None)
        if shown is None or shown.image.trashed_at is not None or self._filter.trashed:
            self.select("")
        else:
            self._outside_id = self._selected_id

    def _on_place_failed(self, _error: object) -> None:
        # The list may have missed something: ask for all of it.
        self._placing = None
        self._find()

    def _take_totals(self, totals: "Totals") -> None:
        if totals.counts != self._counts:
            self._counts = totals.counts
            self.counts_changed.emit()
        if totals.waiting_count != self._waiting_count:
            self._waiting_count = totals.waiting_count
            self.waiting_changed.emit()
