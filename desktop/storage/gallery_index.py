"""The list of a person's images on this computer, and how far it has been brought up to date."""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pydantic

from shared.gallery import Image

_log = logging.getLogger(__name__)
_FORMAT = 1
_SCHEMA = """
CREATE TABLE images (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, entry TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE cursor (revision INTEGER NOT NULL);
INSERT INTO cursor VALUES (0);
"""


class GalleryIndex:
    """An SQLite file, used by one thread.

    A change and the cursor that goes with it are written in one transaction, so a crash loses at
    most what the server will tell again. A damaged file, or one of another format, is replaced by
    an empty one. When the disk is full the index goes on in memory.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = _open(path)

    @property
    def revision(self) -> int:
        """Everything up to here has been seen."""
        row = self._database.execute("SELECT revision FROM cursor").fetchone()
        return int(row[0])

    def images(self) -> list[Image]:
        """All images, in no order; an entry this version cannot read is left out."""
        return list(self._entries())

    def apply(self, images: Iterable[Image], deleted_ids: Iterable[str], revision: int) -> None:
        """Take changes over; older ones than are known change nothing."""
        rows = [(image.id, image.revision, image.model_dump_json()) for image in images]
        gone = [(each,) for each in deleted_ids]

        def change(database: sqlite3.Connection) -> None:
            database.executemany(
                "INSERT INTO images VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE"
                " SET revision = excluded.revision, entry = excluded.entry"
                " WHERE excluded.revision >= images.revision",
                rows,
            )
            database.executemany("DELETE FROM images WHERE id = ?", gone)
            database.execute("UPDATE cursor SET revision = max(revision, ?)", (revision,))

        self._write(change)

    def clear(self) -> None:
        """Forget everything: the server asks for a fresh start."""

        def change(database: sqlite3.Connection) -> None:
            database.execute("DELETE FROM images")
            database.execute("UPDATE cursor SET revision = 0")

        self._write(change)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _entries(self) -> Iterator[Image]:
        for (entry,) in self._database.execute("SELECT entry FROM images"):
            try:
                yield Image.model_validate_json(entry)
            except pydantic.ValidationError:
                _log.warning("An entry of the gallery index could not be read")

    def _write(self, change: Callable[[sqlite3.Connection], None]) -> None:
        """Make the change in one transaction; without room on the disk, in memory from now on."""
        try:
            with self._database:
                change(self._database)
        except sqlite3.OperationalError as error:
            _log.warning("The gallery index could not be written, it goes on in memory: %s", error)
            self._database = _moved_to_memory(self._database)
            with self._database:
                change(self._database)


def _moved_to_memory(database: sqlite3.Connection) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:")
    try:
        database.backup(memory)
    except sqlite3.Error:
        memory.close()
        memory = _new(":memory:")
    database.close()
    return memory


def _open(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _existing(path) or _replaced(path)
    except (OSError, sqlite3.OperationalError) as error:
        _log.warning("The gallery index cannot be kept on this computer: %s", error)
        return _new(":memory:")


def _existing(path: Path) -> sqlite3.Connection | None:
    if not path.exists():
        return None
    database = sqlite3.connect(path, timeout=5)
    try:
        found = database.execute("PRAGMA user_version").fetchone()[0]
        healthy = found == _FORMAT and database.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        if healthy:
            database.execute("SELECT revision FROM cursor").fetchone()
            _configure(database)
            return database
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            raise
    database.close()
    _log.warning("The gallery index was damaged or of another version and is built anew")
    return None


def _replaced(path: Path) -> sqlite3.Connection:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return _new(path)


def _new(path: Path | str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=5)
    _configure(database)
    database.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_FORMAT}; COMMIT;")
    return database


def _configure(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
