"""The photos that plushies will be made of: one, or several that share style and wish."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.errors import NOT_CHARGED, AppError
from desktop.models.table_photo import PhotoState, TablePhoto
from desktop.models.told import Told
from desktop.photo_edit import Box, PhotoEdit, PhotoSource
from desktop.workers import work
from desktop.workers.tasks import Task, TaskRunner
from shared.limits import BATCH_MAX_GENERATIONS

if TYPE_CHECKING:
    from desktop.workers.gathering import Gathered
    from desktop.workers.photo_events import PhotoMade, PhotoSeen


class PhotoTable(QObject):
    """Everything slow happens on the worker thread; each photo tells its own state.

    Signals:
        changed(): A photo came, went, or has another state; `busy` may be new.
        current_changed(): Another photo is the current one, or it was edited, or there is none.
        refused(AppError): What was chosen cannot be used; what was there before stays.
        skipped(Gathered): Some of what was chosen was left out.
    """

    changed = Signal()
    current_changed = Signal()
    refused = Signal(object)
    skipped = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._photos: dict[str, TablePhoto] = {}
        self._current_id = ""
        self._gathering: Task[Gathered] | None = None
        self._replacing: Task[PhotoMade] | None = None
        """A photo that has not been seen yet, and will take the place of what is there."""
        self._preparing: dict[str, Task[PhotoMade]] = {}

    @property
    def photos(self) -> list[TablePhoto]:
        """All of them, in the order in which they came."""
        return list(self._photos.values())

    @property
    def ready(self) -> "list[TablePhoto]":
        """Those that a plushie can be made of."""
        return [each for each in self._photos.values() if each.state is PhotoState.READY]

    @property
    def current(self) -> TablePhoto | None:
        """The one that is shown large; it has been seen at least once."""
        return self._photos.get(self._current_id)

    @property
    def busy(self) -> bool:
        """Whether something is being read."""
        return bool(self._gathering or self._replacing or self._preparing)

    def photo(self, photo_id: str) -> TablePhoto | None:
        """One of them."""
        return self._photos.get(photo_id)

    def choose(self, paths: Iterable[str]) -> None:
        """Files and folders take the place of what is there; the newest choice wins."""
        named = list(paths)
        self._gather(
            lambda task: work.gather_photos(task, named, BATCH_MAX_GENERATIONS), adds=False
        )

    def add(self, paths: Iterable[str]) -> None:
        """Files and folders come besides what is there."""
        named, most = list(paths), BATCH_MAX_GENERATIONS - len(self._photos)
        self._gather(lambda task: work.gather_photos(task, named, most), adds=bool(self._photos))

    def choose_web(self, url: str, data: bytes, nameless: str) -> None:
        """A photo of a web page takes the place of what is there, or comes besides several.

        With `data` it need not be fetched; without a name in its address it is called `nameless`.
        """
        adds = len(self._photos) > 1
        self._gather(lambda task: work.fetch_photo(task, url, data, nameless), adds=adds)

    def choose_source(self, source: PhotoSource, told: Told | None = None) -> None:
        """One photo takes the place of what is there, once it is known to be good."""
        self._stop_choosing()
        new = TablePhoto(str(uuid.uuid4()), source, told=told or Told())
        self._replacing = self._runner.run(
            lambda task: work.prepare_photo(task, source),
            partial(self._on_made, new.id),
            partial(self._on_not_replaced, new.id),
            partial(self._on_replacement_seen, new),
        )
        self.changed.emit()

    def add_source(self, source: PhotoSource) -> None:
        """One photo comes besides what is there."""
        if not self._photos:
            self.choose_source(source)
        elif len(self._photos) < BATCH_MAX_GENERATIONS:
            self._lay_down([source])

    def stop_choosing(self) -> None:
        """Give up what is being looked for, fetched or read in the place of what is there."""
        if self._gathering is not None or self._replacing is not None:
            self._stop_choosing()
            self.changed.emit()

    def select(self, photo_id: str) -> None:
        """Show another one large."""
        photo = self._photos.get(photo_id)
        if photo is not None and photo.photo is not None and photo_id != self._current_id:
            self._current_id = photo_id
            self.current_changed.emit()

    def select_photo_of(self, small: QImage | None) -> bool:
        """Show the photo that an order was made from, if it still lies here as it was then."""
        for photo in self._photos.values():
            if photo.photo is not None and photo.photo.small is small:
                self.select(photo.id)
                return True
        return False

    def remove(self, photo_id: str) -> None:
        """Take one away; the one beside it is shown."""
        if photo_id not in self._photos:
            return
        row = list(self._photos).index(photo_id)
        del self._photos[photo_id]
        self._stop_preparing(photo_id)
        self.changed.emit()
        if photo_id == self._current_id:
            following = [each for each in list(self._photos.values())[row:] if each.photo]
            earlier = [each for each in list(self._photos.values())[:row] if each.photo]
            self._show(next(iter([*following, *reversed(earlier)]), None))

    def clear(self) -> None:
        """Take all of them away."""
        self._stop_choosing()
        for photo_id in list(self._preparing):
            self._stop_preparing(photo_id)
        self._photos.clear()
        self.changed.emit()
        self._show(None)

    def tell(self, photo_id: str, told: Told) -> None:
        """Keep what a person told of it, as it lies in the part that is used."""
        photo = self._photos[photo_id]
        self._photos[photo_id] = replace(photo, told=photo.told_of_whole(told))

    def learn_box(self, photo_id: str, box: Box | None) -> None:
        """Keep where its subject lies in the whole photo."""
        self._photos[photo_id] = replace(self._photos[photo_id], box=box)

    def edit(self, photo_id: str, edit: PhotoEdit) -> None:
        """Crop and turn it anew, from the untouched original."""
        photo = self._photos.get(photo_id)
        if photo is None or photo.photo is None:
            return
        if photo.photo.edit == edit and photo_id not in self._preparing:
            return
        self._photos[photo_id] = replace(photo, state=PhotoState.CHECKING)
        self._prepare(photo_id, edit)
        self.changed.emit()

    def _gather(self, gathering: "work.Gathering", *, adds: bool) -> None:
        self._stop_choosing()
        self._gathering = self._runner.run(
            gathering, partial(self._on_gathered, adds), self._on_refused
        )
        self.changed.emit()

    def _stop_choosing(self) -> None:
        for task in (self._gathering, self._replacing):
            if task is not None:
                task.cancel()
        self._gathering = self._replacing = None

    def _stop_preparing(self, photo_id: str) -> None:
        task = self._preparing.pop(photo_id, None)
        if task is not None:
            task.cancel()

    def _on_gathered(self, adds: bool, gathered: "Gathered") -> None:  # noqa: FBT001 - a callback
        self._gathering = None
        if not gathered.sources and not gathered.too_many:
            self._on_refused(_NOTHING_FOUND)
            return
        if not adds and len(gathered.sources) == 1:
            self.choose_source(gathered.sources[0])
        else:
            if not adds:
                self.clear()
            self._lay_down(gathered.sources)
        if not gathered.is_complete:
            self.skipped.emit(gathered)

    def _lay_down(self, sources: Iterable[PhotoSource]) -> None:
        for source in sources:
            photo = TablePhoto(str(uuid.uuid4()), source)
            self._photos[photo.id] = photo
            self._prepare(photo.id, None)
        self.changed.emit()

    def _prepare(self, photo_id: str, edit: PhotoEdit | None) -> None:
        self._stop_preparing(photo_id)
        source = self._photos[photo_id].source
        self._preparing[photo_id] = self._runner.run(
            lambda task: work.prepare_photo(task, source, edit, is_awaited=edit is not None),
            partial(self._on_made, photo_id),
            partial(self._on_not_prepared, photo_id),
            partial(self._on_seen, photo_id),
        )

    def _on_seen(self, photo_id: str, seen: "PhotoSeen") -> None:
        original = self._photos[photo_id].original or seen.photo.picture
        self._update(photo_id, photo=seen.photo, file=None, original=original)
        if self.current is None or photo_id == self._current_id:
            self._show(self._photos[photo_id])

    def _on_made(self, photo_id: str, made: "PhotoMade") -> None:
        del self._preparing[photo_id]
        photo = self._photos[photo_id]
        original = photo.original
        if len(self._photos) == 1 and photo.photo is not None and photo.photo.edit.is_untouched:
            # Of many, all of this would be too much to keep.
            original = made.picture
        self._update(photo_id, state=PhotoState.READY, file=made.file, original=original)

    def _on_not_prepared(self, photo_id: str, error: AppError) -> None:
        del self._preparing[photo_id]
        if self._photos[photo_id].file is not None:
            # It was to be edited: what was there before still is.
            self._update(photo_id, state=PhotoState.READY)
            self.refused.emit(error)
            return
        self._update(photo_id, state=PhotoState.REFUSED, error=error)
        if all(each.state is PhotoState.REFUSED for each in self._photos.values()):
            self.clear()
            self.refused.emit(error)

    def _on_replacement_seen(self, new: TablePhoto, seen: "PhotoSeen") -> None:
        task, self._replacing = self._replacing, None
        for photo_id in list(self._preparing):
            self._stop_preparing(photo_id)
        if task is not None:
            self._preparing[new.id] = task
        new = replace(new, photo=seen.photo, original=seen.photo.picture)
        self._photos = {new.id: new}
        self.changed.emit()
        self._show(new)

    def _on_not_replaced(self, photo_id: str, error: AppError) -> None:
        if photo_id in self._preparing:
            self._on_not_prepared(photo_id, error)
        else:
            self._on_refused(error)

    def _on_refused(self, error: AppError) -> None:
        self._gathering = self._replacing = None
        self.changed.emit()
        self.refused.emit(error)

    def _update(self, photo_id: str, **changes: Any) -> None:
        self._photos[photo_id] = replace(self._photos[photo_id], **changes)
        self.changed.emit()

    def _show(self, photo: TablePhoto | None) -> None:
        self._current_id = "" if photo is None else photo.id
        self.current_changed.emit()


_NOTHING_FOUND = AppError(
    title="There is no photo in there.",
    charged=NOT_CHARGED,
    advice="JPEG, PNG, WebP, HEIC and AVIF photos work, alone or in folders.",
    code="no_photo_found",
)
