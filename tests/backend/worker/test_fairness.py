"""People take turns: nobody's many pictures keep another's one waiting, and nobody's for ever."""

import asyncio
from uuid import UUID

import pytest

from backend.adapters.procrastinate_queue import SLOT_S, ProcrastinateQueue
from backend.db.engine import transaction
from tests.backend.conftest import KnownUser, MakeUser
from tests.backend.worker.conftest import InProcess, Shop
from tests.fakes.image_engine import Hold


@pytest.fixture
async def other(make_user: MakeUser) -> KnownUser:
    """A second customer."""
    return await make_user(30)


async def take_all(shop: Shop) -> list[UUID]:
    """Take every job as workers do; the pictures in the order in which they would be made."""
    (worker,) = await shop.ask("insert into procrastinate_workers default values returning id")
    order: list[UUID] = []
    while True:
        (job,) = await shop.ask("select (procrastinate_fetch_job_v2(null, %s)).args", worker["id"])
        if job["args"] is None:
            return order
        order.append(UUID(job["args"]["image_id"]))


async def enqueue_as_if(shop: Shop, image_id: UUID, *, asked_s_ago: float) -> None:
    """Put a picture into the queue as if it had been asked for earlier."""
    await shop.ask(
        "update generated_images set created_at = now() - make_interval(secs => %s) where id = %s",
        asked_s_ago,
        image_id,
    )
    await shop.ask("delete from procrastinate_jobs where args ->> 'image_id' = %s", str(image_id))
    async with transaction(shop.database) as connection:
        await ProcrastinateQueue().enqueue_generation(connection, image_id)


async def test_one_picture_does_not_wait_for_anothers_twenty(
    shop: Shop, workers: InProcess, other: KnownUser
) -> None:
    hold = Hold()
    workers.image_engine.deeds = [hold]
    async with workers.running(workers.build(concurrency=1)):
        twenty = [await shop.order() for _ in range(20)]
        await hold.begun.wait()
        single = await shop.order(user=other)
        hold.released.set()
        await shop.until(single, "completed")

    assert workers.image_engine.requests[1].image_id == single
    assert await shop.status(twenty[-1]) == "pending"


async def test_people_take_turns(shop: Shop, other: KnownUser) -> None:
    first = [await shop.order() for _ in range(4)]
    second = [await shop.order(user=other) for _ in range(2)]

    assert await take_all(shop) == [first[0], second[0], first[1], second[1], first[2], first[3]]


async def test_single_pictures_are_made_in_the_order_of_asking(
    shop: Shop, make_user: MakeUser
) -> None:
    images = [await shop.order(user=await make_user(1)) for _ in range(5)]

    assert await take_all(shop) == images


async def test_newcomers_do_not_pass_a_late_picture_for_ever(shop: Shop, other: KnownUser) -> None:
    first, second, third = [await shop.order() for _ in range(3)]
    for image_id in (first, second, third):
        await enqueue_as_if(shop, image_id, asked_s_ago=2 * SLOT_S + 10)
    newcomer = await shop.order(user=other)

    assert await take_all(shop) == [first, second, third, newcomer]


async def test_finished_pictures_are_not_held_against_anyone(
    shop: Shop, workers: InProcess, other: KnownUser
) -> None:
    async with workers.running():
        done = [await shop.order() for _ in range(3)]
        await asyncio.gather(*(shop.until(image_id, "completed") for image_id in done))
    again = await shop.order()
    later = await shop.order(user=other)

    assert await take_all(shop) == [again, later]


async def test_many_pictures_enqueued_at_once_take_turns_too(shop: Shop, other: KnownUser) -> None:
    many = [await shop.order() for _ in range(3)]
    single = await shop.order(user=other)
    await shop.ask("delete from procrastinate_jobs")
    async with transaction(shop.database) as connection:
        await ProcrastinateQueue().enqueue_generation(connection, *many)
        await ProcrastinateQueue().enqueue_generation(connection, single)

    assert await take_all(shop) == [many[0], single, many[1], many[2]]
