"""The one cursor: each change of an image takes its owner's next revision.

Taking it locks the owner's row until the transaction ends. So the changes of one user commit in
the order of their revisions, and whoever has seen revision N has seen everything up to N. Every
transaction that writes both locks the user first and the image second, which rules out deadlocks.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from psycopg import AsyncConnection

from backend.db.rows import execute, fetch_one

CHANGES_CHANNEL: Final = "plushifyme_changes"
"""PostgreSQL notifies here, at commit, whose images or credits have changed: a user's id."""


@dataclass(frozen=True, slots=True)
class NextRevision:
    """The revision that a user's next change will have. It is ours until the transaction ends."""

    user_id: UUID
    number: int


async def lock_user(connection: AsyncConnection, user_id: UUID) -> NextRevision | None:
    """Lock a user until the transaction ends; None: there is no such user."""
    return await fetch_one(
        connection,
        NextRevision,
        """
        select id as user_id, revision + 1 as number from users
        where id = %(user_id)s
        for no key update
        """,
        {"user_id": user_id},
    )


async def lock_owner(connection: AsyncConnection, image_id: UUID) -> NextRevision | None:
    """Lock the owner of an image until the transaction ends; None: there is no such image."""
    return await fetch_one(
        connection,
        NextRevision,
        """
        select id as user_id, revision + 1 as number from users
        where id = (select user_id from generated_images where id = %(image_id)s)
        for no key update
        """,
        {"image_id": image_id},
    )


async def take(connection: AsyncConnection, revision: NextRevision) -> None:
    """Make the revision the user's current one and, at commit, tell their event streams."""
    await execute(
        connection,
        """
        with owner as (
            update users set revision = %(revision)s where id = %(user_id)s returning id
        )
        select from owner, pg_notify(%(channel)s, owner.id::text)
        """,
        {
            "user_id": revision.user_id,
            "revision": revision.number,
            "channel": CHANGES_CHANNEL,
        },
    )
