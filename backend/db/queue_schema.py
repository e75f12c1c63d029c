"""The job queue's tables: its own SQL files, each applied once, in their order."""

from pathlib import Path

from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, text


def migrate_queue(connection: Connection) -> list[str]:
    """Install the queue's schema, or apply the steps that a newer version of it has brought.

    Returns:
        The names of the applied files.
    """
    known = set(connection.scalars(text("select name from queue_migrations")))
    files = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    missing = [file for file in files if file.name not in known]
    if not missing:
        return []
    if known:
        for file in missing:
            _run(connection, file.read_text(encoding="utf-8"))
    else:
        _run(connection, SchemaManager.get_schema())
    connection.execute(
        text("insert into queue_migrations (name) values (:name)"),
        [{"name": file.name} for file in missing],
    )
    return [file.name for file in missing] if known else ["queue"]


def _run(connection: Connection, script: str) -> None:
    """Run many statements at once; the driver takes them as they are when there are no values."""
    cursor = connection.connection.cursor()
    cursor.execute(script)
    cursor.close()
