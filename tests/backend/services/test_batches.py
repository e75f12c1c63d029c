"""Several plushies at once: all of them are paid and enqueued, or none is."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from psycopg.rows import tuple_row
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.adapters.s3_store import S3Store
from backend.db.engine import autocommit, transaction
from backend.errors import (
    DatabaseUnavailable,
    IdempotencyKeyReused,
    InsufficientCredits,
    UploadNotFound,
)
from backend.services.all_services import Services
from backend.services.audit import audit
from backend.services.generations import GenerationService
from backend.services.images import ImagePresenter
from backend.services.uploads import UploadService
from shared.generations import BatchRequest, GenerateRequest, GenerationStatus
from shared.styles import Style
from tests.backend.conftest import MakeUser, UploadPhoto
from tests.backend.services.test_attempts import PICTURE
from tests.backend.services.test_generations import (
    BrokenQueue,
    assert_nothing_happened,
    request_for,
)


def batch_of(*items: GenerateRequest) -> BatchRequest:
    return BatchRequest(items=list(items))


def styles_of(key: str, count: int) -> BatchRequest:
    """The same photo in so many styles."""
    styles = list(Style)
    return batch_of(*(request_for(key, styles[number % 4], str(number)) for number in range(count)))


async def ask(engine: AsyncEngine, statement: str) -> list[tuple[object, ...]]:
    async with (
        autocommit(engine) as connection,
        connection.cursor(row_factory=tuple_row) as cursor,
    ):
        await cursor.execute(statement.encode())
        return await cursor.fetchall()


async def assert_audit_is_clean(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        report = await audit(connection, stuck_after=timedelta(minutes=30))
    assert report.findings == []


async def test_a_batch_is_paid_by_one_debit_and_makes_ordinary_images(
    services: Services, engine: AsyncEngine, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=5)
    first, second = await upload_photo(user.id), await upload_photo(user.id)
    request = batch_of(
        request_for(first, Style.MINIMALIST, "red"),
        request_for(second, Style.CARTOON_STYLE, "green"),
        request_for(first, Style.CUTE_FLUFFY, "blue"),
    )

    batch = await services.generations.request_batch(user.id, request, idempotency_key="k")

    assert batch.balance == 2
    images = [generation.image for generation in batch.generations]
    assert [image.prompt for image in images] == ["red", "green", "blue"]
    assert [image.style for image in images] == [item.style for item in request.items]
    assert [image.revision for image in images] == [1, 2, 3]
    assert [generation.balance for generation in batch.generations] == [4, 3, 2]
    assert [generation.queue_position for generation in batch.generations] == [0, 1, 2]
    assert await ask(
        engine,
        "select image_id::text, credits, balance_after from transactions"
        " where type = 'generation' order by position",
    ) == [(image.id, -1, 4 - number) for number, image in enumerate(images)]
    assert await ask(
        engine, "select args ->> 'image_id' from procrastinate_jobs order by priority desc"
    ) == [(image.id,) for image in images]
    delta = await services.gallery.delta(user.id, since=0, limit=10)
    assert [image.id for image in delta.images] == [image.id for image in images]
    for generation in batch.generations:
        status = await services.generations.status(user.id, UUID(generation.image.id))
        assert status.image == generation.image
    await assert_audit_is_clean(engine)


async def test_each_image_of_a_batch_ends_in_its_own_way(
    services: Services, engine: AsyncEngine, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=3)
    request = styles_of(await upload_photo(user.id), 3)
    batch = await services.generations.request_batch(user.id, request, idempotency_key="k")
    made, cancelled, _ = [UUID(generation.image.id) for generation in batch.generations]

    attempt = await services.attempts.claim(made)
    assert attempt is not None
    assert await services.attempts.complete(attempt, PICTURE)
    answer = await services.generations.cancel(user.id, cancelled)

    assert answer.image.status is GenerationStatus.CANCELLED
    assert answer.balance == 1
    await assert_audit_is_clean(engine)


async def test_too_few_credits_for_all_buy_none(
    services: Services, engine: AsyncEngine, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=2)
    key = await upload_photo(user.id)

    with pytest.raises(InsufficientCredits, match="This needs 3 credits"):
        await services.generations.request_batch(user.id, styles_of(key, 3), idempotency_key="k")

    await assert_nothing_happened(services, engine, user, 2)


async def test_one_photo_that_is_missing_stops_all(
    services: Services, engine: AsyncEngine, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    owner, user = await make_user(), await make_user(credits_count=3)
    request = batch_of(
        request_for(await upload_photo(user.id)), request_for(await upload_photo(owner.id))
    )

    with pytest.raises(UploadNotFound):
        await services.generations.request_batch(user.id, request, idempotency_key="k")

    await assert_nothing_happened(services, engine, user, 3)


async def test_what_cannot_be_enqueued_is_not_charged(
    services: Services,
    engine: AsyncEngine,
    store: S3Store,
    make_user: MakeUser,
    upload_photo: UploadPhoto,
) -> None:
    user = await make_user(credits_count=3)
    key = await upload_photo(user.id)
    generations = GenerationService(
        engine, BrokenQueue(), UploadService(engine, store), ImagePresenter(store)
    )

    with pytest.raises(DatabaseUnavailable):
        await generations.request_batch(user.id, styles_of(key, 3), idempotency_key="k")

    await assert_nothing_happened(services, engine, user, 3)


async def test_a_repeated_batch_gets_the_first_answer_whatever_has_happened(
    services: Services, engine: AsyncEngine, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=3)
    request = styles_of(await upload_photo(user.id), 3)
    first = await services.generations.request_batch(user.id, request, idempotency_key="k")
    ids = [UUID(generation.image.id) for generation in first.generations]
    await services.generations.cancel(user.id, ids[1])
    await services.gallery_changes.delete(user.id, ids[0])

    again = await services.generations.request_batch(user.id, request, idempotency_key="k")

    assert again == first
    assert (await services.credits.balance(user.id)).balance == 2
    await assert_audit_is_clean(engine)


async def test_a_key_stands_for_one_batch_only(
    services: Services, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=9)
    request = styles_of(await upload_photo(user.id), 3)
    await services.generations.request_batch(user.id, request, idempotency_key="k")

    for other in (request.items[::-1], request.items[:2], request.items[:1], request.items * 2):
        with pytest.raises(IdempotencyKeyReused):
            await services.generations.request_batch(user.id, batch_of(*other), idempotency_key="k")
    with pytest.raises(IdempotencyKeyReused):
        await services.generations.request(user.id, request.items[0], idempotency_key="k")
    assert (await services.credits.balance(user.id)).balance == 6


async def test_the_key_of_a_single_picture_makes_no_batch(
    services: Services, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=9)
    request = styles_of(await upload_photo(user.id), 3)
    await services.generations.request(user.id, request.items[0], idempotency_key="k")

    for items in (request.items, request.items[:1]):
        with pytest.raises(IdempotencyKeyReused):
            await services.generations.request_batch(user.id, batch_of(*items), idempotency_key="k")
    assert (await services.credits.balance(user.id)).balance == 8


async def test_parallel_repetitions_make_one_batch(
    services: Services, engine: AsyncEngine, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=20)
    request = styles_of(await upload_photo(user.id), 20)

    answers = await asyncio.gather(
        *(
            services.generations.request_batch(user.id, request, idempotency_key="k")
            for _ in range(20)
        )
    )

    assert all(answer == answers[0] for answer in answers)
    assert (await services.credits.balance(user.id)).balance == 0
    assert await ask(engine, "select count(*) from procrastinate_jobs") == [(20,)]
    await assert_audit_is_clean(engine)


async def test_parallel_batches_and_pictures_spend_exactly_what_is_there(
    services: Services, engine: AsyncEngine, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=16)
    key = await upload_photo(user.id)

    async def spend(number: int) -> int:
        name = f"k{number}"
        try:
            if number % 3 == 0:
                await services.generations.request(user.id, request_for(key), idempotency_key=name)
                return 1
            await services.generations.request_batch(
                user.id, styles_of(key, 5), idempotency_key=name
            )
        except InsufficientCredits:
            return 0
        return 5

    spent = await asyncio.gather(*(spend(number) for number in range(24)))

    balance = await services.credits.balance(user.id)
    assert balance.balance == 16 - sum(spent)
    assert balance.held == sum(spent)
    # As long as one credit is left, a single picture would have taken it.
    assert balance.balance == 0
    await assert_audit_is_clean(engine)
