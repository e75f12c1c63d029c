"""Emptying the trash: what has lain in it for long enough is deleted for good."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from psycopg import AsyncConnection

from backend.db.rows import execute, fetch_all
from backend.services import revisions
from backend.services.revisions import NextRevision
from shared.limits import TRASH_KEPT_DAYS

TRASH_KEPT_FOR: Final = timedelta(days=TRASH_KEPT_DAYS)


@dataclass(frozen=True, slots=True)
class _Owner:
    user_id: UUID


async def empty_trash(connection: AsyncConnection, *, at_once: int) -> int:
    """Delete for good what went into the trash too long ago, one transaction an owner.

    Each picture takes a revision, so that every device hears of it. The files are removed later.

    Args:
        connection: Outside of a transaction.
        at_once: At most about so many, the oldest first.

    Returns:
        How many were deleted.
    """
    owners = await fetch_all(
        connection,
        _Owner,
        """
        select distinct user_id from (
            select user_id from generated_images
            where trashed_at < now() - %(kept_for)s and deleted_at is null
            order by trashed_at limit %(at_once)s
        ) as oldest
        """,
        {"kept_for": TRASH_KEPT_FOR, "at_once": at_once},
    )
    deleted = 0
    for owner in owners:
        deleted += await _empty_for(connection, owner.user_id, at_once=at_once)
        if deleted >= at_once:
            break
    return deleted


async def _empty_for(connection: AsyncConnection, user_id: UUID, *, at_once: int) -> int:
    async with connection.transaction():
        first = await revisions.lock_user(connection, user_id)
        if first is None:
            return 0
        # Under the lock nobody restores one of them meanwhile.
        deleted = await execute(
            connection,
            """
            with chosen as (
                select id, row_number() over (order by trashed_at, id) - 1 as place
                from generated_images
                where user_id = %(user_id)s and deleted_at is null
                    and trashed_at < now() - %(kept_for)s
                order by trashed_at, id limit %(at_once)s
            )
            update generated_images set deleted_at = now(), revision = %(revision)s + place
            from chosen where generated_images.id = chosen.id
            """,
            {
                "user_id": user_id,
                "kept_for": TRASH_KEPT_FOR,
                "at_once": at_once,
                "revision": first.number,
            },
        )
        if deleted:
            await revisions.take(connection, NextRevision(user_id, first.number + deleted - 1))
        return deleted
