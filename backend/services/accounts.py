"""Signing up and signing in."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit, transaction
from backend.db.rows import execute, fetch_one
from backend.errors import InvalidCredentials
from backend.services import ledger
from backend.services.ports import PasswordHasher
from backend.services.sessions import SessionService, start_session
from shared.accounts import SignedIn

WELCOME: Final = "welcome"
"""The key of the grant that every account gets once."""


@dataclass(frozen=True, slots=True)
class _UserId:
    id: UUID


@dataclass(frozen=True, slots=True)
class _Password:
    user_id: UUID
    password_hash: str


class AccountService:
    """Accounts with an e-mail address and a password."""

    def __init__(
        self,
        engine: AsyncEngine,
        passwords: PasswordHasher,
        sessions: SessionService,
        *,
        welcome_credits: int,
    ) -> None:
        self._engine = engine
        self._passwords = passwords
        self._sessions = sessions
        self._welcome_credits = welcome_credits

    async def sign_up(self, *, name: str, email: str, password: str) -> None:
        """Open an account. A known address changes nothing, does the same work and is not told."""
        password_hash = await self._passwords.hash(password)
        async with transaction(self._engine) as connection:
            user_id = await create_account(
                connection, name=name, email=email, password_hash=password_hash
            )
            if user_id is not None:
                await self._give_welcome_credits(connection, user_id)

    async def sign_in(self, *, email: str, password: str, device: str) -> SignedIn:
        """Open a session.

        Raises:
            InvalidCredentials: Unknown address or wrong password; both take the same time.
        """
        async with autocommit(self._engine) as connection:
            known = await fetch_one(
                connection,
                _Password,
                """
                select user_id, password_hash
                from accounts join users on users.id = accounts.user_id
                where users.email = %(email)s and users.deleted_at is null
                    and accounts.provider = 'password'
                """,
                {"email": email},
            )
        matches = await self._passwords.verify(password, known.password_hash if known else None)
        if known is None or not matches:
            raise InvalidCredentials
        new_hash = (
            await self._passwords.hash(password)
            if self._passwords.needs_rehash(known.password_hash)
            else None
        )
        async with transaction(self._engine) as connection:
            if new_hash is not None:
                await _replace_hash(connection, known, new_hash)
            token = await start_session(connection, known.user_id, device)
        caller = await self._sessions.authenticate(token)
        return SignedIn(token=token, session=caller.to_session())

    async def _give_welcome_credits(self, connection: AsyncConnection, user_id: UUID) -> None:
        if self._welcome_credits:
            await ledger.grant(
                connection,
                user_id,
                self._welcome_credits,
                reason="Welcome to PlushifyMe",
                once_key=WELCOME,
            )


async def create_account(
    connection: AsyncConnection,
    *,
    name: str,
    email: str,
    password_hash: str,
    is_verified: bool = False,
) -> UUID | None:
    """Write a user with a password; None when the address has an account."""
    user = await fetch_one(
        connection,
        _UserId,
        """
        insert into users (name, email, email_verified_at)
        values (%(name)s, %(email)s, case when %(is_verified)s then now() end)
        on conflict (email) do nothing
        returning id
        """,
        {"name": name, "email": email, "is_verified": is_verified},
    )
    if user is None:
        return None
    await execute(
        connection,
        """
        insert into accounts (user_id, provider, subject, password_hash)
        values (%(user_id)s, 'password', %(user_id)s::text, %(password_hash)s)
        """,
        {"user_id": user.id, "password_hash": password_hash},
    )
    return user.id


async def _replace_hash(connection: AsyncConnection, known: _Password, new_hash: str) -> None:
    """Keep the password under today's parameters, unless it was changed meanwhile."""
    await execute(
        connection,
        """
        update accounts set password_hash = %(new_hash)s
        where user_id = %(user_id)s and provider = 'password' and password_hash = %(old_hash)s
        """,
        {"user_id": known.user_id, "old_hash": known.password_hash, "new_hash": new_hash},
    )
