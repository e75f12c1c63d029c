"""The gallery's delta: complete, in order, page by page, with tombstones."""

from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
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

    await services.gallery_changes.delete(user.id, second)
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
