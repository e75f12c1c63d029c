"""The gallery's delta: complete, in order, page by page, with tombstones."""

from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.errors import NotFound
from backend.services.all_services import Services
from shared.generations import GenerationStatus
from tests.backend.conftest import MakeImage, MakeUser
from tests.backend.services.test_attempts import PICTURE


async def test_a_new_user_has_an_empty_gallery(services: Services, make_user: MakeUser) -> None:
    user = await make_user()
    delta = await services.gallery.delta(user.id, since=0, limit=10)
    assert (delta.images, delta.deleted_ids, delta.revision, delta.more) == ([], [], 0, False)


async def test_pages_lead_to_everything_exactly_once(
    services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=5)
    asked = [str(await make_image(user.id)) for _ in range(5)]
    seen: list[str] = []
    since = 0
    while True:
        delta = await services.gallery.delta(user.id, since=since, limit=2)
        seen += [image.id for image in delta.images]
        since = delta.revision
        if not delta.more:
            break
    assert seen == asked
    assert since == 5


async def test_a_delta_holds_only_what_changed_since(
    services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=3)
    first, second = await make_image(user.id), await make_image(user.id)
    known = (await services.gallery.delta(user.id, since=0, limit=10)).revision

    await services.gallery.delete(user.id, second)
    attempt = await services.attempts.claim(first)
    assert attempt is not None
    await services.attempts.complete(attempt, PICTURE)

    delta = await services.gallery.delta(user.id, since=known, limit=10)
    assert [(image.id, image.status) for image in delta.images] == [
        (str(first), GenerationStatus.COMPLETED)
    ]
    assert delta.deleted_ids == [str(second)]
    assert delta.revision == known + 3
    assert delta.images[0].thumbnail is not None
    assert delta.images[0].thumbnail.url.startswith("http")


async def test_a_cursor_from_the_future_or_before_purged_tombstones_asks_for_a_resync(
    services: Services, engine: AsyncEngine, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=3)
    for _ in range(3):
        await make_image(user.id)
    async with autocommit(engine) as connection:
        await connection.execute("update users set oldest_revision = 2 where id = %s", [user.id])

    assert (await services.gallery.delta(user.id, since=4, limit=10)).resync_required
    assert (await services.gallery.delta(user.id, since=1, limit=10)).resync_required
    assert not (await services.gallery.delta(user.id, since=2, limit=10)).resync_required
    assert not (await services.gallery.delta(user.id, since=0, limit=10)).resync_required


async def test_deleting_what_still_runs_gives_the_credit_back(
    services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=1)
    image_id = await make_image(user.id)
    attempt = await services.attempts.claim(image_id)
    assert attempt is not None

    await services.gallery.delete(user.id, image_id)

    assert (await services.credits.balance(user.id)).balance == 1
    assert not await services.attempts.complete(attempt, PICTURE)
    with pytest.raises(NotFound):
        await services.generations.status(user.id, image_id)


async def test_deleting_what_is_completed_costs_what_it_has_cost(
    services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=1)
    image_id = await make_image(user.id)
    attempt = await services.attempts.claim(image_id)
    assert attempt is not None
    await services.attempts.complete(attempt, PICTURE)

    await services.gallery.delete(user.id, image_id)
    revision = await services.gallery.revision(user.id)
    await services.gallery.delete(user.id, image_id)

    assert await services.gallery.revision(user.id) == revision
    assert (await services.credits.balance(user.id)).balance == 0


async def test_nobody_deletes_another_users_picture(
    services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    owner, other = await make_user(), await make_user()
    image_id = await make_image(owner.id)
    for user_id, wanted in ((other.id, image_id), (owner.id, uuid4())):
        with pytest.raises(NotFound):
            await services.gallery.delete(user_id, wanted)
    assert len((await services.gallery.delta(owner.id, since=0, limit=10)).images) == 1
