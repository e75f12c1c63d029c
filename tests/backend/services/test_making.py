"""One picture from claim to stored files: what is kept, charged and said in every case."""

import io
import json

import psycopg
import pytest
from PIL import Image

from backend.errors import (
    EnginePermanentError,
)
from backend.services.previews import PREVIEWS_CHANNEL
from shared.errors import ErrorCode
from shared.generations import Hints, SubjectKind
from shared.styles import Style
from tests.backend.services.studio import Studio
from tests.fakes import photo_files
from tests.fakes.image_engine import Draw, Fail


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
            async for notice in listener.notifies(timeout=60, stop_after=3)
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


async def test_a_photo_is_checked_by_what_its_key_says_when_the_store_forgot_its_type(
    studio: Studio,
) -> None:
    image_id = await studio.order(photo_files.make_photo("WEBP"), "image/webp")
    for key, (data, _) in studio.store.objects.items():
        studio.store.objects[key] = (data, "application/octet-stream")

    await studio.maker.make(image_id)

    assert (await studio.row(image_id))["status"] == "completed"


async def test_an_upload_under_a_key_of_no_known_type_is_refused(studio: Studio) -> None:
    await studio.store.put("staging/x.gif", photo_files.make_photo(), content_type="image/gif")
    image_id = await studio.make_image(studio.user.id, photo_key="staging/x.gif")

    await studio.maker.make(image_id)

    assert (await studio.row(image_id))["failure_code"] == ErrorCode.UNSUPPORTED_PHOTO_TYPE


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
