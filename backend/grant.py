"""`plushifyme-server grant EMAIL CREDITS --reason TEXT`: give credits, through the ledger."""

import argparse
import sys

from pydantic import TypeAdapter, ValidationError

from backend import event_loop
from backend.db.engine import create_engine, transaction
from backend.db.rows import IdRow, fetch_one
from backend.errors import CommandFailed, DatabaseUnavailable
from backend.services import ledger
from backend.settings import load_settings
from shared.accounts import Email

_CREDITS_MAX = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take who, how many, and why."""
    parser.add_argument("email", help="whose account")
    parser.add_argument("credits", type=int, help="how many credits, at least 1")
    parser.add_argument("--reason", required=True, help="what their statement shows")


def run(arguments: argparse.Namespace) -> int:
    """Grant and tell the new balance.

    Raises:
        SettingsError: A setting is missing or wrong.
        CommandFailed: There is no such account, or the number makes no sense.
    """
    settings = load_settings()
    if not 1 <= arguments.credits <= _CREDITS_MAX:
        raise CommandFailed(f"The number of credits must be between 1 and {_CREDITS_MAX}.")
    try:
        email = TypeAdapter[str](Email).validate_python(arguments.email)
    except ValidationError as error:
        raise CommandFailed(f"{arguments.email!r} is no e-mail address.") from error
    try:
        balance = event_loop.run(
            grant(
                settings.database_url.get_secret_value(),
                email=email,
                credits_count=arguments.credits,
                reason=arguments.reason,
            )
        )
    except DatabaseUnavailable as error:
        raise CommandFailed("The database does not answer.") from error
    sys.stdout.write(f"{email} has {balance} credits now.\n")
    return 0


async def grant(dsn: str, *, email: str, credits_count: int, reason: str) -> int:
    """Give credits to an account; its new balance.

    Raises:
        CommandFailed: There is no such account.
    """
    engine = create_engine(dsn, pool_size=1)
    try:
        async with transaction(engine) as connection:
            user = await fetch_one(
                connection,
                IdRow,
                "select id from users where email = %(email)s and deleted_at is null",
                {"email": email},
            )
            if user is None:
                raise CommandFailed(f"There is no account with the address {email}.")
            entry = await ledger.grant(connection, user.id, credits_count, reason=reason)
    finally:
        await engine.dispose()
    assert entry is not None  # noqa: S101 - only a grant with a key can have been given before
    return entry.balance_after
