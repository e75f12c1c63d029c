"""Our statement for enqueueing does what the queue's own one does, and fails when that changes."""

from typing import Any

import procrastinate
import pytest
from procrastinate import sql
from procrastinate.types import JobToDefer
from psycopg.rows import dict_row
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.adapters.procrastinate_queue import ProcrastinateQueue
from backend.db.engine import autocommit, transaction
from backend.worker.queue import MAKE_PICTURE, PICTURES_QUEUE
from tests.backend.conftest import MakeImage, MakeUser


async def rows_of(engine: AsyncEngine, query: str, *values: object) -> list[dict[str, Any]]:
    async with autocommit(engine) as connection:
        cursor = connection.cursor(row_factory=dict_row)
        await cursor.execute(query.encode(), values)
        return await cursor.fetchall()


def test_the_queue_still_defers_by_the_function_that_we_call() -> None:
    assert "procrastinate_defer_jobs_v1(" in sql.queries["defer_jobs"]
    assert "::procrastinate_job_to_defer_v1[]" in sql.queries["defer_jobs"]


async def test_the_function_still_takes_the_fields_that_we_give(engine: AsyncEngine) -> None:
    fields = await rows_of(
        engine,
        "select attname from pg_attribute"
        " where attrelid = 'procrastinate_job_to_defer_v1'::regclass and attnum > 0"
        " order by attnum",
    )

    assert tuple(field["attname"] for field in fields) == JobToDefer._fields
    assert JobToDefer._fields == (
        "queue_name",
        "task_name",
        "priority",
        "lock",
        "queueing_lock",
        "args",
        "scheduled_at",
    )


async def test_our_job_is_the_one_that_the_queue_itself_would_have_made(
    engine: AsyncEngine, make_user: MakeUser, make_image: MakeImage
) -> None:
    image_id = await make_image((await make_user()).id)
    library = procrastinate.App(connector=procrastinate.PsycopgConnector())

    async with transaction(engine) as connection:
        await ProcrastinateQueue().enqueue_generation(connection, image_id)
        await library.configure_task(
            MAKE_PICTURE, queue=PICTURES_QUEUE, connection=connection
        ).defer_async(image_id=str(image_id))

    ours, theirs = await rows_of(engine, "select * from procrastinate_jobs order by id")
    for differing in ("id", "priority"):
        del ours[differing], theirs[differing]
    assert ours == theirs


async def test_workers_are_notified_at_the_commit(
    engine: AsyncEngine, make_user: MakeUser, make_image: MakeImage
) -> None:
    image_id = await make_image((await make_user()).id)
    async with autocommit(engine) as listener:
        await listener.execute(f'listen "procrastinate_queue_v1#{PICTURES_QUEUE}"'.encode())
        async with transaction(engine) as connection:
            await ProcrastinateQueue().enqueue_generation(connection, image_id)
            assert [found async for found in listener.notifies(timeout=0.1)] == []

        assert [found async for found in listener.notifies(timeout=60, stop_after=1)] != []
        await listener.execute("unlisten *")


async def test_a_job_that_is_rolled_back_was_never_there(
    engine: AsyncEngine, make_user: MakeUser, make_image: MakeImage
) -> None:
    image_id = await make_image((await make_user()).id)

    async def enqueue_and_give_up() -> None:
        async with transaction(engine) as connection:
            await ProcrastinateQueue().enqueue_generation(connection, image_id)
            raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError, match="changed my mind"):
        await enqueue_and_give_up()
    assert await rows_of(engine, "select id from procrastinate_jobs") == []
