"""The statements of the gallery index: what is asked of it, in SQL."""

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

from desktop.storage.gallery_filter import GalleryCounts, GalleryFilter, GalleryOrder
from desktop.storage.gallery_rows import Entry, Row
from desktop.storage.gallery_schema import HIDDEN, IN_GALLERY, IN_TRASH
from shared.gallery import Image

SortKey: TypeAlias = tuple[float | str, ...]
"""Where a picture stands among the others: keys sort as the pictures do.

The last part is the id; the one before it the moment (seconds, negative where the newest is first).
"""

_RECENT = 200
_ROWS_AT_ONCE = 5_000
"""A few milliseconds' work."""
_WORD = re.compile(r"[^\W_]+")
_COLUMNS: Final = tuple(field.name for field in fields(Row))
_UPSERT: Final = (
    f"INSERT INTO images ({', '.join(_COLUMNS)}, epoch)"  # noqa: S608 - our own names
    f" VALUES ({', '.join('?' * len(_COLUMNS))}, ?)"
    " ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in (*_COLUMNS, "epoch") if name != "id")
    + " WHERE excluded.revision >= images.revision OR excluded.epoch <> images.epoch"
    " RETURNING key"
)
_UPDATE: Final = (
    "UPDATE images SET "  # noqa: S608 - our own names
    + ", ".join(f"{name} = ?" for name in _COLUMNS)
    + " WHERE id = ? RETURNING key"
)


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the server has been heard.

    Until everything has been told once, `revision` is the gallery's when the telling began, and
    `page` the server's word for where the next page begins: of the gallery, then of the trash.
    """

    revision: int = 0
    epoch: int = 0
    is_complete: bool = False
    in_trash: bool = False
    page: str | None = None


def cursor(database: sqlite3.Connection) -> Cursor:
    """How far the server has been heard."""
    revision, epoch, is_complete, in_trash, page = database.execute(
        "SELECT revision, epoch, is_complete, in_trash, page FROM cursor"
    ).fetchone()
    return Cursor(revision, epoch, bool(is_complete), bool(in_trash), page)


def move_cursor(database: sqlite3.Connection, reached: Cursor) -> None:
    """Set it, apart from its epoch."""
    database.execute(
        "UPDATE cursor SET revision = ?, is_complete = ?, in_trash = ?, page = ?",
        (reached.revision, reached.is_complete, reached.in_trash, reached.page),
    )


def upsert(database: sqlite3.Connection, row: Row, epoch: int | None) -> int | None:
    """Write a row. Without an epoch only what is known is changed.

    Returns:
        Its key; None when something newer is known, or nothing.
    """
    values = astuple(row)
    if epoch is None:
        found = database.execute(_UPDATE, (*values, row.id)).fetchone()
    else:
        found = database.execute(_UPSERT, (*values, epoch)).fetchone()
    return None if found is None else int(found[0])


def write_entry(database: sqlite3.Connection, key: int, entry: str) -> None:
    """Keep what the server has told of the row with this key."""
    database.execute("INSERT OR REPLACE INTO entries (key, entry) VALUES (?, ?)", (key, entry))


def entries(database: sqlite3.Connection, image_ids: Sequence[str]) -> list[Entry]:
    """Some images as the server has told them, in the order of the ids; unknown ones are left out.

    Raises:
        pydantic.ValidationError: An entry is not one.
    """
    found = database.execute(
        "SELECT id, waiting > 0, entry FROM images JOIN entries USING (key)"  # noqa: S608 - only marks
        f" WHERE id IN ({_marks(image_ids)})",
        tuple(image_ids),
    )
    by_id = {
        image_id: Entry(Image.model_validate_json(entry), bool(is_waiting))
        for image_id, is_waiting, entry in found
    }
    return [by_id[image_id] for image_id in image_ids if image_id in by_id]


def find(
    database: sqlite3.Connection,
    wanted: GalleryFilter,
    most: int | None = None,
    is_unwanted: Callable[[], bool] = lambda: False,
) -> list[SortKey]:
    """The pictures that are wanted, in their order: all of them, or the first `most`.

    `is_unwanted` is asked now and then; once it says so, what was read so far is the answer.
    """
    if not _can_match(wanted):
        return []
    select, order = _ORDERS["trash" if wanted.trashed else wanted.order.value]
    source, conditions, values = _conditions(wanted)
    statement = (
        f"SELECT {select} FROM {source} WHERE {conditions}"  # noqa: S608 - our own parts
        f" ORDER BY {order} LIMIT ?"
    )
    found = database.execute(statement, (*values, -1 if most is None else most))
    keys: list[SortKey] = []
    while not is_unwanted() and (read := found.fetchmany(_ROWS_AT_ONCE)):
        keys += read
    found.close()
    return keys


def find_beginning(
    database: sqlite3.Connection, wanted: GalleryFilter, typed: str, after: SortKey | None
) -> SortKey | None:
    """The first wanted picture behind `after` whose name (or wish, without one) begins so.

    Behind the last one comes the first one again. `typed` is casefolded.
    """
    if not _can_match(wanted) or not _words(typed):
        return None
    select, order = _ORDERS["trash" if wanted.trashed else wanted.order.value]
    source, conditions, values = _conditions(wanted)
    found = database.execute(
        f"SELECT title, wish, {select} FROM {source} WHERE {conditions}"  # noqa: S608 - our own parts
        f" AND key IN (SELECT rowid FROM words WHERE words MATCH ?) ORDER BY {order}",
        (*values, _match(typed)),
    )
    first: SortKey | None = None
    for title, wish, *parts in found:
        if (title or wish).casefold().startswith(typed):
            key = tuple(parts)
            if after is None or key > after:
                return key
            first = first or key
    return first


def find_among(
    database: sqlite3.Connection, image_ids: Sequence[str], wanted: GalleryFilter
) -> dict[str, SortKey]:
    """Those of some images that are wanted, by id."""
    if not _can_match(wanted):
        return {}
    select, _ = _ORDERS["trash" if wanted.trashed else wanted.order.value]
    # By id first: SQLite would rather go through all pictures of the place.
    source, conditions, values = _conditions(wanted)
    found = database.execute(
        f"SELECT {select} FROM {source} INDEXED BY sqlite_autoindex_images_1"  # noqa: S608 - our own parts
        f" WHERE id IN ({_marks(image_ids)}) AND {conditions}",
        (*image_ids, *values),
    )
    return {key[-1]: key for key in found}


def recent_ids(database: sqlite3.Connection) -> list[str]:
    """What is being made, and the newest pictures."""
    running = database.execute("SELECT id FROM images WHERE is_running").fetchall()
    newest = database.execute(
        "SELECT id FROM images WHERE place = ? ORDER BY created_at DESC LIMIT ?",
        (IN_GALLERY, _RECENT),
    ).fetchall()
    return [image_id for (image_id,) in (*running, *newest)]


def ids_in(database: sqlite3.Connection, place: int) -> list[str]:
    """All pictures of a place, newest first."""
    found = database.execute(
        "SELECT id FROM images WHERE place = ? ORDER BY created_at DESC", (place,)
    )
    return [image_id for (image_id,) in found]


def waiting(database: sqlite3.Connection) -> dict[str, int]:
    """The images that show a change that waits, and the number of the latest one."""
    return dict(database.execute("SELECT id, waiting FROM images WHERE waiting > 0").fetchall())


def counts(database: sqlite3.Connection) -> GalleryCounts:
    """How many there are."""
    found = database.execute(
        "SELECT place, count(*), sum(favourite) FROM images WHERE place <> ? GROUP BY place",
        (HIDDEN,),
    )
    of_place = {place: (count, favourites) for place, count, favourites in found}
    shown, favourites = of_place.get(IN_GALLERY, (0, 0))
    return GalleryCounts(shown, favourites, of_place.get(IN_TRASH, (0, 0))[0])


_ORDERS: Final = {
    GalleryOrder.NEWEST.value: ("-created_at, id", "created_at DESC, id"),
    GalleryOrder.OLDEST.value: ("created_at, id", "created_at, id"),
    GalleryOrder.TITLE.value: ("sort_title, -created_at, id", "sort_title, created_at DESC, id"),
    "trash": ("-trashed_at, id", "trashed_at DESC, id"),
}
"""The parts of a sort key, and the same order for SQLite."""


def _conditions(wanted: GalleryFilter) -> tuple[str, str, tuple[str | float, ...]]:
    """Where to look, what must hold, and the values."""
    source = "images"
    parts: list[str] = ["place = ?"]
    values: list[str | float] = [IN_TRASH if wanted.trashed else IN_GALLERY]
    if wanted.text.strip():
        parts.append("key IN (SELECT rowid FROM words WHERE words MATCH ?)")
        values.append(_match(wanted.text))
    if wanted.style is not None:
        parts.append("style = ?")
        values.append(wanted.style.value)
    if wanted.favourites:
        parts.append("favourite")
    if wanted.since is not None:
        parts.append("created_at >= ?")
        values.append(_midnight(wanted.since))
    if wanted.until is not None:
        parts.append("created_at < ?")
        values.append(_midnight(wanted.until + timedelta(days=1)))
    return source, " AND ".join(parts), tuple(values)


def _can_match(wanted: GalleryFilter) -> bool:
    """Whether there is a word to look for, if there is a text at all."""
    return not wanted.text.strip() or bool(_words(wanted.text))


def _match(text: str) -> str:
    """Words in the language of FTS5: each must be there, or begin a word."""
    return " ".join(f'"{word}"*' for word in _words(text))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text))


def _midnight(day: date) -> float:
    """The beginning of a day on this computer's clock, in seconds."""
    return datetime.combine(day, time.min).astimezone().timestamp()


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
