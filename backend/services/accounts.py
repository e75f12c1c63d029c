"""Signing up and signing in.

Neither tells whether an address has an account: both do the same work and answer alike.
"""

from dataclasses import dataclass
from uuid import UUID, uuid4

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit, transaction
from backend.db.rows import IdRow, execute, fetch_one
from backend.errors import InvalidCredentials, TermsOutdated
from backend.services.password_rules import check_differs_from_email, check_new_password
from backend.services.ports import MailKind, MailQueue, PasswordHasher
from backend.services.sessions import SessionService, start_session
from shared.accounts import TERMS_VERSION, SignedIn


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
        mails: MailQueue,
    ) -> None:
        self._engine = engine
        self._passwords = passwords
        self._sessions = sessions
        self._mails = mails

    async def sign_up(self, *, name: str, email: str, password: str, terms_version: str) -> None:
        """Open an account and send a link that proves the address, which brings the welcome credits.

        A known address changes nothing: its owner is told by mail, and nobody else is.

        Args:
            name: Of the person.
            email: Normalised.
            password: In the clear.
            terms_version: What the person has agreed to just now.

        Raises:
            TermsOutdated: Those are not today's terms.
            FieldRefused: The password is weak.
        """
        check_terms(terms_version)
        check_new_password(password)
        check_differs_from_email(password, email)
        password_hash = await self._passwords.hash(password)
        async with transaction(self._engine) as connection:
            user_id = await create_account(
                connection,
                name=name,
                email=email,
                password_hash=password_hash,
                terms_version=terms_version,
            )
            if user_id is None:
                await self._open_nobodys_account(connection, password_hash)
                await self._mails.enqueue_mail(connection, MailKind.SIGN_UP_AGAIN, email)
            else:
                await self._mails.enqueue_mail(connection, MailKind.VERIFY_EMAIL, email)

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
            # A password that was changed meanwhile opens nothing: its change ended all sessions.
            if not await _hold(connection, known):
                raise InvalidCredentials
            if new_hash is not None:
                await _replace_hash(connection, known, new_hash)
            token = await start_session(connection, known.user_id, device)
        caller = await self._sessions.authenticate(token)
        return SignedIn(token=token, session=caller.to_session())

    async def _open_nobodys_account(self, connection: AsyncConnection, password_hash: str) -> None:
        """Do what a new account takes, and undo it: a known address is not answered sooner."""
        async with connection.transaction(force_rollback=True):
            nobody = f"{uuid4()}@nobody.invalid"
            await create_account(
                connection, name="Nobody", email=nobody, password_hash=password_hash
            )


def check_terms(version: str) -> None:
    """Nobody agrees to terms that were replaced.

    Raises:
        TermsOutdated: These were, or never were any.
    """
    if version != TERMS_VERSION:
        raise TermsOutdated


async def create_user(
    connection: AsyncConnection,
    *,
    name: str,
    email: str,
    is_verified: bool = False,
    terms_version: str | None = None,
) -> UUID | None:
    """Write a user who cannot sign in yet; None when the address has an account."""
    user = await fetch_one(
        connection,
        IdRow,
        """
        insert into users (name, email, email_verified_at, terms_version, terms_accepted_at)
        values (
            %(name)s, %(email)s, case when %(is_verified)s then now() end,
            %(terms_version)s, case when %(terms_version)s::text is not null then now() end
        )
        on conflict (email) do nothing
        returning id
        """,
        {
            "name": name,
            "email": email,
            "is_verified": is_verified,
            "terms_version": terms_version,
        },
    )
    return None if user is None else user.id


async def create_account(
    connection: AsyncConnection,
    *,
    name: str,
    email: str,
    password_hash: str,
    is_verified: bool = False,
    terms_version: str | None = None,
) -> UUID | None:
    """Write a user with a password; None when the address has an account."""
    user_id = await create_user(
        connection, name=name, email=email, is_verified=is_verified, terms_version=terms_version
    )
    if user_id is None:
        return None
    await execute(
        connection,
        """
        insert into accounts (user_id, provider, subject, password_hash)
        values (%(user_id)s, 'password', %(user_id)s::text, %(password_hash)s)
        """,
        {"user_id": user_id, "password_hash": password_hash},
    )
    return user_id


async def _hold(connection: AsyncConnection, known: _Password) -> bool:
    """Keep the password from being changed until the end; False when it has been."""
    held = await fetch_one(
        connection,
        IdRow,
        """
        select user_id as id from accounts
        where user_id = %(user_id)s and provider = 'password' and password_hash = %(hash)s
        for update
        """,
        {"user_id": known.user_id, "hash": known.password_hash},
    )
    return held is not None


async def _replace_hash(connection: AsyncConnection, known: _Password, new_hash: str) -> None:
    """Keep the password under today's parameters."""
    await execute(
        connection,
        """
        update accounts set password_hash = %(new_hash)s
        where user_id = %(user_id)s and provider = 'password'
        """,
        {"user_id": known.user_id, "new_hash": new_hash},
    )
