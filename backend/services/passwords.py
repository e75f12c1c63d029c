"""Choosing another password: with the old one, or with a link that was sent by mail."""

from dataclasses import dataclass
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit, transaction
from backend.db.rows import execute, fetch_one
from backend.errors import PasswordNeeded, WrongPassword
from backend.services.callers import Caller
from backend.services.password_rules import check_differs_from_email, check_new_password
from backend.services.ports import MailKind, MailQueue, PasswordHasher
from backend.services.sessions import end_sessions
from backend.services.tokens import TokenPurpose, end_tokens, use_token
from backend.services.verification import forget_new_email, mark_verified
from backend.services.welcome import WelcomeGift

NEW_PASSWORD = "newPassword"  # noqa: S105 - the field of both requests, as the wire names it


@dataclass(frozen=True, slots=True)
class _Hash:
    password_hash: str


class PasswordService:
    """Replaces passwords. The owner is told by mail each time."""

    def __init__(
        self,
        engine: AsyncEngine,
        hasher: PasswordHasher,
        mails: MailQueue,
        welcome: WelcomeGift,
    ) -> None:
        self._engine = engine
        self._hasher = hasher
        self._mails = mails
        self._welcome = welcome

    async def request_reset(self, email: str) -> None:
        """Send a link; whether anybody lives at the address is found out later, by the worker."""
        async with transaction(self._engine) as connection:
            await self._mails.enqueue_mail(connection, MailKind.RESET_PASSWORD, email)

    async def reset(self, *, token: str, new_password: str) -> None:
        """Set a password with the link of a mail, which proves the address too.

        Every session ends: whoever was signed in may be why the password is changed.

        Raises:
            LinkRefused: The link does not work, or no longer.
            FieldRefused: The password is weak; the link stays good.
        """
        check_new_password(new_password, field=NEW_PASSWORD)
        async with transaction(self._engine) as connection:
            owner = await use_token(connection, token, TokenPurpose.RESET_PASSWORD)
            check_differs_from_email(new_password, owner.email, field=NEW_PASSWORD)
            password_hash = await self._hasher.hash(new_password)
            await execute(
                connection,
                """
                insert into accounts (user_id, provider, subject, password_hash)
                values (%(user_id)s, 'password', %(user_id)s::text, %(password_hash)s)
                on conflict (user_id, provider) do update
                    set password_hash = excluded.password_hash
                """,
                {"user_id": owner.user_id, "password_hash": password_hash},
            )
            await mark_verified(connection, owner.user_id, self._welcome)
            await forget_new_email(connection, owner.user_id)
            await end_sessions(connection, owner.user_id)
            await self._mails.enqueue_mail(connection, MailKind.PASSWORD_CHANGED, owner.email)

    async def change(self, caller: Caller, *, current_password: str, new_password: str) -> None:
        """Set a password with the old one. The other sessions end, and links sent before do too.

        Raises:
            WrongPassword: The old one is not right.
            PasswordNeeded: There is no old one.
            FieldRefused: The new one is weak.
        """
        check_new_password(new_password, field=NEW_PASSWORD)
        check_differs_from_email(new_password, caller.email, field=NEW_PASSWORD)
        old_hash = await self.confirm(caller, current_password)
        new_hash = await self._hasher.hash(new_password)
        async with transaction(self._engine) as connection:
            await _replace(connection, caller.user_id, old_hash, new_hash)
            await end_tokens(connection, caller.user_id, TokenPurpose.RESET_PASSWORD)
            await forget_new_email(connection, caller.user_id)
            await end_sessions(connection, caller.user_id, but=caller.session_id)
            await self._mails.enqueue_mail(connection, MailKind.PASSWORD_CHANGED, caller.email)

    async def confirm(self, caller: Caller, password: str) -> str:
        """Make sure that it is the person themselves who asks; the hash of their password.

        Raises:
            WrongPassword: That is not their password.
            PasswordNeeded: They have none.
        """
        async with autocommit(self._engine) as connection:
            known = await fetch_one(
                connection,
                _Hash,
                """
                select password_hash from accounts
                where user_id = %(user_id)s and provider = 'password'
                """,
                {"user_id": caller.user_id},
            )
        if known is None:
            raise PasswordNeeded
        if not await self._hasher.verify(password, known.password_hash):
            raise WrongPassword
        return known.password_hash


async def _replace(
    connection: AsyncConnection, user_id: UUID, old_hash: str, new_hash: str
) -> None:
    """Raise when the password was changed since it was checked."""
    replaced = await execute(
        connection,
        """
        update accounts set password_hash = %(new_hash)s
        where user_id = %(user_id)s and provider = 'password' and password_hash = %(old_hash)s
        """,
        {"user_id": user_id, "old_hash": old_hash, "new_hash": new_hash},
    )
    if not replaced:
        raise WrongPassword
