"""Single-use links: random tokens, of which the database keeps only the hash."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from psycopg import AsyncConnection

from backend.db.rows import execute, fetch_one
from backend.errors import LinkRefused
from backend.services.sessions import hash_token
from shared.limits import RESET_LINK_LIFETIME_S, VERIFY_LINK_LIFETIME_S

_TOKEN_BYTES: Final = 32


class TokenPurpose(StrEnum):
    """What a link is good for; one for one purpose is nothing for the other."""

    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose, not a password
    CHANGE_EMAIL = "change_email"
    """Proves an address that is not the owner's yet."""


LIFETIMES: Final = {
    TokenPurpose.VERIFY_EMAIL: timedelta(seconds=VERIFY_LINK_LIFETIME_S),
    TokenPurpose.RESET_PASSWORD: timedelta(seconds=RESET_LINK_LIFETIME_S),
    TokenPurpose.CHANGE_EMAIL: timedelta(seconds=VERIFY_LINK_LIFETIME_S),
}


@dataclass(frozen=True, slots=True)
class TokenOwner:
    """Whose link it was, and which address it proves."""

    user_id: UUID
    email: str


async def mint_token(
    connection: AsyncConnection, user_id: UUID, purpose: TokenPurpose, *, email: str
) -> str:
    """A new token, which is shown this once; older ones for the same purpose end."""
    # Two at once take turns, so that one of them is the newer.
    await execute(connection, "select from users where id = %(id)s for update", {"id": user_id})
    await end_tokens(connection, user_id, purpose)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await execute(
        connection,
        """
        insert into verification_tokens (user_id, purpose, token_sha256, email, expires_at)
        values (%(user_id)s, %(purpose)s, %(token_sha256)s, %(email)s, now() + %(lifetime)s)
        """,
        {
            "user_id": user_id,
            "purpose": purpose.value,
            "token_sha256": hash_token(token),
            "email": email,
            "lifetime": LIFETIMES[purpose],
        },
    )
    return token


async def use_token(connection: AsyncConnection, token: str, purpose: TokenPurpose) -> TokenOwner:
    """Use a token up; the address it proves is still the owner's, or is to become it.

    Raises:
        LinkRefused: It never was one, or was used, has ended, or a newer one has taken its place:
            the answer is the same.
    """
    values = {"token_sha256": hash_token(token), "purpose": purpose.value}
    # The user first, as everywhere: a new token that is minted meanwhile would wait for us, and we
    # for it.
    await execute(
        connection,
        """
        select from users where id = (
            select user_id from verification_tokens where token_sha256 = %(token_sha256)s
        ) for update
        """,
        values,
    )
    owner = await fetch_one(
        connection,
        TokenOwner,
        """
        update verification_tokens token set used_at = now()
        from users
        where token.token_sha256 = %(token_sha256)s and token.purpose = %(purpose)s
            and token.used_at is null and token.expires_at > now()
            and users.id = token.user_id and users.deleted_at is null
            and token.email = case
                when token.purpose = 'change_email' then users.new_email else users.email end
        returning token.user_id, token.email
        """,
        values,
    )
    if owner is None:
        raise LinkRefused
    return owner


async def end_tokens(connection: AsyncConnection, user_id: UUID, purpose: TokenPurpose) -> None:
    """No link of this kind works any more."""
    await execute(
        connection,
        """
        update verification_tokens set used_at = now()
        where user_id = %(user_id)s and purpose = %(purpose)s and used_at is null
        """,
        {"user_id": user_id, "purpose": purpose.value},
    )
