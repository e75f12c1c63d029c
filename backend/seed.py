"""`plushifyme-server seed`: the demo account with its credits. Running it again changes nothing."""

import argparse
import sys
from typing import Final

from backend import event_loop
from backend.adapters.argon2_passwords import Argon2PasswordHasher
from backend.bootstrap import DEMO_ACCOUNT
from backend.db.engine import create_engine, transaction
from backend.errors import CommandFailed, DatabaseUnavailable
from backend.services import ledger
from backend.services.accounts import create_account
from backend.settings import load_settings

DEMO_CREDITS: Final = 50
_DEMO: Final = "demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: the database is `DATABASE_URL`."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """Seed and say so.

    Raises:
        SettingsError: A setting is missing or wrong.
        CommandFailed: This is a production server, or the database does not answer.
    """
    del arguments
    settings = load_settings()
    if settings.environment == "production":
        raise CommandFailed("A production server gets no demo account: its password is public.")
    try:
        is_new = event_loop.run(seed(settings.database_url.get_secret_value()))
    except DatabaseUnavailable as error:
        raise CommandFailed("The database does not answer.") from error
    state = "is ready" if is_new else "was there already"
    sys.stdout.write(f"The demo account {DEMO_ACCOUNT.email} {state}.\n")
    return 0


async def seed(dsn: str) -> bool:
    """Make the demo account and give it its credits once; False when it was there."""
    password_hash = await Argon2PasswordHasher().hash(DEMO_ACCOUNT.password)
    engine = create_engine(dsn, pool_size=1)
    try:
        async with transaction(engine) as connection:
            user_id = await create_account(
                connection,
                name="Demo",
                email=DEMO_ACCOUNT.email,
                password_hash=password_hash,
                is_verified=True,
            )
            if user_id is None:
                return False
            await ledger.grant(
                connection, user_id, DEMO_CREDITS, reason="Demo credits", once_key=_DEMO
            )
            return True
    finally:
        await engine.dispose()
