"""Who asks, with what they have, and the picture that they ask about, all in one statement.

Nearly every request begins with it, so what the most frequent ones need comes along: the balance,
and the picture whose progress an app looks up twice a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.batching import BatchedLookup
from backend.db.engine import autocommit
from backend.services.images import SELECT_IMAGES, ImageRecord
from shared.accounts import Session, User
from shared.limits import SESSION_MAX_LIFETIME_S, SESSION_SLIDING_LIFETIME_S

SLIDING_LIFETIME: Final = timedelta(seconds=SESSION_SLIDING_LIFETIME_S)
_MAX_LIFETIME: Final = timedelta(seconds=SESSION_MAX_LIFETIME_S)
_SLIDE_STEP: Final = timedelta(hours=1)
"""A session's end moves in steps, so that not every request writes."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The signed-in person behind a request."""

    image: ImageRecord | None
    """The picture that they ask about, when it is theirs and neither deleted nor in the trash."""
    token_sha256: bytes = field(repr=False)
    session_id: UUID
    user_id: UUID
    email: str
    name: str
    email_verified_at: datetime | None
    user_created_at: datetime
    has_password: bool
    deletes_at: datetime | None
    """When the account goes, for somebody who wants it deleted."""
    balance: int
    held: int
    """What their running generations have taken of it already."""
    session_created_at: datetime
    expires_at: datetime
    prolonged_to: datetime
    """Until when the session would live if this was its last use."""
    is_to_be_prolonged: bool
    has_ended: bool

    def to_session(self) -> Session:
        """What the contract tells about it."""
        return Session(
            user=User(
                id=str(self.user_id),
                name=self.name,
                email=self.email,
                email_verified=self.email_verified_at is not None,
                created_at=self.user_created_at,
                has_password=self.has_password,
                deletes_at=self.deletes_at,
            ),
            balance=self.balance,
            expires_at=self.expires_at,
        )


class CallerLookup:
    """Finds callers by their tokens; requests that come together share a statement."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._lookup = BatchedLookup(partial(autocommit, engine), _find_all)

    async def find(self, token_sha256: bytes, image_id: UUID | None) -> Caller | None:
        """Whose token this is, or was; None: nobody's.

        Args:
            token_sha256: Of the token that came with a request.
            image_id: The picture that the request is about.
        """
        return await self._lookup.get((token_sha256, None if image_id is None else image_id.int))


_Question = tuple[bytes, int | None]
"""The hash of a token, and the id of a picture as a number: `UUID` is compared in plain Python."""


async def _find_all(
    connection: AsyncConnection, asked: Sequence[_Question]
) -> dict[_Question, Caller]:
    # psycopg takes three times as long to spell lists.
    hashes = ",".join(rf'"\\x{token_sha256.hex()}"' for token_sha256, _ in asked)
    image_ids = ",".join("null" if number is None else f"{number:032x}" for _, number in asked)
    cursor = await connection.execute(
        _FIND_CALLERS,
        {
            "hashes": f"{{{hashes}}}",
            "image_ids": f"{{{image_ids}}}",
            "sliding_lifetime": SLIDING_LIFETIME,
            "max_lifetime": _MAX_LIFETIME,
            "step": _SLIDE_STEP,
        },
    )
    return {
        (row[1], None if row[0] is None else row[0].int): _caller(*row[1:])
        for row in await cursor.fetchall()
    }


def _caller(*columns: Any) -> Caller:
    """A caller of the columns of the statement, which stand in the order of the fields."""
    image = columns[_OWN_COLUMNS:]
    return Caller(None if image[0] is None else ImageRecord(*image), *columns[:_OWN_COLUMNS])


_OWN_COLUMNS: Final = len(Caller.__match_args__) - 1

# PostgreSQL makes a new plan for each array whose length it can see, and that takes four times as
# long as to carry it out. Behind a `select` it cannot, and keeps one plan for all. That one stays good
# however much the tables grow (`db/engine.py`): there is one way only to read each row.
_FIND_CALLERS: Final = (
    """
    select
        asked.image_id, sessions.token_sha256, sessions.id, sessions.user_id, users.email, users.name,
        users.email_verified_at, users.created_at,
        (
            select true from accounts where user_id = users.id and provider = 'password'
        ) is not null as has_password,
        users.deletes_at, users.credits, (
            select coalesce(sum(cost_credits), 0) from generated_images
            where user_id = users.id and status in ('pending', 'processing')
        ) as held,
        sessions.created_at, sessions.expires_at, prolonged_to,
        prolonged_to - sessions.expires_at > %(step)s as is_to_be_prolonged,
        sessions.revoked_at is not null or sessions.expires_at <= now()
            or users.deleted_at is not null as has_ended,
        image.*
    from unnest(
            (select %(hashes)s::bytea[]), (select %(image_ids)s::uuid[])
        ) as asked (token_sha256, image_id)
        cross join lateral (
            select * from sessions where token_sha256 = asked.token_sha256 limit 1
        ) as sessions
        cross join lateral (select * from users where id = sessions.user_id limit 1) as users
        cross join least(
            now() + %(sliding_lifetime)s, sessions.created_at + %(max_lifetime)s
        ) as prolonged_to
        left join lateral ("""  # noqa: S608 - every part of it is a constant of ours
    + SELECT_IMAGES
    + """
            where id = asked.image_id and (user_id = users.id) is true
                and deleted_at is null and trashed_at is null
            limit 1
        ) as image on true
    """
)
