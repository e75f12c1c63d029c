"""A worker's steps on one image: fenced, refunded, and final only once."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.services.attempts import AttemptService, StoredFile, StoredPicture
from shared.errors import ErrorCode
from shared.generations import Hints, SubjectKind
from shared.limits import GENERATION_MAX_ATTEMPTS
from shared.service import EngineName
from shared.styles import Style
from tests.backend.conftest import KnownUser, MakeImage, MakeUser

FILE = StoredFile("key", "image/png", 10, "ab" * 32, 8, 8)
PICTURE = StoredPicture(
    result=FILE,
    display=FILE,
    thumbnail=FILE,
    photo=FILE,
    placeholder="abc",
    engine=EngineName.DRAFT,
    model="draft",
    usage={"tokens": 3},
)


@pytest.fixture
def attempts(engine: AsyncEngine) -> AttemptService:
    return AttemptService(engine)


async def balance(engine: AsyncEngine, user: KnownUser) -> int:
    async with autocommit(engine) as connection:
        cursor = await connection.execute("select credits from users where id = %s", [user.id])
        row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


async def status(engine: AsyncEngine, image_id: object) -> tuple[str, int, str | None]:
    async with autocommit(engine) as connection:
        cursor = await connection.execute(
            "select status, attempt, failure_code from generated_images where id = %s", [image_id]
        )
        row = await cursor.fetchone()
    assert row is not None
    return row[0], row[1], row[2]


async def test_a_claim_tells_what_to_make(
    attempts: AttemptService, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user()
    hints = Hints(kind=SubjectKind.PET, seed=7)
    image_id = await make_image(user.id, style=Style.MINIMALIST, wish="red scarf", hints=hints)

    attempt = await attempts.claim(image_id)

    assert attempt is not None
    assert (attempt.number, attempt.user_id, attempt.style) == (1, user.id, Style.MINIMALIST)
    assert (attempt.wish, attempt.hints) == ("red scarf", hints)


async def test_nothing_is_claimed_that_does_not_exist(attempts: AttemptService) -> None:
    assert await attempts.claim(uuid4()) is None


async def test_a_completed_image_cannot_be_claimed_completed_or_failed_again(
    engine: AsyncEngine, attempts: AttemptService, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=1)
    image_id = await make_image(user.id)
    attempt = await attempts.claim(image_id)
    assert attempt is not None

    assert await attempts.complete(attempt, PICTURE)

    assert not await attempts.complete(attempt, PICTURE)
    assert not await attempts.fail(attempt, ErrorCode.CONTENT_REFUSED, "Refused.")
    assert not await attempts.hand_back(attempt)
    assert await attempts.claim(image_id) is None
    assert await status(engine, image_id) == ("completed", 1, None)
    assert await balance(engine, user) == 0


async def test_a_failure_refunds_exactly_once(
    engine: AsyncEngine, attempts: AttemptService, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=1)
    image_id = await make_image(user.id)
    attempt = await attempts.claim(image_id)
    assert attempt is not None
    assert await balance(engine, user) == 0

    assert await attempts.fail(attempt, ErrorCode.CONTENT_REFUSED, "Refused.")
    assert not await attempts.fail(attempt, ErrorCode.CONTENT_REFUSED, "Refused.")

    assert await status(engine, image_id) == ("failed", 1, "content_refused")
    assert await balance(engine, user) == 1


async def test_a_worker_that_wakes_up_late_changes_nothing(
    engine: AsyncEngine, attempts: AttemptService, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user()
    image_id = await make_image(user.id)
    zombie = await attempts.claim(image_id)
    successor = await attempts.claim(image_id)
    assert zombie is not None
    assert successor == replace(zombie, number=2)

    assert not await attempts.complete(zombie, PICTURE)
    assert not await attempts.fail(zombie, ErrorCode.INTERNAL, "Late.")
    assert not await attempts.hand_back(zombie)
    assert not await attempts.publish_preview(zombie, sequence=1, stage="sewing", key="k")

    assert await status(engine, image_id) == ("processing", 2, None)
    assert await attempts.publish_preview(successor, sequence=1, stage="sewing", key="k")
    assert await attempts.complete(successor, PICTURE)


async def test_an_image_that_was_handed_back_can_be_claimed_again(
    engine: AsyncEngine, attempts: AttemptService, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user()
    image_id = await make_image(user.id)
    attempt = await attempts.claim(image_id)
    assert attempt is not None

    assert await attempts.hand_back(attempt)
    assert (await status(engine, image_id))[0] == "pending"

    second = await attempts.claim(image_id)
    assert second is not None
    assert second.number == 2


async def test_used_up_attempts_are_heard_of_once(
    engine: AsyncEngine, make_user: MakeUser, make_image: MakeImage
) -> None:
    heard: list[tuple[Style, float]] = []
    attempts = AttemptService(
        engine, on_used_up=lambda style, seconds: heard.append((style, seconds))
    )
    user = await make_user(credits_count=1)
    image_id = await make_image(user.id, style=Style.MINIMALIST)

    for _ in range(GENERATION_MAX_ATTEMPTS + 2):
        await attempts.claim(image_id)

    ((style, seconds),) = heard
    assert style is Style.MINIMALIST
    assert 0 <= seconds < 100


async def test_used_up_attempts_end_in_failure_and_refund(
    engine: AsyncEngine, attempts: AttemptService, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=1)
    image_id = await make_image(user.id)
    for _ in range(GENERATION_MAX_ATTEMPTS):
        assert await attempts.claim(image_id) is not None

    assert await attempts.claim(image_id) is None

    assert await status(engine, image_id) == ("failed", 3, "attempts_used_up")
    assert await balance(engine, user) == 1
