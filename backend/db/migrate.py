"""Bring a database up to date: our own steps, then those of the job queue."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from backend.db.engine import CONNECTION_OPTIONS
from backend.db.queue_schema import migrate_queue

_LOCK: Final = 0x706C7573
"""Two programs that migrate the same database at once: the second waits for the first."""


def migrate(dsn: str) -> list[str]:
    """Apply every missing step in one transaction.

    Returns:
        The names of the applied steps, oldest first; none when the database was up to date.

    Raises:
        sqlalchemy.exc.OperationalError: PostgreSQL does not answer.
    """
    engine = create_engine(
        make_url(dsn).set(drivername="postgresql+psycopg"),
        poolclass=NullPool,
        connect_args=CONNECTION_OPTIONS,
    )
    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        applied = _migrate_schema(connection)
        applied += migrate_queue(connection)
    engine.dispose()
    return applied


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration; there is no alembic.ini."""
    config = Config()
    config.set_main_option(
        "script_location", str(Path(__file__).parent / "migrations").replace("%", "%%")
    )
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "step_%%(rev)s_%%(slug)s")
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def _migrate_schema(connection: Connection) -> list[str]:
    config = alembic_config(connection)
    script = ScriptDirectory.from_config(config)
    before = MigrationContext.configure(connection).get_current_revision()
    missing = [step.revision for step in script.iterate_revisions("head", before)]
    if missing:
        command.upgrade(config, "head")
    return missing[::-1]
