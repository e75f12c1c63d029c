"""Whose account it is that Google vouches for: a known one, a new one, or one not to be touched."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from psycopg import AsyncConnection
from pydantic import TypeAdapter, ValidationError

from backend.db.rows import IdRow, execute, fetch_one
from backend.errors import AddressNotProven, GoogleSignInFailed
from backend.services.accounts import create_user
from backend.services.ports import Identity, MailKind, MailQueue
from backend.services.welcome import WelcomeGift
from shared.accounts import Email, PersonName
from shared.limits import NAME_MAX_CHARACTERS

_EMAIL: Final = TypeAdapter[str](Email)
_NAME: Final = TypeAdapter[str](PersonName)
_PROVIDER: Final = "google"

_NOT_VERIFIED: Final = (
    "Google has not confirmed your e-mail address, so you cannot sign in with it. "
    "Please confirm it at Google, or sign up with a password."
)
_OTHER_GOOGLE: Final = (
    "Your PlushifyMe account belongs to another Google account. Please choose that one."
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Either whose account it is, or why it is nobody's."""

    user_id: UUID | None = None
    failure: GoogleSignInFailed | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    id: UUID
    email_verified_at: datetime | None


def read_identity(said: Identity) -> Identity:
    """The identity with address and name in the form that accounts have.

    Raises:
        GoogleSignInFailed: Google does not vouch for the address.
    """
    if not said.is_email_verified:
        raise GoogleSignInFailed(_NOT_VERIFIED)
    try:
        email = _EMAIL.validate_python(said.email)
    except ValidationError as error:
        raise GoogleSignInFailed(_NOT_VERIFIED) from error
    return Identity(said.subject, email, is_email_verified=True, name=_read_name(said.name, email))


async def find_owner(
    connection: AsyncConnection,
    *,
    subject: str,
    email: str,
    name: str,
    terms_version: str,
    mails: MailQueue,
    welcome: WelcomeGift,
) -> Owner:
    """The account of somebody who is known by their Google id, or by a proven address; or a new one.

    An account whose address nobody has proven is never touched: whoever opened it may have waited
    for the owner of the address to come.

    Args:
        connection: In a transaction.
        subject: Their id at Google.
        email: Normalised; Google vouches for it.
        name: For a new account.
        terms_version: Likewise.
        mails: Tells the owner of an account that Google opens it too.
        welcome: For a new account.
    """
    linked = await fetch_one(
        connection,
        IdRow,
        """
        select users.id from accounts join users on users.id = accounts.user_id
        where provider = %(provider)s and subject = %(subject)s and users.deleted_at is null
        """,
        {"provider": _PROVIDER, "subject": subject},
    )
    if linked is not None:
        return Owner(linked.id)
    user_id = await create_user(
        connection, name=name, email=email, is_verified=True, terms_version=terms_version
    )
    if user_id is not None:
        await _link(connection, user_id, subject)
        await welcome.give(connection, user_id)
        return Owner(user_id)
    known = await fetch_one(
        connection,
        _Known,
        "select id, email_verified_at from users where email = %(email)s for update",
        {"email": email},
    )
    if known is None or known.email_verified_at is None:
        return Owner(failure=AddressNotProven())
    if not await _link(connection, known.id, subject):
        return Owner(failure=GoogleSignInFailed(_OTHER_GOOGLE))
    await mails.enqueue_mail(connection, MailKind.GOOGLE_LINKED, email)
    return Owner(known.id)


async def _link(connection: AsyncConnection, user_id: UUID, subject: str) -> bool:
    """Let Google open this account; False when another Google account does."""
    return bool(
        await execute(
            connection,
            """
            insert into accounts (user_id, provider, subject)
            values (%(user_id)s, %(provider)s, %(subject)s)
            on conflict do nothing
            """,
            {"user_id": user_id, "provider": _PROVIDER, "subject": subject},
        )
    )


def _read_name(said: str, email: str) -> str:
    """Their name, or what stands before the @."""
    try:
        return _NAME.validate_python(re.sub(r"\s+", " ", said)[:NAME_MAX_CHARACTERS])
    except ValidationError:
        return email.partition("@")[0][:NAME_MAX_CHARACTERS]
