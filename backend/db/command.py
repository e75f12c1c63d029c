"""`plushifyme-server migrate`: bring the database up to date."""

import argparse
import sys

from sqlalchemy.exc import OperationalError

from backend.db.migrate import migrate
from backend.errors import CommandFailed
from backend.settings import load_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: the database is `DATABASE_URL`."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """Migrate and say what was done.

    Raises:
        SettingsError: `DATABASE_URL` or another setting is missing.
        CommandFailed: PostgreSQL does not answer.
    """
    del arguments
    settings = load_settings()
    try:
        applied = migrate(settings.database_url.get_secret_value())
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise CommandFailed(f"The database does not answer: {reason}") from error
    sys.stdout.writelines(f"Applied {name}\n" for name in applied)
    sys.stdout.write("The database is up to date.\n")
    return 0
