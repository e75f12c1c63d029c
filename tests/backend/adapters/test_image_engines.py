"""The contract of an image engine, passed by both real ones and by the stand-in."""

import io
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from uuid import uuid4

import httpx2
import pytest
from PIL import Image
from pydantic import SecretStr

from backend.adapters import draft_images
from backend.adapters.draft_images import DraftImageEngine
from backend.adapters.image_engines import create_image_engine
from backend.adapters.openai_images import OpenAIImageEngine
from backend.errors import EnginePermanentError
from backend.services.ports import EnginePreview, EngineRequest, EngineResult, ImageEngine
from backend.settings import Settings
from shared.errors import ErrorCode
from shared.generations import Hints
from shared.service import EngineName
from shared.styles import Style
from tests.fakes import photo_files
from tests.fakes.image_engine import FakeImageEngine
from tests.fakes.openai_server import FakeOpenAI

SETTINGS = Settings(
    _env_file=None,
    database_url=SecretStr("postgresql://nobody@127.0.0.1:9/none"),
    aws_access_key_id="key",
    aws_secret_access_key=SecretStr("secret"),
    aws_s3_bucket="bucket",
    openai_api_key=None,
)
WITH_KEY = SETTINGS.model_copy(update={"openai_api_key": SecretStr("sk-test")})


@pytest.fixture(autouse=True)
def _small_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sixteenth of the work; the tests of the worker's process draw at full size."""
    monkeypatch.setattr(draft_images, "RESULT_SIDE_PX", 256)


@pytest.fixture(params=["fake", "draft", "openai"])
async def engine(request: pytest.FixtureRequest) -> AsyncIterator[ImageEngine]:
    engine: ImageEngine
    match request.param:
        case "fake":
            engine = FakeImageEngine()
        case "draft":
            engine = DraftImageEngine()
        case _:
            transport = httpx2.ASGITransport(app=FakeOpenAI().app)
            engine = OpenAIImageEngine.from_settings(
                WITH_KEY, http_client=httpx2.AsyncClient(transport=transport)
            )
    yield engine
    await engine.close()


def make_request(style: Style = Style.CUTE_FLUFFY) -> EngineRequest:
    return EngineRequest(
        image_id=uuid4(),
        user_reference="pseudonym",
        photo_png=photo_files.make_photo("PNG"),
        style=style,
        wish="a red scarf",
        hints=Hints(seed=3),
    )


async def test_previews_come_first_and_one_result_last(engine: ImageEngine) -> None:
    async with aclosing(engine.generate(make_request())) as steps:
        *previews, result = [step async for step in steps]

    assert previews
    assert all(isinstance(preview, EnginePreview) for preview in previews)
    assert isinstance(result, EngineResult)
    assert result.engine is engine.name
    assert result.model
    for data in [result.image, *(p.image for p in previews if isinstance(p, EnginePreview))]:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"]) as picture:
            picture.load()
            assert min(picture.size) >= 128


async def test_an_engine_that_is_closed_early_stops_and_can_go_on(engine: ImageEngine) -> None:
    async with aclosing(engine.generate(make_request())) as steps:
        assert isinstance(await anext(steps), EnginePreview)

    async with aclosing(engine.generate(make_request())) as steps:
        assert [step async for step in steps]


async def test_the_draft_engine_draws_the_same_again_and_another_style_differently() -> None:
    engine = DraftImageEngine()

    async def draw(style: Style) -> bytes:
        async with aclosing(engine.generate(make_request(style))) as steps:
            *_, result = [step async for step in steps]
        assert isinstance(result, EngineResult)
        return result.image

    first = await draw(Style.MINIMALIST)

    assert await draw(Style.MINIMALIST) == first
    assert await draw(Style.CARTOON_STYLE) != first


async def test_an_empty_photo_is_refused_by_the_draft_engine() -> None:
    empty = photo_files.encode(Image.new("RGB", (300, 300), "white"), "PNG")
    request = replace(make_request(), photo_png=empty)

    with pytest.raises(EnginePermanentError) as caught:
        async with aclosing(DraftImageEngine().generate(request)) as steps:
            _ = [step async for step in steps]

    assert caught.value.code is ErrorCode.PHOTO_WITHOUT_SUBJECT


async def test_the_key_decides_which_engine_a_server_uses() -> None:
    for settings, name in ((SETTINGS, EngineName.DRAFT), (WITH_KEY, EngineName.OPENAI)):
        engine = create_image_engine(settings)
        await engine.close()

        assert engine.name is name
