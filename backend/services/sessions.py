"""Who is signed in: opaque tokens, of which the database keeps only the hash.

A session lives for seven days after it was last used, and for thirty days at most.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit, transaction
from backend.db.rows import IdRow, execute, fetch_all, fetch_one
from backend.errors import NotFound, SessionExpired, Unauthenticated
from backend.services.callers import SLIDING_LIFETIME, Caller, CallerLookup
from shared.accounts import Device, Devices

REVOCATIONS_CHANNEL: Final = "plushifyme_revocations"
"""PostgreSQL notifies here, at commit, of a session that has ended: its id."""

_TOKEN_BYTES: Final = 32
_TOKEN_MAX_CHARACTERS: Final = 200


@dataclass(frozen=True, slots=True)
class _Device:
    id: UUID
    device: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


class SessionService:
    """Starts, checks and ends sessions."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._callers = CallerLookup(engine)

    async def authenticate(self, token: str, image_id: UUID | None = None) -> Caller:
        """Find the session of a token, and prolong it now and then.

        Args:
            token: What the request shows.
            image_id: The picture that the request asks about.

        Raises:
            Unauthenticated: The token never was one.
            SessionExpired: It was one, until it ended or was revoked.
        """
        if not 0 < len(token) <= _TOKEN_MAX_CHARACTERS:
            raise Unauthenticated
        caller = await self._callers.find(hash_token(token), image_id)
        if caller is None:
            raise Unauthenticated
        if caller.has_ended:
            raise SessionExpired
        if caller.is_to_be_prolonged:
            async with autocommit(self._engine) as connection:
                await execute(
                    connection,
                    """
                    update sessions set expires_at = %(expires_at)s, last_seen_at = now()
                    where id = %(id)s and revoked_at is null
                    """,
                    {"id": caller.session_id, "expires_at": caller.prolonged_to},
                )
        return caller

    async def is_live(self, session_id: UUID) -> bool:
        """Whether a session has neither ended nor been revoked."""
        async with autocommit(self._engine) as connection:
            found = await fetch_one(
                connection,
                IdRow,
                """
                select sessions.id from sessions join users on users.id = sessions.user_id
                where sessions.id = %(id)s and revoked_at is null and expires_at > now()
                    and users.deleted_at is null
                """,
                {"id": session_id},
            )
        return found is not None

    async def devices(self, caller: Caller) -> Devices:
        """Where this person is signed in, the latest used first."""
        async with autocommit(self._engine) as connection:
            found = await fetch_all(
                connection,
                _Device,
                """
                select id, device, created_at, last_seen_at, expires_at from sessions
                where user_id = %(user_id)s and revoked_at is null and expires_at > now()
                order by last_seen_at desc, id desc
                """,
                {"user_id": caller.user_id},
            )
        return Devices(
            devices=[
                Device(
                    id=str(session.id),
                    device=session.device,
                    created_at=session.created_at,
                    last_seen_at=session.last_seen_at,
                    expires_at=session.expires_at,
                    is_current=session.id == caller.session_id,
                )
                for session in found
            ]
        )

    async def revoke(self, caller: Caller, session_id: UUID) -> None:
        """End one of a person's sessions at once, its event streams included.

        Raises:
            NotFound: They have no such session, or not any more.
        """
        async with transaction(self._engine) as connection:
            if not await end_sessions(connection, caller.user_id, only=session_id):
                raise NotFound

    async def revoke_all(self, caller: Caller) -> None:
        """End every session of a person at once, the one that asks included."""
        async with transaction(self._engine) as connection:
            await end_sessions(connection, caller.user_id)


async def start_session(connection: AsyncConnection, user_id: UUID, device: str) -> str:
    """Open a session; its token, which is shown this once."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await execute(
        connection,
        """
        insert into sessions (user_id, token_sha256, device, expires_at)
        values (%(user_id)s, %(token_sha256)s, %(device)s, now() + %(lifetime)s)
        """,
        {
            "user_id": user_id,
            "token_sha256": hash_token(token),
            "device": device,
            "lifetime": SLIDING_LIFETIME,
        },
    )
    return token


async def end_sessions(
    connection: AsyncConnection, user_id: UUID, *, only: UUID | None = None, but: UUID | None = None
) -> int:
    """End a person's sessions when this transaction commits; how many ended.

    Args:
        connection: In a transaction.
        user_id: Whose sessions.
        only: End this one alone.
        but: Keep this one.
    """
    return await execute(
        connection,
        """
        with ended as (
            update sessions set revoked_at = now()
            where user_id = %(user_id)s and revoked_at is null and expires_at > now()
                and (%(only)s::uuid is null or id = %(only)s)
                and (%(but)s::uuid is null or id <> %(but)s)
            returning id
        )
        select from ended, pg_notify(%(channel)s, ended.id::text)
        """,
        {"user_id": user_id, "only": only, "but": but, "channel": REVOCATIONS_CHANNEL},
    )


def hash_token(token: str) -> bytes:
    """What is kept of a token. It is random, so a fast hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
