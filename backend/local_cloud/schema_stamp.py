"""Whether the database is known to be up to date, found out without importing SQLAlchemy.

Migrating and seeding cost two more program starts, about two seconds, at every start of the local
cloud. They are skipped when nothing that they depend on has changed since they last succeeded.
"""

import hashlib
import importlib.metadata
from pathlib import Path

import psycopg
from psycopg import errors as pg_errors

import backend
from backend.local_cloud.json_files import read_json, write_json

_SOURCES = ("db/migrate.py", "db/queue_schema.py", "seed.py")
_MIGRATIONS = "db/migrations"


def is_current(stamp_file: Path, dsn: str) -> bool:
    """Whether the recorded sources are ours, and the database still has the recorded revision.

    The second half notices a database that was restored from an older backup.
    """
    stamp = read_json(stamp_file)
    if stamp is None or stamp.get("sources") != _fingerprint():
        return False
    revision = _revision(dsn)
    return revision is not None and stamp.get("revision") == revision


def record(stamp_file: Path, dsn: str) -> None:
    """Remember that the database is up to date now."""
    write_json(stamp_file, {"sources": _fingerprint(), "revision": _revision(dsn)})


def _fingerprint() -> str:
    """A digest of all that decides how the schema and the seeded rows look."""
    folder = Path(backend.__file__).resolve().parent
    digest = hashlib.sha256(importlib.metadata.version("procrastinate").encode())
    files = [*(folder / name for name in _SOURCES), *sorted((folder / _MIGRATIONS).rglob("*.py"))]
    for file in files:
        if file.exists():
            digest.update(f"\n{file.relative_to(folder).as_posix()}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _revision(dsn: str) -> str | None:
    """Alembic's revision; None when the database has no schema yet."""
    with psycopg.connect(dsn, connect_timeout=5, sslmode="disable") as connection:
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except pg_errors.UndefinedTable:
            return None
    return None if row is None else str(row[0])
