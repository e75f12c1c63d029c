"""Places in the queue: one reading for all who ask, but never for a picture that came after it."""

from datetime import timedelta
from uuid import UUID

import pytest
from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.adapters.procrastinate_queue import ProcrastinateQueue
from backend.db.engine import autocommit, transaction
from backend.services import waiting_line
from backend.services.images import SELECT_IMAGES, ImageRecord
from backend.services.waiting_line import WaitingLine
from tests.backend.conftest import MakeImage, MakeUser


class CountedQueue(ProcrastinateQueue):
    """Counts how often it was read."""

    readings = 0

    async def front(self, connection: AsyncConnection, *, limit: int) -> list[UUID]:
        self.readings += 1
        return await super().front(connection, limit=limit)


@pytest.fixture
def queue() -> CountedQueue:
    return CountedQueue()


@pytest.fixture
def line(engine: AsyncEngine, queue: CountedQueue, monkeypatch: pytest.MonkeyPatch) -> WaitingLine:
    """A line that is read once, unless something asks for more."""
    monkeypatch.setattr(waiting_line, "_KEPT_S", 3600)
    return WaitingLine(engine, queue)


async def enqueued(engine: AsyncEngine, image_id: UUID, *, age_s: int) -> ImageRecord:
    """A picture that waits in the queue since some seconds."""
    async with transaction(engine) as connection:
        await connection.execute(
            "update generated_images set created_at = now() - %s where id = %s",
            [timedelta(seconds=age_s), image_id],
        )
        await ProcrastinateQueue().enqueue_generation(connection, image_id)
    async with autocommit(engine) as connection:
        return await record_of(connection, image_id)


async def record_of(connection: AsyncConnection, image_id: UUID) -> ImageRecord:
    cursor = await connection.execute(SELECT_IMAGES + "where id = %(id)s", {"id": image_id})
    row = await cursor.fetchone()
    assert row is not None
    return ImageRecord(*row)


async def test_the_queue_is_read_once_for_all_who_ask_in_a_short_while(
    engine: AsyncEngine,
    line: WaitingLine,
    queue: CountedQueue,
    make_user: MakeUser,
    make_image: MakeImage,
) -> None:
    user = await make_user()
    first = await enqueued(engine, await make_image(user.id), age_s=60)
    second = await enqueued(engine, await make_image(user.id), age_s=50)

    assert [await line.place_of(image) for image in (first, second, first)] == [0, 1, 0]
    assert queue.readings == 1


async def test_a_picture_just_asked_for_gets_a_reading_of_its_own(
    engine: AsyncEngine, line: WaitingLine, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user()
    older = await enqueued(engine, await make_image(user.id), age_s=60)
    assert await line.place_of(older) == 0

    newer = await enqueued(engine, await make_image(user.id), age_s=0)

    assert await line.place_of(newer) == 1


async def test_whoever_wants_to_know_it_now_does(
    engine: AsyncEngine, line: WaitingLine, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user()
    first = await enqueued(engine, await make_image(user.id), age_s=60)
    second = await enqueued(engine, await make_image(user.id), age_s=50)
    assert await line.place_of(second) == 1
    async with autocommit(engine) as connection:
        await connection.execute(
            "delete from procrastinate_jobs where args ->> 'image_id' = %s", [str(first.id)]
        )

    assert await line.place_of(second) == 1
    assert await line.place_of(second, at_this_moment=True) == 0
