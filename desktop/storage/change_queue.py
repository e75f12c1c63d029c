"""What a person has changed in their gallery and the server has not heard of yet, on disk.

The rules, for this and for everybody who syncs with it:

- Every change sets one field of one picture to a value (its name, whether it is a favourite,
  whether it has a certain tag, its place: gallery, trash, or gone). It is written here first, then
  shown, then sent.
- A later change of the same field takes the earlier one's place: only the last value is sent.
- Changes are sent in the order in which they were made, and leave the queue when the server has
  answered. Setting a value twice has the effect of once, so a lost answer is simply asked again.
- Between devices the last one to reach the server wins, for each field on its own: two people who
  name and favour the same picture both get their way. Each tag is a field of its own, so two people
  who tag it lose none. What is gone for good stays gone.
- Whatever the server tells meanwhile is kept beneath the waiting changes, never in place of them.
"""

import logging
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from desktop.errors import Cancelled
from desktop.storage.database import Migrations, open_database

_log = logging.getLogger(__name__)


class ChangedField(StrEnum):
    """What of a picture can be changed."""

    TITLE = "title"
    FAVOURITE = "favourite"
    PLACE = "place"
    TAG = "tag"


class Place(StrEnum):
    """Where a picture is."""

    GALLERY = "gallery"
    TRASH = "trash"
    GONE = "gone"
    """Deleted for good."""


YES, NO = "yes", "no"
"""The values of `ChangedField.FAVOURITE`."""
WITH, WITHOUT = "+", "-"
"""The values of `ChangedField.TAG` begin with one of these; the tag follows."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one picture gets a value; the numbers count up in the order of making."""

    number: int
    image_id: str
    field: ChangedField
    value: str
    made_at: datetime

    @property
    def tag(self) -> str:
        """Which tag it is about, as it was typed."""
        return self.value[1:]

    @property
    def key(self) -> str:
        """The field, and of tags which one: a later change of the same takes this one's place."""
        is_tag = self.field is ChangedField.TAG
        return f"{_TAG_KEY}{self.tag.casefold()}" if is_tag else self.field.value


Waiting = Mapping[str, Change]
"""What waits for one picture, by `Change.key`."""

_TAG_KEY = "tag "

_MIGRATIONS: Migrations = (
    """
    CREATE TABLE changes (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        image_id TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        made_at REAL NOT NULL,
        UNIQUE (image_id, field)
    );
    """,
)
_NOTHING: Waiting = {}


class ChangeQueue:
    """An SQLite file with a copy in memory. Safe from any thread.

    Without room on the disk it goes on in memory and `is_kept` says so.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._database, self._is_kept = open_database(path, _MIGRATIONS, durable=True)
        self._changes: dict[str, dict[str, Change]] = {}
        for change in _read(self._database):
            self._changes.setdefault(change.image_id, {})[change.key] = change
        self._last_number = max((change.number for change in self.all()), default=0)

    @property
    def is_kept(self) -> bool:
        """Whether changes survive the end of the app."""
        return self._is_kept

    def all(self) -> list[Change]:
        """Everything that waits, in the order of making."""
        with self._lock:
            changes = [each for fields in self._changes.values() for each in fields.values()]
        return sorted(changes, key=lambda change: change.number)

    def latest_numbers(self) -> dict[str, int]:
        """The pictures with something that waits, and the number of the latest change of each."""
        with self._lock:
            return {
                image_id: max(change.number for change in fields.values())
                for image_id, fields in self._changes.items()
            }

    def of(self, image_id: str) -> Waiting:
        """What waits for one picture."""
        with self._lock:
            return dict(self._changes.get(image_id, _NOTHING))

    def add(self, image_ids: Iterable[str], field: ChangedField, value: str) -> None:
        """Set a field of some pictures. On return it is on disk, if that takes it."""
        made_at = datetime.now(UTC)
        with self._lock:
            added = []
            for image_id in image_ids:
                self._last_number += 1
                added.append(Change(self._last_number, image_id, field, value, made_at))
            # Once a picture is gone nobody cares for its name.
            replaces_all = (field, value) == (ChangedField.PLACE, Place.GONE)
            self._write(added, [each.image_id for each in added] if replaces_all else [])
            for change in added:
                if replaces_all:
                    self._changes.pop(change.image_id, None)
                self._changes.setdefault(change.image_id, {})[change.key] = change

    def remove(self, changes: Iterable[Change]) -> None:
        """The server has heard of them (or never will); a later change of a field stays."""
        with self._lock:
            removed = [change for change in changes if self._forget(change)]
            self._run("DELETE FROM changes WHERE number = ?", [(each.number,) for each in removed])

    def remove_of(self, image_ids: Iterable[str]) -> None:
        """These pictures are gone for good: nothing waits for them any more."""
        with self._lock:
            gone = [image_id for image_id in image_ids if image_id in self._changes]
            for image_id in gone:
                del self._changes[image_id]
            self._run("DELETE FROM changes WHERE image_id = ?", [(each,) for each in gone])

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def _forget(self, change: Change) -> bool:
        fields = self._changes.get(change.image_id, {})
        known = fields.get(change.key)
        if known is None or known.number != change.number:
            return False
        del fields[change.key]
        if not fields:
            self._changes.pop(change.image_id, None)
        return True

    def _write(self, added: list[Change], cleared_ids: list[str]) -> None:
        self._run("DELETE FROM changes WHERE image_id = ?", [(each,) for each in cleared_ids])
        self._run(
            "INSERT OR REPLACE INTO changes (number, image_id, field, value, made_at)"
            " VALUES (?, ?, ?, ?, ?)",
            [
                (each.number, each.image_id, each.key, each.value, each.made_at.timestamp())
                for each in added
            ],
        )

    def _run(self, statement: str, rows: list[tuple[str | int | float, ...]]) -> None:
        if not rows:
            return
        try:
            with self._database:
                self._database.executemany(statement, rows)
        except sqlite3.ProgrammingError as error:
            # It was closed: the app ends.
            raise Cancelled from error
        except sqlite3.DatabaseError as error:
            # The copy in memory goes on; at the next start the disk may have room again.
            _log.warning("A change could not be written down: %s", error)
            self._is_kept = False


def _field_of(key: str) -> ChangedField:
    return ChangedField.TAG if key.startswith(_TAG_KEY) else ChangedField(key)


def _read(database: sqlite3.Connection) -> list[Change]:
    try:
        rows = database.execute(
            "SELECT number, image_id, field, value, made_at FROM changes ORDER BY number"
        ).fetchall()
        return [
            Change(number, image_id, _field_of(key), value, datetime.fromtimestamp(made, UTC))
            for number, image_id, key, value, made in rows
        ]
    except (sqlite3.DatabaseError, ValueError) as error:
        _log.warning("Changes that waited to be sent could not be read: %s", error)
        return []
