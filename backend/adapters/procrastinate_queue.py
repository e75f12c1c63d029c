"""The job queue: procrastinate's tables, written inside the caller's own transaction.

Who goes first is decided here. First come, first served would let one person's twenty pictures keep
everyone else waiting, so each picture gets the time at which it would be its turn: when it was asked
for, and a slot later for each older picture of the same person that is still open. The queue takes
the earliest turn first. So people take turns, one picture each, and whoever asks for a single one
is overtaken by nobody's second. Nobody waits for ever either: a turn is a moment that comes, while
a plain "fewest open pictures first" would let newcomers pass the twentieth picture again and again.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from psycopg import AsyncConnection

from backend.db.rows import execute
from backend.worker.queue import MAKE_PICTURE, PICTURES_QUEUE

SLOT_S: Final = 30
"""About as long as a picture takes."""
_PRIORITIES_BEGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Priorities are 32-bit numbers, higher ones first: the seconds before this moment's turn."""


class ProcrastinateQueue:
    """A `JobQueue` that writes to the queue's tables and notifies the workers at commit."""

    async def enqueue_generation(self, connection: AsyncConnection, *image_ids: UUID) -> None:
        """Enqueue inside the caller's transaction: the jobs exist when that commits, else not.

        Args:
            connection: In a transaction that sees the pictures.
            image_ids: Open pictures; all of them go into the queue by one statement.

        Raises:
            ValueError: One of the pictures does not exist.
        """
        enqueued = await execute(
            connection,
            _ENQUEUE,
            {
                "image_ids": _array(image_ids),
                "queue": PICTURES_QUEUE,
                "task": MAKE_PICTURE,
                "slot_s": SLOT_S,
                "begin": _PRIORITIES_BEGIN,
            },
        )
        if enqueued != len(image_ids):
            raise ValueError("A picture that does not exist cannot be enqueued.")

    async def front(self, connection: AsyncConnection, *, limit: int) -> list[UUID]:
        """The images that are next, in their order, at most `limit`."""
        cursor = await connection.execute(
            """
            select (args ->> 'image_id')::uuid from procrastinate_jobs
            where status = 'todo' and queue_name = %(queue)s
            order by priority desc, id limit %(limit)s
            """,
            {"queue": PICTURES_QUEUE, "limit": limit},
        )
        return [image_id for (image_id,) in await cursor.fetchall()]


def _array(ids: Sequence[UUID]) -> str:
    """Ids as PostgreSQL spells an array; psycopg takes three times as long for a list."""
    return f"{{{','.join(map(str, ids))}}}"


# The function is the one that procrastinate's own statement for deferring calls; its Python
# interface gives all jobs of one statement the same priority. The array stands behind a `select`, so
# that the statement is planned once (`services/callers.py`).
_ENQUEUE: Final = """
    with picture as (
        select image.id, -(
            extract(epoch from image.created_at - %(begin)s) + %(slot_s)s * (
                select count(*) from generated_images as older
                where older.user_id = image.user_id and older.id < image.id
                    and older.status in ('pending', 'processing')
            )
        )::integer as priority
        from generated_images as image where image.id = any((select %(image_ids)s::uuid[])::uuid[])
    )
    select unnest(procrastinate_defer_jobs_v1(array_agg(
        row(
            %(queue)s::text, %(task)s::text, priority, null, null, jsonb_build_object('image_id', id), null
        )::procrastinate_job_to_defer_v1
        order by id
    )))
    from picture
"""
