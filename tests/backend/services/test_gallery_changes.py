"""Naming, marking, tagging, throwing away and getting back; each change takes one revision."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.errors import InvalidRequest, NotFound
from backend.services.all_services import Services
from shared.gallery import BulkAction, BulkRequest, Image, ImageChange
from shared.limits import TAGS_MAX
from tests.backend.conftest import KnownUser, MakeImage, MakeUser
from tests.backend.services.test_attempts import PICTURE

MakePicture = Callable[..., Awaitable[UUID]]


@pytest.fixture
def make_picture(services: Services, make_image: MakeImage) -> MakePicture:
    """Make a completed plushie."""

    async def make(user: KnownUser, wish: str = "") -> UUID:
        image_id = await make_image(user.id, wish=wish)
        attempt = await services.attempts.claim(image_id)
        assert attempt is not None
        assert await services.attempts.complete(attempt, PICTURE)
        return image_id

    return make


async def test_an_edit_changes_what_was_sent_and_nothing_else(
    services: Services, make_user: MakeUser, make_picture: MakePicture
) -> None:
    user = await make_user()
    image_id = await make_picture(user)
    before = await services.gallery.revision(user.id)

    await services.gallery_changes.edit(
        user.id, image_id, ImageChange(title="Bruno", tags=["dog", "Dog", "gift"])
    )
    image = await services.gallery_changes.edit(user.id, image_id, ImageChange(favourite=True))

    assert (image.title, image.favourite, image.tags) == ("Bruno", True, ["dog", "gift"])
    assert image.revision == before + 2 == await services.gallery.revision(user.id)
    delta = await services.gallery.delta(user.id, since=before, limit=10)
    assert delta.images[0].title == "Bruno"


async def test_an_edit_that_changes_nothing_takes_no_revision(
    services: Services, make_user: MakeUser, make_picture: MakePicture
) -> None:
    user = await make_user()
    image_id = await make_picture(user)
    await services.gallery_changes.edit(user.id, image_id, ImageChange(title="Bruno"))
    before = await services.gallery.revision(user.id)
    image = await services.gallery_changes.edit(
        user.id, image_id, ImageChange(title="Bruno", favourite=False)
    )
    assert image.revision == before == await services.gallery.revision(user.id)


async def test_the_trash_can_be_looked_at_and_emptied_into_the_gallery(
    services: Services, make_user: MakeUser, make_picture: MakePicture
) -> None:
    user = await make_user()
    image_id = await make_picture(user)
    known = await services.gallery.revision(user.id)

    await services.gallery_changes.delete(user.id, image_id)
    gone = await services.gallery.delta(user.id, since=known, limit=10)
    seen = await services.gallery.delta(user.id, since=known, limit=10, with_trash=True)
    restored = await services.gallery_changes.restore(user.id, image_id)
    again = await services.gallery_changes.restore(user.id, image_id)

    assert (gone.images, gone.deleted_ids) == ([], [str(image_id)])
    assert seen.deleted_ids == []
    assert seen.images[0].trashed_at is not None
    for image in (restored, again):
        # Not equal as a whole: their addresses may have been signed in two different seconds.
        assert (image.trashed_at, image.revision) == (None, known + 2)
    delta = await services.gallery.delta(user.id, since=gone.revision, limit=10)
    assert ([image.id for image in delta.images], delta.deleted_ids) == ([str(image_id)], [])


async def test_what_was_deleted_for_good_does_not_come_back(
    services: Services, make_user: MakeUser, make_picture: MakePicture
) -> None:
    user = await make_user()
    image_id = await make_picture(user)
    await services.gallery_changes.delete(user.id, image_id)
    await services.gallery_changes.delete(user.id, image_id, forever=True)
    with pytest.raises(NotFound):
        await services.gallery_changes.restore(user.id, image_id)
    with pytest.raises(NotFound):
        await services.gallery_changes.edit(user.id, image_id, ImageChange(title="Bruno"))
    delta = await services.gallery.delta(user.id, since=0, limit=10, with_trash=True)
    assert (delta.images, delta.deleted_ids) == ([], [str(image_id)])


async def test_what_failed_or_was_cancelled_needs_no_trash(
    services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user()
    image_id = await make_image(user.id)
    await services.generations.cancel(user.id, image_id)
    await services.gallery_changes.delete(user.id, image_id)
    with pytest.raises(NotFound):
        await services.gallery_changes.restore(user.id, image_id)


async def test_deleting_what_still_runs_gives_the_credit_back(
    services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=1)
    image_id = await make_image(user.id)
    attempt = await services.attempts.claim(image_id)
    assert attempt is not None

    await services.gallery_changes.delete(user.id, image_id)

    assert (await services.credits.balance(user.id)).balance == 1
    assert not await services.attempts.complete(attempt, PICTURE)
    with pytest.raises(NotFound):
        await services.generations.status(user.id, image_id)


async def test_deleting_what_is_completed_costs_what_it_has_cost(
    services: Services, make_user: MakeUser, make_picture: MakePicture
) -> None:
    user = await make_user(credits_count=1)
    image_id = await make_picture(user)

    await services.gallery_changes.delete(user.id, image_id)
    revision = await services.gallery.revision(user.id)
    await services.gallery_changes.delete(user.id, image_id)

    assert await services.gallery.revision(user.id) == revision
    assert (await services.credits.balance(user.id)).balance == 0


async def test_nobody_deletes_another_users_picture(
    services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    owner, other = await make_user(), await make_user()
    image_id = await make_image(owner.id)
    for user_id, wanted in ((other.id, image_id), (owner.id, uuid4())):
        with pytest.raises(NotFound):
            await services.gallery_changes.delete(user_id, wanted)
    assert len((await services.gallery.delta(owner.id, since=0, limit=10)).images) == 1


async def test_many_change_in_one_go_each_with_its_own_revision(
    services: Services, make_user: MakeUser, make_picture: MakePicture, make_image: MakeImage
) -> None:
    user, other = await make_user(credits_count=5), await make_user()
    pictures = [await make_picture(user) for _ in range(3)]
    running = await make_image(user.id)
    theirs = await make_picture(other)
    before = await services.gallery.revision(user.id)
    wanted = [pictures[2], running, theirs, pictures[0], pictures[2]]

    answer = await services.gallery_changes.change_many(
        user.id, BulkRequest(ids=[str(i) for i in wanted], action=BulkAction.TRASH)
    )

    assert answer.changed_ids == [str(pictures[2]), str(running), str(pictures[0])]
    assert answer.missing_ids == [str(theirs)]
    delta = await services.gallery.delta(user.id, since=before, limit=10, with_trash=True)
    assert delta.revision == answer.revision
    assert delta.deleted_ids == [str(running)]
    assert [image.id for image in delta.images] == [str(pictures[2]), str(pictures[0])]
    assert len({image.revision for image in delta.images}) == 2
    assert (await services.credits.balance(user.id)).balance == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (BulkAction.TRASH, BulkAction.RESTORE),
        (BulkAction.FAVOURITE, BulkAction.UNFAVOURITE),
        (BulkAction.ADD_TAGS, BulkAction.REMOVE_TAGS),
    ],
)
async def test_what_is_done_to_many_can_be_undone_and_done_twice_is_done_once(
    services: Services,
    make_user: MakeUser,
    make_picture: MakePicture,
    first: BulkAction,
    second: BulkAction,
) -> None:
    user = await make_user()
    ids = [str(await make_picture(user)) for _ in range(2)]
    start = (await services.gallery.delta(user.id, since=0, limit=10)).images

    for action in (first, second):
        tags = ["Zoo"] if action in {BulkAction.ADD_TAGS, BulkAction.REMOVE_TAGS} else []
        request = BulkRequest(ids=ids, action=action, tags=tags)
        assert (await services.gallery_changes.change_many(user.id, request)).changed_ids == ids
        assert (await services.gallery_changes.change_many(user.id, request)).changed_ids == []

    end = (await services.gallery.delta(user.id, since=0, limit=10)).images
    assert [_without_what_changes(image) for image in start] == [
        _without_what_changes(image) for image in end
    ]


def _without_what_changes(image: Image) -> dict[str, Any]:
    """A signed address holds the second in which it was signed."""
    files = {name: {"url"} for name in ("photo", "result", "display", "thumbnail")}
    return image.model_dump(exclude={"revision": True, **files})


async def test_tags_are_added_without_regard_to_case_and_within_the_limit(
    services: Services, make_user: MakeUser, make_picture: MakePicture
) -> None:
    user = await make_user()
    image_id = await make_picture(user)
    await services.gallery_changes.edit(user.id, image_id, ImageChange(tags=["dog"]))

    def adding(*tags: str) -> BulkRequest:
        return BulkRequest(ids=[str(image_id)], action=BulkAction.ADD_TAGS, tags=list(tags))

    await services.gallery_changes.change_many(user.id, adding("Dog", "Gift"))
    with pytest.raises(InvalidRequest):
        await services.gallery_changes.change_many(
            user.id, adding(*(f"tag {number}" for number in range(TAGS_MAX - 1)))
        )

    delta = await services.gallery.delta(user.id, since=0, limit=10)
    assert delta.images[0].tags == ["dog", "Gift"]


async def test_a_full_portion_of_pictures_takes_one_request(
    services: Services, engine: AsyncEngine, make_user: MakeUser, make_picture: MakePicture
) -> None:
    user = await make_user()
    model = await make_picture(user)
    async with autocommit(engine) as connection:
        await connection.execute(
            """
            insert into generated_images (user_id, status, style, prompt, photo_key, revision,
                first_revision, queue_position, idempotency_key, request_sha256, cost_credits,
                result)
            select user_id, status, style, prompt, photo_key, revision + place, first_revision, 0,
                'copy ' || place, '', 1, result
            from generated_images, generate_series(1, 499) as place where id = %s
            """,
            [model],
        )
        await connection.execute("update users set revision = revision + 499")
        cursor = await connection.execute("select id::text from generated_images")
        ids = [str(row[0]) for row in await cursor.fetchall()]

    answer = await services.gallery_changes.change_many(
        user.id, BulkRequest(ids=ids, action=BulkAction.FAVOURITE)
    )

    assert len(answer.changed_ids) == 500
    async with autocommit(engine) as connection:
        cursor = await connection.execute(
            "select count(distinct revision), max(revision) from generated_images"
        )
        assert await cursor.fetchone() == (500, answer.revision)
