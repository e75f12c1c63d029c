"""Everybody who follows a gallery ends with the same pictures, whatever happens meanwhile."""

import random
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit, transaction
from backend.services.all_services import Services
from backend.services.audit import audit
from backend.services.gallery_pages import PageFilter
from backend.services.gallery_trash import empty_trash
from shared.gallery import BulkAction, BulkRequest, Image, ImageChange
from tests.backend.conftest import MakeImage, MakeUser
from tests.backend.services.test_attempts import PICTURE

STEPS = 60


@dataclass
class Reader:
    """A device that asks for what has changed, now and then, one small page at a time."""

    with_trash: bool
    revision: int = 0
    images: dict[str, Image] = field(default_factory=dict)

    async def read(self, services: Services, user_id: UUID, *, pages: int = 1000) -> None:
        """Take over some pages of changes; the line breaks after so many."""
        for _ in range(pages):
            delta = await services.gallery.delta(
                user_id, since=self.revision, limit=2, with_trash=self.with_trash
            )
            assert not delta.resync_required
            self.images |= {image.id: image for image in delta.images}
            for image_id in delta.deleted_ids:
                self.images.pop(image_id, None)
            self.revision = delta.revision
            if not delta.more:
                return

    async def start_afresh(self, services: Services, user_id: UUID) -> None:
        """Read the pages, and go on from the revision that the first of them told."""
        self.images = {}
        revisions: list[int] = []
        for in_trash in (False, True) if self.with_trash else (False,):
            cursor: str | None = None
            while True:
                page = await services.gallery_pages.page(
                    user_id, PageFilter(in_trash=in_trash), cursor=cursor, limit=3
                )
                self.images |= {image.id: image for image in page.images}
                revisions.append(page.revision)
                cursor = page.next_cursor
                if cursor is None:
                    break
        self.revision = revisions[0]

    def seen(self) -> dict[str, tuple[object, ...]]:
        """What a person would see."""
        return {
            image.id: (image.status, image.title, image.favourite, image.tags, image.trashed_at)
            for image in self.images.values()
        }


class Person:
    """Does something to their pictures, at random."""

    def __init__(self, services: Services, engine: AsyncEngine, user_id: UUID, seed: int) -> None:
        self.random = random.Random(seed)
        self._services = services
        self._engine = engine
        self._user_id = user_id
        self._ids: list[UUID] = []

    async def act(self, make_image: MakeImage) -> None:
        deed = self.random.choice(("make", "make", "finish", "edit", "many", "many", "wait"))
        if deed == "make" or not self._ids:
            self._ids.append(await make_image(self._user_id))
        elif deed == "finish":
            attempt = await self._services.attempts.claim(self.random.choice(self._ids))
            if attempt is not None:
                await self._services.attempts.complete(attempt, PICTURE)
        elif deed == "edit":
            live = await self._services.gallery.delta(self._user_id, since=0, limit=500)
            if live.images:
                image = self.random.choice(live.images)
                change = ImageChange(title=f"Title {self.random.random()}")
                await self._services.gallery_changes.edit(self._user_id, UUID(image.id), change)
        elif deed == "many":
            action = self.random.choice(list(BulkAction))
            is_on_tags = action in {BulkAction.ADD_TAGS, BulkAction.REMOVE_TAGS}
            chosen = self.random.sample(self._ids, min(3, len(self._ids)))
            await self._services.gallery_changes.change_many(
                self._user_id,
                BulkRequest(
                    ids=[str(image_id) for image_id in chosen],
                    action=action,
                    tags=[self.random.choice("abc")] if is_on_tags else [],
                ),
            )
        else:
            await self._wait_a_month()

    async def _wait_a_month(self) -> None:
        async with autocommit(self._engine) as connection:
            await connection.execute(
                "update generated_images set trashed_at = trashed_at - interval '40 days'"
                " where trashed_at is not null and random() < 0.3"
            )
            await empty_trash(connection, at_once=2)


@pytest.mark.parametrize("seed", range(4))
async def test_every_reader_ends_with_the_same_pictures(
    services: Services, engine: AsyncEngine, make_user: MakeUser, make_image: MakeImage, seed: int
) -> None:
    user = await make_user(credits_count=STEPS)
    person = Person(services, engine, user.id, seed)
    plain, with_trash, restarted = Reader(False), Reader(True), Reader(True)
    for _ in range(STEPS):
        await person.act(make_image)
        for reader in (plain, with_trash, restarted):
            if person.random.random() < 0.3:
                await reader.read(services, user.id, pages=person.random.randint(1, 3))
        if person.random.random() < 0.1:
            await restarted.start_afresh(services, user.id)

    fresh = Reader(True)
    await fresh.start_afresh(services, user.id)
    from_zero = Reader(False)
    for reader in (plain, with_trash, restarted, fresh, from_zero):
        await reader.read(services, user.id)

    assert with_trash.seen().keys() == restarted.seen().keys() == fresh.seen().keys()
    assert plain.seen() == from_zero.seen()
    assert plain.seen() == {
        image_id: seen for image_id, seen in fresh.seen().items() if seen[-1] is None
    }
    assert len({reader.revision for reader in (plain, with_trash, fresh)}) == 1
    async with transaction(engine) as connection:
        assert (await audit(connection, stuck_after=timedelta(hours=1))).findings == []


async def test_who_has_to_start_again_gets_everything_by_pages(
    services: Services, engine: AsyncEngine, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=8)
    reader = Reader(True)
    await make_image(user.id)
    await reader.read(services, user.id)
    for _ in range(7):
        await make_image(user.id)
    async with autocommit(engine) as connection:
        await connection.execute("update users set oldest_revision = 6")

    delta = await services.gallery.delta(user.id, since=reader.revision, limit=10)
    assert delta.resync_required
    await reader.start_afresh(services, user.id)
    await reader.read(services, user.id)

    assert len(reader.images) == 8
