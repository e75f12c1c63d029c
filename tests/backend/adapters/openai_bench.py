"""What the tests of the OpenAI engine share: settings, requests, and what came of them."""

from contextlib import aclosing
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr

from backend.adapters.openai_images import OpenAIImageEngine
from backend.errors import EngineError
from backend.services.ports import EnginePreview, EngineRequest, EngineResult
from backend.settings import Settings
from shared.generations import Hints
from shared.styles import Style
from tests.fakes import photo_files


def settings_for(base_url: str, **others: Any) -> Settings:
    return Settings(
        _env_file=None,
        database_url=SecretStr("postgresql://nobody@127.0.0.1:9/none"),
        aws_access_key_id="key",
        aws_secret_access_key=SecretStr("secret"),
        aws_s3_bucket="bucket",
        **{
            "openai_api_key": SecretStr("sk-test"),
            "openai_base_url": f"{base_url}/v1",
            "openai_image_size": "1024x1024",
            **others,
        },
    )


def make_request(**others: Any) -> EngineRequest:
    return EngineRequest(
        **{
            "image_id": uuid4(),
            "user_reference": "pseudonym-1",
            "photo_png": photo_files.make_photo("PNG"),
            "style": Style.CUTE_FLUFFY,
            "wish": "",
            "hints": Hints(),
            **others,
        }
    )


async def collect(
    engine: OpenAIImageEngine, request: EngineRequest | None = None
) -> list[EnginePreview | EngineResult]:
    async with aclosing(engine.generate(request or make_request())) as steps:
        return [step async for step in steps]


async def error_of(engine: OpenAIImageEngine) -> EngineError:
    with pytest.raises(EngineError) as caught:
        await collect(engine)
    return caught.value
