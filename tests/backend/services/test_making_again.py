"""What does not work at first: tried again, given up, overtaken, cancelled, stopped."""

import asyncio
from typing import LiteralString
from uuid import uuid4

import pytest

from backend.db.engine import transaction
from backend.errors import (
    AttemptTooSlow,
    DatabaseUnavailable,
    EngineTemporaryError,
    StorageUnavailable,
)
from backend.services.attempts import Attempt, AttemptService, StoredPicture
from backend.services.making import PictureMaker
from shared.errors import ErrorCode
from shared.limits import GENERATION_MAX_ATTEMPTS
from tests.backend.services.studio import Studio
from tests.fakes.image_engine import Draw, Fail, Hold, StopShort

BUSY = EngineTemporaryError(ErrorCode.ENGINE_UNAVAILABLE, "Busy.")


@pytest.mark.parametrize(
    "trouble",
    [Fail(BUSY), Fail(BUSY, previews=2), StopShort(), Draw(image=b"half a picture")],
    ids=["busy", "busy midway", "no picture", "broken picture"],
)
async def test_temporary_trouble_hands_back_and_the_next_attempt_succeeds(
    studio: Studio, trouble: Fail | StopShort | Draw
) -> None:
    studio.image_engine.deeds = [trouble, Draw()]
    image_id = await studio.order()

    with pytest.raises(EngineTemporaryError):
        await studio.maker.make(image_id)
    assert (await studio.row(image_id))["status"] == "pending"
    await studio.maker.make(image_id)

    row = await studio.row(image_id)
    assert (row["status"], row["attempt"]) == ("completed", 2)
    assert await studio.ledger(image_id) == [("generation", -1)]


@pytest.mark.parametrize("call", ["head", "get", "put"])
async def test_a_short_outage_of_the_object_store_costs_no_attempt(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    image_id = await studio.order()
    real_call = getattr(studio.store, call)
    outages = 1

    async def fail_once(*arguments: object, **options: object) -> object:
        nonlocal outages
        if outages:
            outages -= 1
            raise StorageUnavailable
        return await real_call(*arguments, **options)

    studio.image_engine.deeds = [Draw(previews=0)]
    monkeypatch.setattr(studio.store, call, fail_once)
    await studio.maker.make(image_id)

    row = await studio.row(image_id)
    assert (row["status"], row["attempt"]) == ("completed", 1)
    assert len(studio.image_engine.requests) == 1


async def test_a_long_outage_of_the_object_store_hands_back(studio: Studio) -> None:
    image_id = await studio.order()

    studio.store.is_down = True
    with pytest.raises(StorageUnavailable):
        await studio.maker.make(image_id)
    studio.store.is_down = False
    await studio.maker.make(image_id)

    assert (await studio.row(image_id))["status"] == "completed"


@pytest.mark.parametrize(
    ("error", "code"),
    [(BUSY, ErrorCode.ATTEMPTS_USED_UP), (RuntimeError("A bug"), ErrorCode.INTERNAL)],
    ids=["busy", "bug"],
)
async def test_after_the_last_attempt_it_fails_and_is_refunded(
    studio: Studio, error: Exception, code: ErrorCode
) -> None:
    studio.image_engine.deeds = [Fail(error)] * GENERATION_MAX_ATTEMPTS
    image_id = await studio.order()

    for _ in range(GENERATION_MAX_ATTEMPTS - 1):
        with pytest.raises(type(error)):
            await studio.maker.make(image_id)
    await studio.maker.make(image_id)

    row = await studio.row(image_id)
    assert (row["status"], row["failure_code"]) == ("failed", code)
    assert await studio.ledger(image_id) == [("generation", -1), ("refund", 1)]


async def test_an_attempt_that_does_not_end_is_given_up_and_the_last_one_refunded(
    studio: Studio,
) -> None:
    holds = [Hold() for _ in range(GENERATION_MAX_ATTEMPTS)]
    studio.image_engine.deeds = list(holds)
    image_id = await studio.order()
    maker = PictureMaker(
        AttemptService(studio.database), studio.store, studio.image_engine, limit_s=0.2
    )

    for _ in range(GENERATION_MAX_ATTEMPTS - 1):
        with pytest.raises(AttemptTooSlow):
            await maker.make(image_id)
        assert (await studio.row(image_id))["status"] == "pending"
    await maker.make(image_id)

    row = await studio.row(image_id)
    assert (row["status"], row["failure_code"]) == ("failed", ErrorCode.ATTEMPTS_USED_UP)
    assert await studio.ledger(image_id) == [("generation", -1), ("refund", 1)]
    assert all(hold.is_closed for hold in holds if hold.begun.is_set())


async def test_nothing_is_done_for_an_image_that_is_final_or_unknown(studio: Studio) -> None:
    image_id = await studio.order()
    await studio.maker.make(image_id)

    await studio.maker.make(image_id)
    await studio.maker.make(uuid4())

    assert len(studio.image_engine.requests) == 1


async def test_an_attempt_that_another_overtook_stops_at_its_next_preview(studio: Studio) -> None:
    hold = Hold()
    studio.image_engine.deeds = [hold, Draw()]
    image_id = await studio.order()
    paused = asyncio.create_task(studio.maker.make(image_id))
    await hold.begun.wait()

    await studio.maker.make(image_id)
    hold.released.set()
    await paused

    assert hold.is_closed
    row = await studio.row(image_id)
    assert (row["status"], row["attempt"]) == ("completed", 2)
    assert row["result"]["key"] == f"images/{image_id}/2/original.png"
    assert {name[0] for name in studio.names_of(image_id)} == {"2"}


async def test_files_of_an_attempt_that_died_go_when_the_next_one_has_made_it(
    studio: Studio,
) -> None:
    image_id = await studio.order()
    await AttemptService(studio.database).claim(image_id)
    await studio.store.put(f"images/{image_id}/1/original.png", b"", content_type="image/png")

    await studio.maker.make(image_id)

    assert (await studio.row(image_id))["status"] == "completed"
    assert {name[0] for name in studio.names_of(image_id)} == {"2"}


async def test_files_of_an_attempt_that_lost_its_fence_at_the_end_are_deleted(
    studio: Studio,
) -> None:
    class OvertakenAtTheEnd(AttemptService):
        async def complete(self, attempt: Attempt, picture: StoredPicture) -> bool:
            await self.claim(attempt.image_id)
            return await super().complete(attempt, picture)

    image_id = await studio.order()

    await studio.maker_with(OvertakenAtTheEnd(studio.database)).make(image_id)

    assert (await studio.row(image_id))["status"] == "processing"
    assert studio.names_of(image_id) == set()


@pytest.mark.parametrize("is_lost_before", [True, False], ids=["before", "after"])
async def test_a_finished_picture_outlives_a_database_that_goes_away_around_its_commit(
    studio: Studio, *, is_lost_before: bool
) -> None:
    class LosesConnectionOnce(AttemptService):
        is_lost = False

        async def complete(self, attempt: Attempt, picture: StoredPicture) -> bool:
            if self.is_lost:
                return await super().complete(attempt, picture)
            self.is_lost = True
            if not is_lost_before:
                await super().complete(attempt, picture)
            raise DatabaseUnavailable

    image_id = await studio.order()

    await studio.maker_with(LosesConnectionOnce(studio.database)).make(image_id)

    row = await studio.row(image_id)
    assert row["status"] == "completed"
    assert row["result"]["key"] in studio.store.objects
    assert len(studio.image_engine.requests) == 1


async def test_a_worker_that_is_stopped_hands_its_picture_back(studio: Studio) -> None:
    hold = Hold()
    studio.image_engine.deeds = [hold]
    image_id = await studio.order()
    making = asyncio.create_task(studio.maker.make(image_id))
    await hold.begun.wait()

    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making

    assert hold.is_closed
    assert (await studio.row(image_id))["status"] == "pending"
    assert await studio.ledger(image_id) == [("generation", -1)]


async def test_a_cancelled_picture_stops_at_its_next_preview(studio: Studio) -> None:
    hold = Hold()
    studio.image_engine.deeds = [hold]
    image_id = await studio.order()
    making = asyncio.create_task(studio.maker.make(image_id))
    await hold.begun.wait()

    async with transaction(studio.database) as connection:
        await connection.execute(
            "update generated_images set status = 'cancelled', finished_at = now() where id = %s",
            [image_id],
        )
    hold.released.set()
    await making

    assert hold.is_closed
    assert (await studio.row(image_id))["status"] == "cancelled"
    assert studio.names_of(image_id) == set()


async def test_an_outage_of_the_database_during_a_preview_costs_no_attempt(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    image_id = await studio.order()

    async def fail(*_arguments: object, **_options: object) -> bool:
        raise DatabaseUnavailable

    monkeypatch.setattr(AttemptService, "publish_preview", fail)
    await studio.maker.make(image_id)

    row = await studio.row(image_id)
    assert (row["status"], row["attempt"]) == ("completed", 1)
    assert len(studio.image_engine.requests) == 1


@pytest.mark.parametrize(
    "spoiling",
    ["hints = '{\"subject\": 5}'", "style = 'of-a-newer-version'"],
    ids=["hints", "style"],
)
async def test_an_order_that_cannot_be_understood_is_given_up_and_refunded(
    studio: Studio, spoiling: LiteralString
) -> None:
    image_id = await studio.order()
    async with transaction(studio.database) as connection:
        await connection.execute(
            "update generated_images set " + spoiling + " where id = %s", [image_id]
        )

    for _ in range(GENERATION_MAX_ATTEMPTS):
        with pytest.raises(ValueError, match=r"."):
            await studio.maker.make(image_id)
    await studio.maker.make(image_id)

    row = await studio.row(image_id)
    assert (row["status"], row["failure_code"]) == ("failed", ErrorCode.ATTEMPTS_USED_UP)
    assert await studio.ledger(image_id) == [("generation", -1), ("refund", 1)]
