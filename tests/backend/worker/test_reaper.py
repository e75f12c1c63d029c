"""Nothing stays stuck: whatever a job or its worker dies of, the picture is made or refunded."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager

from backend.services.attempts import AttemptService
from backend.worker.tasks import LONGEST_WAIT_S
from backend.worker.turns import Chore, turn
from shared.errors import ErrorCode
from shared.limits import GENERATION_MAX_ATTEMPTS
from tests.backend.worker.conftest import QUICK, InProcess, ReaperRounds, Shop, eventually
from tests.fakes.image_engine import Draw, Hold


async def pretend_dead_worker(shop: Shop, *, silent_s: float) -> None:
    """Take every job as a worker would that has said nothing for so long."""
    await shop.ask(
        """
        with worker as (
            insert into procrastinate_workers (last_heartbeat)
            values (now() - make_interval(secs => %s)) returning id
        )
        update procrastinate_jobs set status = 'doing', worker_id = (select id from worker)
        """,
        silent_s,
    )


async def test_a_dead_workers_picture_is_made_by_another(shop: Shop, workers: InProcess) -> None:
    image_id = await shop.order()
    await AttemptService(shop.database).claim(image_id)
    await pretend_dead_worker(shop, silent_s=10)

    async with workers.running():
        row = await shop.until(image_id, "completed", "failed")

    assert (row["status"], row["attempt"]) == ("completed", 2)
    assert await shop.charges(image_id) == [-1]


async def test_a_picture_that_kills_every_worker_is_refunded_in_the_end(
    shop: Shop, workers: InProcess
) -> None:
    image_id = await shop.order()
    for _ in range(GENERATION_MAX_ATTEMPTS):
        await AttemptService(shop.database).claim(image_id)
    await pretend_dead_worker(shop, silent_s=10)

    async with workers.running():
        row = await shop.until(image_id, "completed", "failed")

    assert row["failure_code"] == ErrorCode.ATTEMPTS_USED_UP
    assert await shop.charges(image_id) == [-1, 1]
    assert workers.image_engine.requests == []


async def test_a_worker_that_only_takes_long_keeps_its_picture(
    shop: Shop, workers: InProcess
) -> None:
    hold = Hold()
    workers.image_engine.deeds = [hold]
    image_id = await shop.order()
    timings = replace(QUICK, stalled_after_s=60, heartbeat_s=0.1)

    async def have_all_hearts_beaten() -> bool:
        (since,) = await shop.ask(
            "select min(last_heartbeat) > now() - interval '20 s' as beaten from procrastinate_workers"
        )
        return bool(since["beaten"])

    async with workers.running(workers.build(timings)):
        await hold.begun.wait()
        async with workers.running(workers.build(timings)):
            for _ in range(2):
                # As if 40 s went by: twice that without a beat would be the end of it.
                await shop.ask(
                    "update procrastinate_workers set last_heartbeat = last_heartbeat - interval '40 s'"
                )
                await eventually(have_all_hearts_beaten)
            await shop.until(await shop.order(), "completed")
            hold.released.set()
            row = await shop.until(image_id, "completed", "failed")

    assert (row["status"], row["attempt"]) == ("completed", 1)


@pytest.mark.parametrize("started_s_ago", [None, 120], ids=["pending", "processing"])
async def test_a_picture_without_a_job_gets_one(
    shop: Shop, workers: InProcess, started_s_ago: int | None
) -> None:
    image_id = await shop.order()
    if started_s_ago is not None:
        await AttemptService(shop.database).claim(image_id)
        await shop.ask(
            "update generated_images set started_at = now() - make_interval(secs => %s)",
            started_s_ago,
        )
    await shop.ask("delete from procrastinate_jobs")

    async with workers.running():
        row = await shop.until(image_id, "completed", "failed")

    assert row["status"] == "completed"
    assert await shop.charges(image_id) == [-1]


async def test_a_picture_that_hangs_in_a_worker_that_lives_is_made_by_another(
    shop: Shop, workers: InProcess
) -> None:
    hold = Hold()
    workers.image_engine.deeds = [hold]
    image_id = await shop.order()

    async with workers.running():
        await hold.begun.wait()
        await shop.ask("update generated_images set started_at = now() - interval '1 hour'")
        row = await shop.until(image_id, "completed", "failed")
        hold.released.set()

    assert (row["status"], row["attempt"]) == ("completed", 2)
    assert await shop.charges(image_id) == [-1]
    assert len(workers.image_engine.requests) == 2


async def test_a_job_that_a_wrong_clock_sent_into_the_future_is_done_now(
    shop: Shop, workers: InProcess
) -> None:
    image_id = await shop.order()
    await shop.ask("update procrastinate_jobs set scheduled_at = now() + interval '1 hour'")

    async with workers.running():
        row = await shop.until(image_id, "completed", "failed")

    assert (row["status"], row["attempt"]) == ("completed", 1)


async def test_a_job_that_waits_for_its_next_try_goes_on_waiting(
    shop: Shop, workers: InProcess
) -> None:
    image_id = await shop.order()
    await shop.ask(
        "update procrastinate_jobs set scheduled_at = now() + make_interval(secs => %s)",
        LONGEST_WAIT_S - 1,
    )

    worker = workers.build()
    rounds = ReaperRounds(worker)
    async with workers.running(worker):
        await shop.until(await shop.order(), "completed")
        await rounds.wait_for_more()

    assert await shop.status(image_id) == "pending"


async def test_a_picture_that_has_just_begun_gets_no_second_job(
    shop: Shop, workers: InProcess
) -> None:
    image_id = await shop.order()
    await AttemptService(shop.database).claim(image_id)
    await shop.ask("delete from procrastinate_jobs")

    worker = workers.build()
    rounds = ReaperRounds(worker)
    async with workers.running(worker):
        await shop.until(await shop.order(), "completed")
        await rounds.wait_for_more()

    assert await shop.status(image_id) == "processing"


async def test_final_pictures_get_no_job(shop: Shop, workers: InProcess) -> None:
    image_id = await shop.order()
    worker = workers.build()
    rounds = ReaperRounds(worker)
    async with workers.running(worker):
        await shop.until(image_id, "completed")
        await rounds.wait_for_more()

    assert len(workers.image_engine.requests) == 1
    assert await shop.jobs() == []


async def test_a_job_whose_end_could_not_be_written_is_closed(
    shop: Shop, workers: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish_job = JobManager.finish_job
    failures = 1

    async def fail_once(manager: JobManager, **arguments: Any) -> None:
        nonlocal failures
        if failures:
            failures -= 1
            raise ConnectorException
        await finish_job(manager, **arguments)

    monkeypatch.setattr(JobManager, "finish_job", fail_once)
    image_id = await shop.order()

    async with workers.running():
        await shop.until(image_id, "completed")

        async def is_queue_empty() -> bool:
            return await shop.jobs() == []

        await eventually(is_queue_empty)

    assert await shop.charges(image_id) == [-1]
    assert len(workers.image_engine.requests) == 1


async def test_a_job_that_could_not_be_handed_back_runs_again(
    shop: Shop, workers: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    retry_job = JobManager.retry_job
    failures = 1

    async def fail_once(manager: JobManager, **arguments: Any) -> None:
        nonlocal failures
        if failures:
            failures -= 1
            raise ConnectorException
        await retry_job(manager, **arguments)

    monkeypatch.setattr(JobManager, "retry_job", fail_once)
    workers.image_engine.deeds = [Draw(image=b"broken"), Draw()]
    image_id = await shop.order()

    async with workers.running():
        row = await shop.until(image_id, "completed", "failed")

    assert (row["status"], row["attempt"]) == ("completed", 2)


async def test_a_paused_worker_that_wakes_changes_nothing(shop: Shop, workers: InProcess) -> None:
    hold = Hold()
    workers.image_engine.deeds = [hold, Draw()]
    image_id = await shop.order()
    async with workers.running(workers.build(replace(QUICK, heartbeat_s=3600))):
        await hold.begun.wait()
        async with workers.running(workers.build(replace(QUICK, stalled_after_s=1.5))):
            row = await shop.until(image_id, "completed", "failed")
            hold.released.set()

            async def is_closed() -> bool:
                return hold.is_closed

            await eventually(is_closed)

    assert (row["status"], row["attempt"]) == ("completed", 2)
    assert await shop.row(image_id) == row
    assert await shop.charges(image_id) == [-1]


async def test_one_worker_at_a_time_has_the_turn(shop: Shop) -> None:
    async with turn(shop.database, Chore.REAP) as first:
        async with turn(shop.database, Chore.REAP) as second:
            assert first is not None
            assert second is None
        async with turn(shop.database, Chore.SWEEP) as other_chore:
            assert other_chore is not None
    async with turn(shop.database, Chore.REAP) as later:
        assert later is not None


async def test_an_image_that_is_gone_needs_no_work(shop: Shop, workers: InProcess) -> None:
    await shop.ask(
        "insert into procrastinate_jobs (queue_name, task_name, args)"
        " values ('pictures', 'make_picture', jsonb_build_object('image_id', %s::text))",
        UUID(int=7),
    )

    async with workers.running():

        async def is_queue_empty() -> bool:
            return await shop.jobs() == []

        await eventually(is_queue_empty)

    assert workers.image_engine.requests == []
