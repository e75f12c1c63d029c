"""Deleting an account: days of grace first; then nothing is left that tells whose it was.

What was paid and spent stays, for the books, on a row without a name. The sweeper deletes the files
of the pictures, as it does for every picture that is deleted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import transaction
from backend.db.rows import IdRow, execute, fetch_all, fetch_one
from backend.errors import Unauthenticated
from backend.services import revisions
from backend.services.callers import Caller
from backend.services.passwords import PasswordService
from backend.services.ports import MailKind, MailQueue
from backend.services.sessions import end_sessions
from backend.services.tokens import TokenPurpose, end_tokens
from backend.services.verification import forget_new_email
from shared.accounts import AccountDeletion
from shared.limits import ACCOUNT_GRACE_S

GRACE: Final = timedelta(seconds=ACCOUNT_GRACE_S)
NOBODYS_DOMAIN: Final = "deleted.invalid"
"""Of the addresses that deleted accounts get; no mail ever goes there."""


@dataclass(frozen=True, slots=True)
class _Deletion:
    deletes_at: datetime


class DeletionService:
    """Begins the days of grace, and ends them for who stays."""

    def __init__(self, engine: AsyncEngine, passwords: PasswordService, mails: MailQueue) -> None:
        self._engine = engine
        self._passwords = passwords
        self._mails = mails

    async def ask(self, caller: Caller, *, password: str) -> AccountDeletion:
        """Have the account deleted after the days of grace; every session ends.

        Raises:
            WrongPassword: The password is not right.
            PasswordNeeded: They have none yet.
        """
        await self._passwords.confirm(caller, password)
        async with transaction(self._engine) as connection:
            deletion = await fetch_one(
                connection,
                _Deletion,
                """
                update users set deletes_at = coalesce(deletes_at, now() + %(grace)s)
                where id = %(id)s and deleted_at is null
                returning deletes_at
                """,
                {"id": caller.user_id, "grace": GRACE},
            )
            if deletion is None:
                raise Unauthenticated
            await end_sessions(connection, caller.user_id)
            await end_tokens(connection, caller.user_id, TokenPurpose.RESET_PASSWORD)
            await forget_new_email(connection, caller.user_id)
            await self._mails.enqueue_mail(connection, MailKind.DELETION_ASKED, caller.email)
        return AccountDeletion(deletes_at=deletion.deletes_at)

    async def keep(self, caller: Caller) -> None:
        """Keep the account after all; nothing happens to one that stays anyway."""
        async with transaction(self._engine) as connection:
            await execute(
                connection,
                "update users set deletes_at = null where id = %(id)s and deleted_at is null",
                {"id": caller.user_id},
            )


async def erase_due_accounts(connection: AsyncConnection, *, at_once: int) -> int:
    """Erase the accounts whose days of grace are over, one transaction each.

    One of whose pictures is being made waits until that is done.

    Args:
        connection: Outside of a transaction.
        at_once: At most so many.

    Returns:
        How many were erased.
    """
    due = await fetch_all(
        connection,
        IdRow,
        """
        select id from users
        where deletes_at <= now() and deleted_at is null
        order by deletes_at limit %(at_once)s
        """,
        {"at_once": at_once},
    )
    return sum([await _erase(connection, user.id) for user in due])


async def _erase(connection: AsyncConnection, user_id: UUID) -> bool:
    async with connection.transaction():
        # Under the lock nobody keeps the account, and no picture is asked for.
        if await revisions.lock_user(connection, user_id) is None:
            return False
        values = {"user_id": user_id, "domain": NOBODYS_DOMAIN}
        if not await execute(connection, _BECOME_NOBODY, values):
            return False
        await end_sessions(connection, user_id)
        for statement in _FORGET:
            await execute(connection, statement, values)
    return True


_BECOME_NOBODY: Final[LiteralString] = """
    update users set
        email = id || '@' || %(domain)s, name = '', email_verified_at = null, new_email = null,
        terms_version = null, terms_accepted_at = null, deleted_at = now()
    where id = %(user_id)s and deletes_at <= now() and deleted_at is null and not exists (
        select from generated_images
        where user_id = %(user_id)s and status in ('pending', 'processing')
    )
"""

_FORGET: Final[tuple[LiteralString, ...]] = (
    """
    update generated_images set
        deleted_at = coalesce(deleted_at, now()), title = '', prompt = '', tags = '{}',
        hints = null, placeholder = null, request_sha256 = '', provider_request_id = null
    where user_id = %(user_id)s
    """,
    """
    delete from shares using generated_images image
    where shares.image_id = image.id and image.user_id = %(user_id)s
    """,
    "delete from accounts where user_id = %(user_id)s",
    "delete from sessions where user_id = %(user_id)s",
    "delete from verification_tokens where user_id = %(user_id)s",
    "delete from google_sign_ins where user_id = %(user_id)s",
    "delete from user_settings where user_id = %(user_id)s",
)
"""The pictures stay as tombstones without words: the ledger's entries name them. The ways to sign in
go before the sessions, so that a sign-in under way opens none."""
