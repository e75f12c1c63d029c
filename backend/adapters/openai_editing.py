"""The edit route: the photo itself is edited by an image model, whose drafts are shown live."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Final

from openai import AsyncOpenAI, AsyncStream
from openai.types import (
    ImageEditCompletedEvent,
    ImageEditPartialImageEvent,
    ImageEditStreamEvent,
)

from backend.adapters.openai_answers import count_tokens, decode_picture, picture_in, read_answer
from backend.adapters.openai_errors import broken_off
from backend.adapters.openai_options import PictureOptions
from backend.adapters.openai_prompts import write_edit_prompt
from backend.services.ports import EnginePreview, EngineRequest, EngineResult
from shared.service import EngineName

_PREVIEWS: Final = 2
"""Each costs about 100 output tokens."""
_PREVIEW_STAGE: Final = "emerging"


class EditRoute:
    """Makes pictures through `images.edit`."""

    def __init__(self, client: AsyncOpenAI, options: PictureOptions) -> None:
        self._client = client
        self._options = options

    async def generate(
        self, request: EngineRequest, deadline: float
    ) -> AsyncGenerator[EnginePreview | EngineResult, None]:
        """Make one picture until `deadline`, a time of the event loop.

        Raises:
            OpenAIError: The service refused, or could not be reached.
            EngineTemporaryError: The stream ended without a picture.
            TimeoutError: The deadline has come.
        """
        async with asyncio.timeout_at(deadline):
            stream = await self._start(request)
        async with stream:
            request_id = stream.response.headers.get("x-request-id")
            if stream.response.headers.get("content-type", "").startswith("application/json"):
                async with asyncio.timeout_at(deadline):
                    body = await stream.response.aread()
                # The answer of a compatible server that does not stream.
                answer = read_answer(body)
                usage = count_tokens(answer.usage)
                yield self._result(picture_in(answer), usage, request_id)
                return
            async for event in _until(stream, deadline):
                if isinstance(event, ImageEditPartialImageEvent):
                    yield EnginePreview(stage=_PREVIEW_STAGE, image=decode_picture(event.b64_json))
                elif isinstance(event, ImageEditCompletedEvent):
                    usage = count_tokens(event.usage)
                    yield self._result(decode_picture(event.b64_json), usage, request_id)
                    return
        raise broken_off()

    async def _start(self, request: EngineRequest) -> AsyncStream[ImageEditStreamEvent]:
        return await self._client.images.edit(
            image=("photo.png", request.photo_png, "image/png"),
            prompt=write_edit_prompt(request.style, request.wish, request.hints),
            model=self._options.model,
            quality=self._options.quality,
            size=self._options.size,
            output_format="png",
            safety_identifier=request.user_reference,
            stream=True,
            partial_images=_PREVIEWS,
        )

    def _result(
        self, picture: bytes, usage: dict[str, int], request_id: str | None
    ) -> EngineResult:
        return EngineResult(
            image=picture,
            engine=EngineName.OPENAI,
            model=self._options.model,
            provider_request_id=request_id,
            usage=usage,
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
