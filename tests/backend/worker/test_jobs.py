"""A worker takes what is in the queue, tries again what may pass, and stops in good order."""

import asyncio
import time
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

import pytest
from procrastinate.jobs import Job
from psycopg import Rollback

from backend.adapters.procrastinate_queue import ProcrastinateQueue
from backend.db.engine import transaction
from backend.errors import EnginePermanentError, EngineTemporaryError
from backend.worker.tasks import Backoff
from shared.errors import ErrorCode
from shared.limits import GENERATION_MAX_ATTEMPTS
from tests.backend.worker.conftest import PATIENCE_S, QUICK, InProcess, Shop, eventually
from tests.fakes.image_engine import Draw, Fail, Hold

BUSY = Fail(EngineTemporaryError(ErrorCode.ENGINE_UNAVAILABLE, "Busy."))


async def test_an_order_becomes_a_picture_and_leaves_no_job(shop: Shop, workers: InProcess) -> None:
    image_id = await shop.order()

    async with workers.running():
        await shop.until(image_id, "completed")

    assert await shop.charges(image_id) == [-1]
    assert await shop.jobs() == []


async def test_an_order_wakes_an_idle_worker_at_once(shop: Shop, workers: InProcess) -> None:
    sleepy = workers.build(replace(QUICK, poll_s=60))
    async with workers.running(sleepy):
        await shop.until(await shop.order(), "completed")

        before = time.monotonic()
        await shop.until(await shop.order(), "completed")

        assert time.monotonic() - before < 30


async def test_an_order_that_is_rolled_back_never_was(shop: Shop) -> None:
    image_id = await shop.order()
    await shop.ask("delete from procrastinate_jobs")

    with suppress(Rollback):
        async with transaction(shop.database) as connection:
            await ProcrastinateQueue().enqueue_generation(connection, image_id)
            raise Rollback

    assert await shop.jobs() == []


async def test_a_picture_that_does_not_exist_cannot_be_enqueued(shop: Shop) -> None:
    existing = await shop.order()
    await shop.ask("delete from procrastinate_jobs")

    with pytest.raises(ValueError, match="does not exist"):
        async with transaction(shop.database) as connection:
            await ProcrastinateQueue().enqueue_generation(connection, existing, UUID(int=1))

    assert await shop.jobs() == []


async def test_temporary_trouble_is_tried_again_until_it_passes(
    shop: Shop, workers: InProcess
) -> None:
    workers.image_engine.deeds = [BUSY, BUSY, Draw()]
    image_id = await shop.order()

    async with workers.running():
        row = await shop.until(image_id, "completed", "failed")

    assert (row["status"], row["attempt"]) == ("completed", 3)
    assert await shop.charges(image_id) == [-1]


async def test_trouble_that_stays_ends_in_a_refund(shop: Shop, workers: InProcess) -> None:
    workers.image_engine.deeds = [BUSY] * 10
    image_id = await shop.order()

    async with workers.running():
        row = await shop.until(image_id, "completed", "failed")

        async def is_queue_empty() -> bool:
            return await shop.jobs() == []

        await eventually(is_queue_empty)

    assert row["failure_code"] == ErrorCode.ATTEMPTS_USED_UP
    assert await shop.charges(image_id) == [-1, 1]
    assert len(workers.image_engine.requests) == GENERATION_MAX_ATTEMPTS


async def test_a_refusal_is_never_tried_again(shop: Shop, workers: InProcess) -> None:
    workers.image_engine.deeds = [Fail(EnginePermanentError(ErrorCode.CONTENT_REFUSED, "No."))]
    refused, other = await shop.order(), await shop.order()

    async with workers.running(workers.build(concurrency=1)):
        await shop.until(other, "completed")

    assert await shop.status(refused) == "failed"
    assert len(workers.image_engine.requests) == 2


async def test_no_more_pictures_are_made_at_once_than_allowed(
    shop: Shop, workers: InProcess
) -> None:
    holds = [Hold(), Hold(), Hold()]
    workers.image_engine.deeds = list(holds)
    images = [await shop.order() for _ in holds]

    async with workers.running(workers.build(concurrency=2)):
        await asyncio.gather(holds[0].begun.wait(), holds[1].begun.wait())
        assert await shop.status(images[2]) == "pending"
        for hold in holds:
            hold.released.set()
        for image_id in images:
            await shop.until(image_id, "completed")


async def test_a_worker_that_is_told_to_stop_finishes_its_picture(
    shop: Shop, workers: InProcess
) -> None:
    hold = Hold()
    workers.image_engine.deeds = [hold]
    image_id = await shop.order()

    async with workers.running() as stop:
        await hold.begun.wait()
        stop.set()
        await asyncio.sleep(0)
        hold.released.set()

    assert await shop.status(image_id) == "completed"


async def test_what_a_stopping_worker_cannot_finish_another_one_does(
    shop: Shop, workers: InProcess
) -> None:
    endless = Hold()
    workers.image_engine.deeds = [endless]
    image_id = await shop.order()

    async with workers.running(workers.build(replace(QUICK, stop_within_s=0.1))) as stop:
        await endless.begun.wait()
        stop.set()
    assert await shop.status(image_id) == "pending"
    assert endless.is_closed
    async with workers.running():
        row = await shop.until(image_id, "completed", "failed")

    assert (row["status"], row["attempt"]) == ("completed", 2)
    assert await shop.charges(image_id) == [-1]


async def test_a_worker_outlives_the_loss_of_every_connection(
    shop: Shop, workers: InProcess
) -> None:
    async with workers.running():
        await shop.until(await shop.order(), "completed")

        await shop.ask(
            "select pg_terminate_backend(pid, 60000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )

        await shop.until(await shop.order(), "completed")


async def test_a_worker_that_waits_for_its_database_stops_when_told(
    workers: InProcess, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = InProcess(workers.shop, "postgresql://nobody@127.0.0.1:9/none")

    async def is_waiting() -> bool:
        return "error connecting" in caplog.text

    async with asyncio.timeout(PATIENCE_S), nowhere.running() as stop:
        await eventually(is_waiting)
        stop.set()


def test_waits_grow_and_are_spread_and_stay_under_a_minute_or_so() -> None:
    waits = [wait_of(RuntimeError("x"), attempts) for attempts in range(6)]

    assert waits[0] == pytest.approx(2, rel=0.25)
    assert waits[1] == pytest.approx(8, rel=0.25)
    assert waits[2] == pytest.approx(32, rel=0.25)
    assert max(waits) < 73
    assert len({wait_of(RuntimeError("x"), 1) for _ in range(5)}) == 5


def test_a_wait_that_the_provider_asks_for_is_kept() -> None:
    busy = EngineTemporaryError(ErrorCode.ENGINE_UNAVAILABLE, "Busy.", retry_after_s=50)

    assert wait_of(busy, 0) >= 39


def test_a_picture_of_a_worker_that_stops_waits_for_nothing() -> None:
    assert wait_of(asyncio.CancelledError(), 5) < 0.1


def wait_of(exception: BaseException, attempts: int) -> float:
    job = Job(queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts)
    while True:
        asked_at = time.time()
        decision = Backoff().get_retry_decision(exception=exception, job=job)
        answered_at = time.time()
        assert decision.retry_at is not None
        if answered_at - asked_at < 0.05:  # Otherwise the computer did something else meanwhile.
            return decision.retry_at.timestamp() - answered_at
