"""One picture from claim to stored files: what is kept, charged and said in every case."""

import asyncio
import io
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from PIL import Image
from psycopg.rows import dict_row
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import transaction
from backend.errors import (
    DatabaseUnavailable,
    EnginePermanentError,
    EngineTemporaryError,
    StorageUnavailable,
)
from backend.services.attempts import PREVIEWS_CHANNEL, Attempt, AttemptService, StoredPicture
from backend.services.making import PictureMaker
from shared.errors import ErrorCode
from shared.generations import Hints, SubjectKind
from shared.limits import GENERATION_MAX_ATTEMPTS
from shared.styles import Style
from tests.backend.conftest import KnownUser, MakeImage, MakeUser
from tests.fakes import photo_files
from tests.fakes.image_engine import Draw, Fail, FakeImageEngine, Hold, StopShort
from tests.fakes.object_store import FakeObjectStore

BUSY = EngineTemporaryError(ErrorCode.ENGINE_UNAVAILABLE, "Busy.")


@dataclass
class Studio:
    """A maker with everything around it, and what the tests want to know of it."""

    database: AsyncEngine
    user: KnownUser
    make_image: MakeImage
    store: FakeObjectStore = field(default_factory=FakeObjectStore)
    image_engine: FakeImageEngine = field(default_factory=FakeImageEngine)

    @property
    def maker(self) -> PictureMaker:
        return PictureMaker(AttemptService(self.database), self.store, self.image_engine)

    async def order(
        self,
        photo: bytes | None = None,
        content_type: str = "image/png",
        **wishes: Any,
    ) -> UUID:
        """Upload a photo and ask for a plushie of it."""
        key = f"staging/{uuid4()}"
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


@pytest.fixture
async def studio(engine: AsyncEngine, make_user: MakeUser, make_image: MakeImage) -> Studio:
    return Studio(engine, await make_user(3), make_image)


async def test_a_photo_becomes_a_plushie_for_one_credit(studio: Studio) -> None:
    image_id = await studio.order(style=Style.MINIMALIST, wish="a red scarf")

    await studio.maker.make(image_id)

    row = await studio.row(image_id)
    assert row["status"] == "completed"
    assert (row["engine"], row["model"], row["provider_request_id"], row["usage"]) == (
        "draft",
        "fake-1",
        "req_fake",
        {"output_tokens": 7},
    )
    assert await studio.ledger(image_id) == [("generation", -1)]
    assert await studio.balance() == 2
    request = studio.image_engine.requests[0]
    assert (request.style, request.wish) == (Style.MINIMALIST, "a red scarf")


async def test_every_file_is_stored_as_it_is_described(studio: Studio) -> None:
    image_id = await studio.order()

    await studio.maker.make(image_id)

    row = await studio.row(image_id)
    for name in ("result", "display", "thumbnail", "photo"):
        described = row[name]
        data, content_type = studio.store.objects[described["key"]]
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.size == (described["width"], described["height"])
        assert (len(data), content_type) == (described["size_bytes"], described["content_type"])
    assert studio.names_of(image_id) == {
        "1/original.png",
        "1/display.webp",
        "1/thumbnail.webp",
        "1/photo.jpg",
    }
    assert row["placeholder"]


async def test_what_a_person_told_about_the_photo_reaches_the_engine(studio: Studio) -> None:
    hints = Hints(kind=SubjectKind.PET, seed=5)
    image_id = await studio.order(hints=hints)

    await studio.maker.make(image_id)

    assert studio.image_engine.requests[0].hints == hints


async def test_the_provider_learns_the_same_pseudonym_each_time_and_no_id(studio: Studio) -> None:
    for _ in range(2):
        await studio.maker.make(await studio.order())

    first, second = (request.user_reference for request in studio.image_engine.requests)
    assert first == second
    assert str(studio.user.id) not in first
    assert len(first) == 32


async def test_previews_are_stored_and_announced_in_order(
    studio: Studio, postgres_dsn: str
) -> None:
    studio.image_engine.deeds = [Draw(previews=3)]
    image_id = await studio.order()

    async with await psycopg.AsyncConnection.connect(postgres_dsn, autocommit=True) as listener:
        await listener.execute(f"listen {PREVIEWS_CHANNEL}")
        await studio.maker.make(image_id)
        notices = [
            json.loads(notice.payload)
            async for notice in listener.notifies(timeout=5, stop_after=3)
        ]

    assert [notice["sequence"] for notice in notices] == [1, 2, 3]
    for notice in notices:
        assert notice["key"] == f"previews/{image_id}/1/{notice['sequence']}.webp"
        assert studio.store.objects[notice["key"]][1] == "image/webp"
        assert notice["stage"] == "scribble"


async def test_a_broken_preview_is_left_out(studio: Studio) -> None:
    studio.image_engine.deeds = [Draw(previews=2, preview=b"half a preview")]
    image_id = await studio.order()

    await studio.maker.make(image_id)

    assert not [key for key in studio.store.objects if key.startswith("previews/")]
    assert (await studio.row(image_id))["status"] == "completed"


async def test_an_eager_engine_shows_twelve_previews_at_most(studio: Studio) -> None:
    studio.image_engine.deeds = [Draw(previews=14)]

    await studio.maker.make(await studio.order())

    assert len([key for key in studio.store.objects if key.startswith("previews/")]) == 12


@pytest.mark.parametrize(
    ("photo", "content_type", "code"),
    [
        (b"Only a note", "image/png", ErrorCode.UNSUPPORTED_PHOTO_TYPE),
        (b"<svg/>", "image/png", ErrorCode.UNSUPPORTED_PHOTO_TYPE),
        (photo_files.make_photo("PNG"), "image/jpeg", ErrorCode.UNSUPPORTED_PHOTO_TYPE),
        (photo_files.make_photo("JPEG")[:2000], "image/jpeg", ErrorCode.PHOTO_UNREADABLE),
        (b"\x89PNG\r\n\x1a\n" + bytes(11 * 2**20), "image/png", ErrorCode.PHOTO_TOO_LARGE),
        (photo_files.make_huge_png(7072, 7072), "image/png", ErrorCode.PHOTO_TOO_MANY_PIXELS),
        (photo_files.make_animation("WEBP"), "image/webp", ErrorCode.PHOTO_ANIMATED),
        (photo_files.make_photo(width=1, height=1), "image/png", ErrorCode.PHOTO_TOO_SMALL),
    ],
    ids=["text", "svg", "other type", "truncated", "11 MiB", "50 MP", "animated", "1 px"],
)
async def test_a_bad_photo_fails_with_its_own_code_and_is_refunded_once(
    studio: Studio, photo: bytes, content_type: str, code: ErrorCode
) -> None:
    image_id = await studio.order(photo, content_type)

    await studio.maker.make(image_id)
    await studio.maker.make(image_id)

    row = await studio.row(image_id)
    assert (row["status"], row["failure_code"]) == ("failed", code)
    assert row["failure_message"].endswith("You were not charged.")
    assert await studio.ledger(image_id) == [("generation", -1), ("refund", 1)]
    assert await studio.balance() == 3
    assert studio.image_engine.requests == []
    assert studio.names_of(image_id) == set()


async def test_a_photo_that_never_arrived_fails_and_is_refunded(studio: Studio) -> None:
    image_id = await studio.make_image(studio.user.id)

    await studio.maker.make(image_id)

    assert (await studio.row(image_id))["failure_code"] == ErrorCode.UPLOAD_NOT_FOUND
    assert await studio.balance() == 3


async def test_an_engines_refusal_fails_at_once_and_is_refunded(studio: Studio) -> None:
    studio.image_engine.deeds = [
        Fail(EnginePermanentError(ErrorCode.CONTENT_REFUSED, "Not this one."), previews=1)
    ]
    image_id = await studio.order()

    await studio.maker.make(image_id)

    row = await studio.row(image_id)
    assert (row["status"], row["failure_code"]) == ("failed", ErrorCode.CONTENT_REFUSED)
    assert row["failure_message"] == "Not this one."
    assert await studio.balance() == 3


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


async def test_an_object_store_that_is_away_is_waited_for(studio: Studio) -> None:
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


async def test_files_of_an_attempt_that_lost_its_fence_at_the_end_are_deleted(
    studio: Studio,
) -> None:
    class OvertakenAtTheEnd(AttemptService):
        async def complete(self, attempt: Attempt, picture: StoredPicture) -> bool:
            await self.claim(attempt.image_id)
            return await super().complete(attempt, picture)

    image_id = await studio.order()
    maker = PictureMaker(OvertakenAtTheEnd(studio.database), studio.store, studio.image_engine)

    await maker.make(image_id)

    assert (await studio.row(image_id))["status"] == "processing"
    assert studio.names_of(image_id) == set()


@pytest.mark.parametrize("is_lost_before", [True, False], ids=["before", "after"])
async def test_a_finished_picture_outlives_a_database_that_goes_away_around_its_commit(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, *, is_lost_before: bool
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

    monkeypatch.setattr("backend.services.making._COMPLETE_PAUSE_S", 0)
    image_id = await studio.order()
    attempts = LosesConnectionOnce(studio.database)

    await PictureMaker(attempts, studio.store, studio.image_engine).make(image_id)

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
