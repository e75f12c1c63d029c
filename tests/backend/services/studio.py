"""A picture maker with everything around it, and what the tests want to know of it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from psycopg.rows import dict_row
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import transaction
from backend.services.attempts import AttemptService
from backend.services.making import PictureMaker
from shared.uploads import PHOTO_SUFFIXES, PhotoType
from tests.backend.conftest import KnownUser, MakeImage
from tests.fakes import photo_files
from tests.fakes.image_engine import FakeImageEngine
from tests.fakes.object_store import FakeObjectStore


@dataclass
class Studio:
    """A user with credits, a maker, and a store and an engine that do as they are told."""

    database: AsyncEngine
    user: KnownUser
    make_image: MakeImage
    store: FakeObjectStore = field(default_factory=FakeObjectStore)
    image_engine: FakeImageEngine = field(default_factory=FakeImageEngine)

    @property
    def maker(self) -> PictureMaker:
        return self.maker_with(AttemptService(self.database))

    def maker_with(self, attempts: AttemptService) -> PictureMaker:
        """A maker that waits for nothing: an outage is over at its second try, or not."""
        return PictureMaker(attempts, self.store, self.image_engine, pauses_s=(0,))

    async def order(
        self,
        photo: bytes | None = None,
        content_type: str = "image/png",
        **wishes: Any,
    ) -> UUID:
        """Upload a photo and ask for a plushie of it."""
        key = f"staging/{uuid4()}.{PHOTO_SUFFIXES[PhotoType(content_type)]}"
        data = photo_files.make_photo() if photo is None else photo
        await self.store.put(key, data, content_type=content_type)
        return await self.make_image(self.user.id, photo_key=key, **wishes)

    async def row(self, image_id: UUID) -> dict[str, Any]:
        async with (
            transaction(self.database) as connection,
            connection.cursor(row_factory=dict_row) as cursor,
        ):
            await cursor.execute("select * from generated_images where id = %s", [image_id])
            row = await cursor.fetchone()
        assert row is not None
        return row

    async def ledger(self, image_id: UUID) -> list[tuple[str, int]]:
        async with transaction(self.database) as connection:
            cursor = await connection.execute(
                "select type, credits from transactions where image_id = %s order by id", [image_id]
            )
            return await cursor.fetchall()

    async def balance(self) -> int:
        async with transaction(self.database) as connection:
            cursor = await connection.execute(
                "select credits from users where id = %s", [self.user.id]
            )
            row = await cursor.fetchone()
        assert row is not None
        balance: int = row[0]
        return balance

    def names_of(self, image_id: UUID) -> set[str]:
        """The kept files of an image, by attempt and name."""
        folder = f"images/{image_id}/"
        return {key.removeprefix(folder) for key in self.store.objects if key.startswith(folder)}
