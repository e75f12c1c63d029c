"""The OpenAI engine: the photo itself is edited by an image model, whose drafts are shown live."""

import asyncio
import base64
import binascii
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Final, Literal, Self

import httpx2
from openai import AsyncOpenAI, AsyncStream, OpenAIError
from openai.types import (
    ImageEditCompletedEvent,
    ImageEditPartialImageEvent,
    ImageEditStreamEvent,
    ImagesResponse,
)
from openai.types.image_edit_completed_event import Usage as StreamUsage
from openai.types.images_response import Usage as JsonUsage

from backend.adapters.openai_errors import broken_off, too_slow, translate_error
from backend.adapters.openai_prompts import write_prompt
from backend.services.ports import EnginePreview, EngineRequest, EngineResult
from backend.settings import Settings
from shared.service import EngineName

logger = logging.getLogger(__name__)

_PREVIEWS: Final = 2
"""Each costs about 100 output tokens."""
_PREVIEW_STAGE: Final = "emerging"
_CONNECT_TIMEOUT_S: Final = 10


Quality = Literal["auto", "low", "medium", "high"]


class OpenAIImageEngine:
    """An `ImageEngine` on OpenAI's `images.edit`, or on a server that speaks it.

    Args:
        client: Must not retry by itself: the queue does, and knows what was paid for.
        model: A GPT image model.
        quality: As the API names it.
        size: As the API names it.
        timeout_s: Limit for one whole picture.
    """

    def __init__(
        self, client: AsyncOpenAI, *, model: str, quality: Quality, size: str, timeout_s: float
    ) -> None:
        self._client = client.with_options(max_retries=0)
        self._model = model
        self._quality = quality
        self._size = size
        self._timeout_s = timeout_s

    @classmethod
    def from_settings(
        cls, settings: Settings, *, http_client: httpx2.AsyncClient | None = None
    ) -> Self:
        """Create the client. `http_client` is for tests.

        Raises:
            ValueError: There is no API key.
        """
        if settings.openai_api_key is None:
            raise ValueError("OPENAI_API_KEY is missing")
        client = AsyncOpenAI(
            api_key=settings.openai_api_key.get_secret_value(),
            organization=settings.openai_org_id,
            base_url=settings.openai_base_url,
            max_retries=0,
            timeout=httpx2.Timeout(settings.openai_timeout_s, connect=_CONNECT_TIMEOUT_S),
            http_client=http_client,
        )
        return cls(
            client,
            model=settings.openai_image_model,
            quality=settings.openai_image_quality,
            size=settings.openai_image_size,
            timeout_s=settings.openai_timeout_s,
        )

    @property
    def name(self) -> EngineName:
        """Which engine this is."""
        return EngineName.OPENAI

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def generate(
        self, request: EngineRequest
    ) -> AsyncGenerator[EnginePreview | EngineResult, None]:
        """Make one picture. The last item is the `EngineResult`.

        Raises:
            EngineTemporaryError: Rate limit, outage, timeout, or a stream that broke off.
            EnginePermanentError: Moderation, spent quota, or settings that are refused.
        """
        deadline = asyncio.get_running_loop().time() + self._timeout_s
        try:
            async with aclosing(self._generate(request, deadline)) as steps:
                async for step in steps:
                    yield step
        except OpenAIError as error:
            engine_error = translate_error(error)
            logger.warning("OpenAI, image %s: %s", request.image_id, _in_one_line(error))
            raise engine_error from error
        except TimeoutError as error:
            raise too_slow() from error
        except (ValueError, httpx2.HTTPError) as error:
            # Half an event, half a picture: the stream was cut.
            logger.warning("OpenAI, image %s: %s", request.image_id, _in_one_line(error))
            raise broken_off() from error

    async def _generate(
        self, request: EngineRequest, deadline: float
    ) -> AsyncGenerator[EnginePreview | EngineResult, None]:
        async with asyncio.timeout_at(deadline):
            stream = await self._start(request)
        async with stream:
            request_id = stream.response.headers.get("x-request-id")
            if stream.response.headers.get("content-type", "").startswith("application/json"):
                async with asyncio.timeout_at(deadline):
                    yield self._read_json(await stream.response.aread(), request_id)
                return
            async for event in _until(stream, deadline):
                if isinstance(event, ImageEditPartialImageEvent):
                    yield EnginePreview(stage=_PREVIEW_STAGE, image=_decode(event.b64_json))
                elif isinstance(event, ImageEditCompletedEvent):
                    yield self._result(event.b64_json, event.usage, request_id)
                    return
        raise broken_off()

    async def _start(self, request: EngineRequest) -> AsyncStream[ImageEditStreamEvent]:
        return await self._client.images.edit(
            image=("photo.png", request.photo_png, "image/png"),
            prompt=write_prompt(request.style, request.wish, request.hints),
            model=self._model,
            quality=self._quality,
            size=self._size,
            output_format="png",
            safety_identifier=request.user_reference,
            stream=True,
            partial_images=_PREVIEWS,
        )

    def _read_json(self, body: bytes, request_id: str | None) -> EngineResult:
        """The answer of a compatible server that does not stream."""
        answer = ImagesResponse.model_validate_json(body)
        picture = answer.data[0].b64_json if answer.data else None
        if picture is None:
            raise broken_off()
        return self._result(picture, answer.usage, request_id)

    def _result(
        self, b64_json: str, usage: StreamUsage | JsonUsage | None, request_id: str | None
    ) -> EngineResult:
        return EngineResult(
            image=_decode(b64_json),
            engine=self.name,
            model=self._model,
            provider_request_id=request_id,
            usage=_count_tokens(usage),
        )


async def _until(
    stream: AsyncStream[ImageEditStreamEvent], deadline: float
) -> AsyncIterator[ImageEditStreamEvent]:
    """The events up to the deadline; raises TimeoutError there, however slowly they drip."""
    while True:
        async with asyncio.timeout_at(deadline):
            try:
                event = await anext(stream)
            except StopAsyncIteration:
                return
        yield event


def _decode(b64_json: str) -> bytes:
    try:
        return base64.b64decode(b64_json, validate=True)
    except binascii.Error as error:
        raise broken_off() from error


def _count_tokens(usage: StreamUsage | JsonUsage | None) -> dict[str, int]:
    """What the picture cost; empty when a compatible server does not tell."""
    if usage is None:
        return {}
    return {
        "input_tokens": usage.input_tokens,
        "input_image_tokens": usage.input_tokens_details.image_tokens,
        "input_text_tokens": usage.input_tokens_details.text_tokens,
        "output_tokens": usage.output_tokens,
        "total_tokens": usage.total_tokens,
    }


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
