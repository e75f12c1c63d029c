"""Asking for a plushie: charged once, for an own photo that has arrived, or not at all."""

import asyncio
from collections.abc import Iterable
from uuid import UUID, uuid4

import pytest
from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.adapters.s3_store import S3Store
from backend.db.engine import autocommit
from backend.errors import (
    DatabaseUnavailable,
    GenerationFinal,
    IdempotencyKeyReused,
    InsufficientCredits,
    NotFound,
    StorageUnavailable,
    UploadNotFound,
)
from backend.services.all_services import Services
from backend.services.generations import GenerationService
from backend.services.images import ImagePresenter
from backend.services.ledger import QUEUE_POSITION_MAX
from backend.services.uploads import UploadService
from shared.generations import GenerateRequest, GenerationStatus
from shared.styles import Style
from shared.uploads import PhotoType
from tests.backend.conftest import KnownUser, MakeImage, MakeUser, UploadPhoto
from tests.backend.services.test_attempts import PICTURE
from tests.fakes.object_store import FakeObjectStore


def request_for(key: str, style: Style = Style.CUTE_FLUFFY, wish: str = "") -> GenerateRequest:
    return GenerateRequest(original_file_key=key, style=style, prompt=wish)


async def assert_nothing_happened(
    services: Services, engine: AsyncEngine, user: KnownUser, balance: int
) -> None:
    """The balance is untouched, and there is neither an image nor a job."""
    assert (await services.credits.balance(user.id)).balance == balance
    async with autocommit(engine) as connection:
        for table in ("generated_images", "procrastinate_jobs"):
            cursor = await connection.execute(f"select count(*) from {table}")
            assert await cursor.fetchone() == (0,)


async def test_a_request_charges_one_credit_and_enqueues_one_job(
    services: Services, engine: AsyncEngine, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=2)
    key = await upload_photo(user.id)

    answer = await services.generations.request(
        user.id, request_for(key, wish="red scarf"), idempotency_key="k"
    )

    assert answer.balance == 1
    assert answer.queue_position == 0
    assert answer.image.status is GenerationStatus.PENDING
    assert answer.image.prompt == "red scarf"
    assert answer == await services.generations.status(user.id, UUID(answer.image.id))
    async with autocommit(engine) as connection:
        cursor = await connection.execute("select args ->> 'image_id' from procrastinate_jobs")
        assert await cursor.fetchall() == [(answer.image.id,)]


async def test_the_queue_position_counts_those_who_are_served_before(
    services: Services, engine: AsyncEngine, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    greedy, user = await make_user(), await make_user()
    key = await upload_photo(greedy.id)
    ids = [
        UUID(
            (
                await services.generations.request(
                    greedy.id, request_for(key), idempotency_key=f"k{number}"
                )
            ).image.id
        )
        for number in range(3)
    ]
    answer = await services.generations.request(
        user.id, request_for(await upload_photo(user.id)), idempotency_key="k"
    )
    own = UUID(answer.image.id)

    async def positions() -> list[int | None]:
        owners = dict.fromkeys(ids, greedy.id) | {own: user.id}
        return [
            (await services.generations.status(owner, image_id)).queue_position
            for image_id, owner in owners.items()
        ]

    assert await positions() == [0, 2, 3, 1]
    async with autocommit(engine) as connection:
        await connection.execute(
            "update procrastinate_jobs set status = 'doing' where args ->> 'image_id' = %s",
            [str(ids[0])],
        )
    assert await positions() == [0, 1, 2, 0]
    await services.attempts.claim(ids[0])
    assert await positions() == [None, 1, 2, 0]


async def test_a_long_queue_is_counted_up_to_a_limit(
    services: Services, engine: AsyncEngine, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user()
    async with autocommit(engine) as connection:
        await connection.execute(
            "insert into procrastinate_jobs (task_name, queue_name, priority)"
            " select 'make_picture', 'pictures', 0 from generate_series(1, %s)",
            [QUEUE_POSITION_MAX + 5],
        )

    answer = await services.generations.request(
        user.id, request_for(await upload_photo(user.id)), idempotency_key="k"
    )

    status = await services.generations.status(user.id, UUID(answer.image.id))
    assert status.queue_position == QUEUE_POSITION_MAX


async def test_the_same_request_again_gets_the_first_answer_whatever_has_happened(
    services: Services, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=1)
    key = await upload_photo(user.id)
    first = await services.generations.request(user.id, request_for(key), idempotency_key="k")
    attempt = await services.attempts.claim(UUID(first.image.id))
    assert attempt is not None
    await services.attempts.complete(attempt, PICTURE)

    again = await services.generations.request(user.id, request_for(key), idempotency_key="k")

    assert again == first
    assert (await services.credits.balance(user.id)).balance == 0


async def test_a_repeated_request_is_answered_while_the_store_is_down(
    services: Services, engine: AsyncEngine, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user()
    key = await upload_photo(user.id)
    first = await services.generations.request(user.id, request_for(key), idempotency_key="k")

    down = FakeObjectStore(is_down=True)
    generations = GenerationService(
        engine, BrokenQueue(), UploadService(engine, down), ImagePresenter(down)
    )
    again = await generations.request(user.id, request_for(key), idempotency_key="k")
    assert again == first


async def test_a_hundred_parallel_requests_with_one_key_make_one_image(
    services: Services, engine: AsyncEngine, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=1)
    key = await upload_photo(user.id)

    answers = await asyncio.gather(
        *(
            services.generations.request(user.id, request_for(key), idempotency_key="k")
            for _ in range(100)
        )
    )

    assert all(answer == answers[0] for answer in answers)
    assert (await services.credits.balance(user.id)).balance == 0
    async with autocommit(engine) as connection:
        cursor = await connection.execute("select count(*) from procrastinate_jobs")
        assert await cursor.fetchone() == (1,)


async def test_a_key_stands_for_one_request_only(
    services: Services, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=2)
    key = await upload_photo(user.id)
    await services.generations.request(user.id, request_for(key), idempotency_key="k")

    with pytest.raises(IdempotencyKeyReused):
        await services.generations.request(
            user.id, request_for(key, Style.MINIMALIST), idempotency_key="k"
        )
    assert (await services.credits.balance(user.id)).balance == 1


async def test_two_users_may_use_the_same_key(
    services: Services, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    users = [await make_user(), await make_user()]
    answers = [
        await services.generations.request(
            user.id, request_for(await upload_photo(user.id)), idempotency_key="k"
        )
        for user in users
    ]
    assert answers[0].image.id != answers[1].image.id


async def test_parallel_requests_spend_exactly_what_is_there(
    services: Services, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=7)
    key = await upload_photo(user.id)

    async def spend(number: int) -> bool:
        try:
            await services.generations.request(
                user.id, request_for(key), idempotency_key=f"k{number}"
            )
        except InsufficientCredits:
            return False
        return True

    outcomes = await asyncio.gather(*(spend(number) for number in range(60)))

    assert sum(outcomes) == 7
    balance = await services.credits.balance(user.id)
    assert (balance.balance, balance.held) == (0, 7)


async def test_without_credits_nothing_is_made(
    services: Services, engine: AsyncEngine, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=0)
    key = await upload_photo(user.id)
    with pytest.raises(InsufficientCredits):
        await services.generations.request(user.id, request_for(key), idempotency_key="k")
    await assert_nothing_happened(services, engine, user, 0)


async def test_another_users_photo_is_not_found(
    services: Services, engine: AsyncEngine, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    owner, thief = await make_user(), await make_user()
    key = await upload_photo(owner.id)
    with pytest.raises(UploadNotFound):
        await services.generations.request(thief.id, request_for(key), idempotency_key="k")
    await assert_nothing_happened(services, engine, thief, 3)


async def test_a_photo_that_has_not_arrived_is_not_charged(
    services: Services, engine: AsyncEngine, make_user: MakeUser
) -> None:
    user = await make_user()
    announced = await services.uploads.presign(user.id, content_type=PhotoType.PNG, size_bytes=10)
    with pytest.raises(UploadNotFound):
        await services.generations.request(
            user.id, request_for(announced.file_key), idempotency_key="k"
        )
    await assert_nothing_happened(services, engine, user, 3)


@pytest.mark.parametrize(
    ("data", "content_type"), [(b"longer than announced", "image/png"), (b"x" * 10, "image/gif")]
)
async def test_a_photo_other_than_announced_is_not_charged(
    services: Services,
    engine: AsyncEngine,
    store: S3Store,
    make_user: MakeUser,
    data: bytes,
    content_type: str,
) -> None:
    user = await make_user()
    announced = await services.uploads.presign(user.id, content_type=PhotoType.PNG, size_bytes=10)
    await store.put(announced.file_key, data, content_type=content_type)
    with pytest.raises(UploadNotFound):
        await services.generations.request(
            user.id, request_for(announced.file_key), idempotency_key="k"
        )
    await assert_nothing_happened(services, engine, user, 3)


class BrokenQueue:
    """A queue that cannot take jobs."""

    async def front(self, connection: AsyncConnection, *, limit: int) -> list[UUID]:
        del connection, limit
        return []

    async def enqueue_generation(self, connection: AsyncConnection, *image_ids: UUID) -> None:
        del connection, image_ids
        raise DatabaseUnavailable


async def test_what_cannot_be_enqueued_is_not_charged(
    services: Services,
    engine: AsyncEngine,
    store: S3Store,
    make_user: MakeUser,
    upload_photo: UploadPhoto,
) -> None:
    user = await make_user()
    key = await upload_photo(user.id)
    generations = GenerationService(
        engine, BrokenQueue(), UploadService(engine, store), ImagePresenter(store)
    )
    with pytest.raises(DatabaseUnavailable):
        await generations.request(user.id, request_for(key), idempotency_key="k")
    await assert_nothing_happened(services, engine, user, 3)


async def test_while_the_store_is_down_nothing_is_charged(
    services: Services, engine: AsyncEngine, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user()
    key = await upload_photo(user.id)
    down = FakeObjectStore(is_down=True)
    generations = GenerationService(
        engine, BrokenQueue(), UploadService(engine, down), ImagePresenter(down)
    )
    with pytest.raises(StorageUnavailable):
        await generations.request(user.id, request_for(key), idempotency_key="k")
    await assert_nothing_happened(services, engine, user, 3)


async def test_cancelling_gives_the_credit_back_once(
    services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=1)
    image_id = await make_image(user.id)

    cancelled = await services.generations.cancel(user.id, image_id)
    again = await services.generations.cancel(user.id, image_id)

    assert cancelled == again
    assert cancelled.image.status is GenerationStatus.CANCELLED
    assert cancelled.balance == 1
    assert await services.attempts.claim(image_id) is None


async def test_what_is_completed_cannot_be_cancelled(
    services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=1)
    image_id = await make_image(user.id)
    attempt = await services.attempts.claim(image_id)
    assert attempt is not None
    await services.attempts.complete(attempt, PICTURE)

    with pytest.raises(GenerationFinal):
        await services.generations.cancel(user.id, image_id)
    assert (await services.credits.balance(user.id)).balance == 0


async def test_nobody_sees_or_cancels_another_users_generation(
    services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    owner, other = await make_user(), await make_user()
    image_id = await make_image(owner.id)
    for user_id, wanted in ((other.id, image_id), (owner.id, uuid4())):
        with pytest.raises(NotFound):
            await services.generations.status(user_id, wanted)
        with pytest.raises(NotFound):
            await services.generations.cancel(user_id, wanted)
    assert (await services.generations.status(owner.id, image_id)).image.attempt == 0


async def test_cancelling_and_finishing_at_once_has_one_winner(
    services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    races = 40
    user = await make_user(credits_count=races)

    async def race() -> tuple[bool, bool]:
        image_id = await make_image(user.id)
        attempt = await services.attempts.claim(image_id)
        assert attempt is not None
        finish = services.attempts.complete(attempt, PICTURE)
        cancel = services.generations.cancel(user.id, image_id)
        contest: Iterable[object] = await asyncio.gather(finish, cancel, return_exceptions=True)
        finished, cancelled = contest
        assert finished in {True, False}
        assert not isinstance(cancelled, Exception) or isinstance(cancelled, GenerationFinal)
        return finished is True, not isinstance(cancelled, Exception)

    outcomes = await asyncio.gather(*(race() for _ in range(races)))

    assert all(finished != cancelled for finished, cancelled in outcomes)
    refunds = sum(cancelled for _, cancelled in outcomes)
    balance = await services.credits.balance(user.id)
    assert (balance.balance, balance.held) == (refunds, 0)
