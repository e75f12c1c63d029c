"""The rows of the gallery: an ordered list of ids, and the entries of those that were looked at."""

import bisect
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QImage

from desktop.models.thumbnails import Thumbnails
from desktop.workers import gallery_work
from desktop.workers.tasks import Task, TaskRunner
from shared.styles import STYLE_DESCRIPTIONS

if TYPE_CHECKING:
    from desktop.storage.gallery_queries import SortKey
    from desktop.workers.gallery_work import Shown
    from shared.gallery import Image

_MOST_ENTRIES = 2_000
_PAGE_ROWS = 100
_MOST_PAGES = 6
"""Waiting at the same time; what was asked for before them has scrolled away."""
_MOST_RUNS = 100
"""More inserts or removals at once are told as a new list."""
_NO_PARENT = QModelIndex()


class GalleryRole:
    """Roles of `GalleryModel`."""

    IMAGE = Qt.ItemDataRole.UserRole + 1
    """`shared.gallery.Image` as the person has changed it, or None: then it is being loaded and
    dataChanged follows."""
    ID = Qt.ItemDataRole.UserRole + 2
    THUMBNAIL = Qt.ItemDataRole.UserRole + 3
    """QImage of at most 256 px, or None: then it is being loaded and dataChanged follows."""
    WAITING = Qt.ItemDataRole.UserRole + 4
    """Whether a change of it waits to be sent."""


@dataclass(frozen=True, slots=True)
class Section:
    """The pictures of one day, which follow each other."""

    day: date
    first_row: int
    count: int


class GalleryRows(QAbstractListModel):
    """Knows the order of all pictures that are shown, and loads entries as they are asked for."""

    def __init__(
        self, pages: TaskRunner, thumbnails: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._pages = pages
        self._thumbnails = Thumbnails(thumbnails, self)
        self._thumbnails.loaded.connect(self._on_thumbnail_loaded)
        self._keys: list[SortKey] = []
        self._key_of: dict[str, SortKey] = {}
        self._entries: OrderedDict[str, Shown] = OrderedDict()
        self._asked: set[str] = set()
        self._page_tasks: deque[tuple[Task[list[Shown]], list[str]]] = deque()
        self._has_days = True
        self._outside_id = ""
        """A picture that is looked at although it is not among the rows."""

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """The number of pictures."""
        return 0 if parent.isValid() else len(self._keys)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """One picture by `GalleryRole`; asking for what is not there starts loading it."""
        row = index.row()
        if not index.isValid() or row >= len(self._keys):
            return None
        if role == GalleryRole.ID:
            return self._keys[row][-1]
        return self._entry_data(row, role) if role in _ENTRY_ROLES else None

    def _entry_data(self, row: int, role: int) -> object:
        shown = self._shown(row)
        is_text = role == Qt.ItemDataRole.DisplayRole
        if shown is None:
            return "" if is_text else None
        if role == GalleryRole.THUMBNAIL:
            return self._thumbnails.get(shown.image)
        if role == GalleryRole.WAITING:
            return shown.is_waiting
        return _words(shown.image) if is_text else shown.image

    @property
    def is_empty(self) -> bool:
        """Whether nothing is shown."""
        return not self._keys

    def id_at(self, row: int) -> str:
        """The id of a row."""
        return str(self._keys[row][-1])

    def ids(self, first: int = 0, last: int | None = None) -> list[str]:
        """The ids of the rows `first` to `last`, both included; without `last` to the end."""
        keys = self._keys[first : None if last is None else last + 1]
        return cast("list[str]", [key[-1] for key in keys])

    def row_of(self, image_id: str) -> int:
        """Its row, or -1."""
        key = self._key_of.get(image_id)
        return -1 if key is None else bisect.bisect_left(self._keys, key)

    def image(self, image_id: str) -> "Image | None":
        """One picture's entry; None while it is being loaded (dataChanged follows), or not shown."""
        row = self.row_of(image_id)
        if row < 0 and image_id == self._outside_id:
            shown = self._entries.get(image_id)
        else:
            shown = self._shown(row) if row >= 0 else None
        return None if shown is None else shown.image

    def peek(self, row: int) -> "Image | None":
        """The entry of a row, if it is loaded; asking loads nothing."""
        shown = self._entries.get(str(self._keys[row][-1]))
        return None if shown is None else shown.image

    def is_waiting(self, image_id: str) -> bool:
        """Whether a change of it waits to be sent."""
        shown = self._entries.get(image_id)
        return shown is not None and shown.is_waiting

    def day_of(self, row: int) -> date:
        """The day of a row on this computer's clock: when it was made, or went into the trash."""
        return self._moment(row).date()

    def sections(self) -> list[Section]:
        """The days of what is shown, in order; none when it is sorted by name."""
        sections: list[Section] = []
        row = 0
        while self._has_days and row < len(self._keys):
            day = self.day_of(row)
            end = self._end_of_day(row, day)
            sections.append(Section(day, row, end - row))
            row = end
        return sections

    def _end_of_day(self, first_row: int, day: date) -> int:
        """The first row after `first_row` that is of another day."""
        is_descending = _moment_of(self._keys[first_row]) < 0
        edge = day if is_descending else day + timedelta(days=1)
        midnight = datetime.combine(edge, time.min).astimezone().timestamp()
        # A row belongs to the day if it is not before (or, upwards, if it is before) midnight.
        if is_descending:
            end = bisect.bisect_right(self._keys, -midnight, first_row, key=_moment_of)
        else:
            end = bisect.bisect_left(self._keys, midnight, first_row, key=_moment_of)
        return max(end, first_row + 1)

    def _moment(self, row: int) -> datetime:
        return datetime.fromtimestamp(abs(_moment_of(self._keys[row])), UTC).astimezone()

    # Replacing and moving rows.

    def _replace(
        self,
        keys: "list[SortKey]",
        key_of: "dict[str, SortKey]",
        entries: "Iterable[Shown]",
    ) -> None:
        self.beginResetModel()
        self._keys = keys
        self._key_of = key_of
        self._keep(entries)
        self.endResetModel()

    def _append(self, keys: "list[SortKey]", key_of: "dict[str, SortKey]") -> bool:
        """Show these, which begin with the rows that are there. False: they do not."""
        count = len(self._keys)
        if keys[:count] != self._keys:
            return False
        if len(keys) > count:
            self.beginInsertRows(_NO_PARENT, count, len(keys) - 1)
            self._keys = keys
            self._key_of = key_of
            self.endInsertRows()
        return True

    def _place(self, ids: Sequence[str], key_of: "dict[str, SortKey]") -> None:
        """These may be new, gone, different, or elsewhere."""
        gone = [each for each in ids if each in self._key_of and each not in key_of]
        moved = [
            each
            for each, key in key_of.items()
            if each in self._key_of and self._key_of[each] != key
        ]
        come = sorted(key for each, key in key_of.items() if self._key_of.get(each) != key)
        stayed = [each for each in ids if each in key_of and self._key_of.get(each) == key_of[each]]
        going_rows = sorted(self.row_of(each) for each in (*gone, *moved))
        if len(going_rows) + len(self._runs_of(come)) > _MOST_RUNS:
            self._replace_some({*gone, *moved}, come)
        else:
            self._remove_rows(going_rows)
            for run in self._runs_of(come):
                self._insert(run)
        for each in stayed:
            self._tell(self.row_of(each))

    def _runs_of(self, keys: "Sequence[SortKey]") -> "list[list[SortKey]]":
        """New keys, in order, as the groups that will follow each other."""
        groups = groupby(keys, key=lambda key: bisect.bisect_left(self._keys, key))
        return [list(run) for _, run in groups]

    def _insert(self, run: "Sequence[SortKey]") -> None:
        row = bisect.bisect_left(self._keys, run[0])
        self.beginInsertRows(_NO_PARENT, row, row + len(run) - 1)
        self._keys[row:row] = run
        self._key_of |= {str(key[-1]): key for key in run}
        self.endInsertRows()

    def _remove_rows(self, rows: Sequence[int]) -> None:
        """Remove rows, from the last to the first, as many at once as follow each other."""
        groups = groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0])
        for run in reversed([[row for _, row in group] for _, group in groups]):
            self.beginRemoveRows(_NO_PARENT, run[0], run[-1])
            for key in self._keys[run[0] : run[-1] + 1]:
                del self._key_of[str(key[-1])]
            del self._keys[run[0] : run[-1] + 1]
            self.endRemoveRows()

    def _replace_some(self, gone_ids: set[str], come: "Sequence[SortKey]") -> None:
        keys = [key for key in self._keys if key[-1] not in gone_ids]
        keys.extend(come)
        keys.sort()
        self._replace(keys, {str(key[-1]): key for key in keys}, [])

    def _forget(self, image_ids: Iterable[str]) -> None:
        """These are gone, or nothing of them may be kept."""
        for image_id in image_ids:
            self._entries.pop(image_id, None)
            self._thumbnails.forget(image_id)

    def _forget_all(self) -> None:
        for task, _ in self._page_tasks:
            task.cancel()
        self._page_tasks.clear()
        self._asked.clear()
        self._entries.clear()
        self._thumbnails.clear()
        self._replace([], {}, [])

    # Entries.

    def _shown(self, row: int) -> "Shown | None":
        image_id = str(self._keys[row][-1])
        shown = self._entries.get(image_id)
        if shown is None:
            self._ask_page(row)
        else:
            self._entries.move_to_end(image_id)
        return shown

    def _ask_page(self, row: int) -> None:
        if self._keys[row][-1] in self._asked:
            return
        first = max(0, row - _PAGE_ROWS // 4)
        ids = [
            image_id
            for image_id in self.ids(first, first + _PAGE_ROWS - 1)
            if image_id not in self._entries and image_id not in self._asked
        ]
        self._asked.update(ids)
        task = self._pages.run(
            lambda task: gallery_work.entries(task, ids),
            partial(self._on_page, ids),
            partial(self._on_page_failed, ids),
        )
        self._page_tasks.append((task, ids))
        while len(self._page_tasks) > _MOST_PAGES:
            oldest, dropped = self._page_tasks.popleft()
            oldest.cancel()
            self._asked.difference_update(dropped)

    def _on_page(self, ids: Sequence[str], entries: "list[Shown]") -> None:
        self._keep(entries)
        self._asked.difference_update(ids)
        rows = sorted(row for shown in entries if (row := self.row_of(shown.image.id)) >= 0)
        if rows:
            self.dataChanged.emit(self.index(rows[0]), self.index(rows[-1]))

    def _on_page_failed(self, ids: Sequence[str], _error: object) -> None:
        self._asked.difference_update(ids)

    def _keep(self, entries: "Iterable[Shown]") -> None:
        for shown in entries:
            self._entries[shown.image.id] = shown
            self._entries.move_to_end(shown.image.id)
        while len(self._entries) > _MOST_ENTRIES:
            self._entries.popitem(last=False)

    def _tell(self, row: int) -> None:
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    def _on_thumbnail_loaded(self, image_id: str) -> None:
        row = self.row_of(image_id)
        if row >= 0:
            self._tell_thumbnails(row, row)

    def _tell_thumbnails(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first), self.index(last), [GalleryRole.THUMBNAIL])

    def keep_thumbnails_of(self, image_ids: set[str]) -> None:
        """Only these pictures are in view: do not load thumbnails of others."""
        self._thumbnails.keep_only(image_ids)

    def thumbnail(self, image_id: str) -> QImage | None:
        """Its thumbnail, if it is loaded."""
        shown = self._entries.get(image_id)
        return None if shown is None else self._thumbnails.get(shown.image)


_ENTRY_ROLES = frozenset(
    {
        GalleryRole.IMAGE,
        GalleryRole.THUMBNAIL,
        GalleryRole.WAITING,
        int(Qt.ItemDataRole.DisplayRole),
    }
)


def _words(image: "Image") -> str:
    """What a picture is called, for screen readers: its style when it has nothing of its own."""
    style = QCoreApplication.translate("Style", STYLE_DESCRIPTIONS[image.style].name)
    return image.title or image.prompt or style


def _moment_of(key: "SortKey") -> float:
    return cast("float", key[-2])
