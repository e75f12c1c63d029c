"""Opening the app's SQLite files: migrated when older, replaced when damaged, never a crash."""

import logging
import sqlite3
from pathlib import Path
from typing import TypeAlias

from desktop.errors import Cancelled

Migrations: TypeAlias = tuple[str, ...]
"""The statements that lead from version n to n + 1; SQLite's `user_version` says where a file is."""

_BUSY_S = 5.0
_log = logging.getLogger(__name__)


def open_database(
    path: Path, migrations: Migrations, *, durable: bool = False
) -> tuple[sqlite3.Connection, bool]:
    """Open or create a file, for use from any thread under a lock of the caller's.

    A damaged file, or one of a later version, is replaced by an empty one.

    Args:
        path: The file; its folder is created when missing.
        migrations: How to get to the present version from each earlier one.
        durable: Wait for the disk at each commit, so that it survives a power cut as well.

    Returns:
        The connection, and whether it is on disk: without room or permission it is in memory.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _existing(path, migrations, durable) or _replaced(path, migrations, durable), True
    except (OSError, sqlite3.Error) as error:
        _log.warning("%s cannot be kept on this computer: %s", path.name, error)
        return create_in_memory(migrations), False


def create_in_memory(migrations: Migrations) -> sqlite3.Connection:
    """An empty one that ends with the app."""
    return _migrated(_connect(":memory:"), migrations)


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is not what was written; otherwise disk or file system refuse.

    Raises:
        Cancelled: It was closed: the app ends, and nobody waits for an answer any more.
    """
    if isinstance(error, sqlite3.ProgrammingError):
        raise Cancelled from error
    return not isinstance(error, sqlite3.OperationalError) or "no such" in str(error)


def remove_database(path: Path) -> None:
    """Remove the file and what SQLite keeps beside it.

    Raises:
        OSError: It cannot be removed.
    """
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _existing(path: Path, migrations: Migrations, durable: bool) -> sqlite3.Connection | None:  # noqa: FBT001 - private
    if not path.exists():
        return None
    database = _connect(path)
    try:
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version <= len(migrations):
            _configure(database, durable)
            return _migrated(database, migrations)
        _log.warning("%s is of a later version and is built anew", path.name)
    except sqlite3.DatabaseError as error:
        database.close()
        if not is_damage(error):
            raise
        _log.warning("%s is damaged and is built anew: %s", path.name, error)
    else:
        database.close()
    return None


def _replaced(path: Path, migrations: Migrations, durable: bool) -> sqlite3.Connection:  # noqa: FBT001 - private
    remove_database(path)
    # SQLite gives the files beside it the same permissions.
    path.touch(mode=0o600)
    database = _connect(path)
    _configure(database, durable)
    return _migrated(database, migrations)


def _migrated(database: sqlite3.Connection, migrations: Migrations) -> sqlite3.Connection:
    version = database.execute("PRAGMA user_version").fetchone()[0]
    for number, statements in enumerate(migrations[version:], start=version + 1):
        # One transaction each: a crash leaves the file at one version or the next.
        try:
            database.executescript(f"BEGIN; {statements} PRAGMA user_version = {number}; COMMIT;")
        except sqlite3.Error:
            database.close()
            raise
    return database


def _connect(path: Path | str) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_BUSY_S, check_same_thread=False)


def _configure(database: sqlite3.Connection, durable: bool) -> None:  # noqa: FBT001 - private
    database.execute("PRAGMA journal_mode = WAL")
    database.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
