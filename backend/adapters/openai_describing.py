"""The describe-then-generate route, for image models that take nothing but text.

A vision model describes the subject of the photo, and the image model draws a plushie of what the
description says. OpenAI has retired its own text-only models; other servers that speak its API,
such as Azure's and LocalAI, still offer them. So both calls use only what all of these know:
chat completions and `images.generate`, with `user` where newer APIs have `safety_identifier`.
"""

import asyncio
import base64
import io
from collections.abc import AsyncGenerator
from typing import Final, Literal

import anyio.to_thread
from openai import AsyncOpenAI, Omit, omit
from openai.types.chat import ChatCompletion, ChatCompletionMessageParam
from PIL import Image

from backend.adapters.openai_answers import count_tokens, count_vision_tokens, picture_in
from backend.adapters.openai_errors import broken_off, refused_content
from backend.adapters.openai_options import PictureOptions
from backend.adapters.openai_prompts import DESCRIBE_PROMPT, write_drawing_prompt
from backend.services.ports import EnginePreview, EngineRequest, EngineResult
from shared.service import EngineName

_SEEN_SIDE_PX: Final = 1024
"""Vision models look at less than this, so nothing is lost and little is sent."""
_SEEN_QUALITY: Final = 88
_DALL_E_3: Final = "dall-e-3"
_DALL_E_3_SIZES: Final = {"1024x1536": "1024x1792", "1536x1024": "1792x1024"}
"""The nearest of its own sizes. Source: https://learn.microsoft.com/azure/ai-services/openai/how-to/dall-e"""


class DescribeRoute:
    """Makes pictures through a description in words."""

    def __init__(self, client: AsyncOpenAI, options: PictureOptions, *, vision_model: str) -> None:
        self._client = client
        self._options = options
        self._vision_model = vision_model

    async def generate(
        self, request: EngineRequest, deadline: float
    ) -> AsyncGenerator[EnginePreview | EngineResult, None]:
        """Make one picture until `deadline`, a time of the event loop; there are no previews.

        Raises:
            OpenAIError: The service refused, or could not be reached.
            EngineError: The photo was not described, or there is no picture.
            TimeoutError: The deadline has come.
        """
        async with asyncio.timeout_at(deadline):
            seen = await anyio.to_thread.run_sync(_shrink, request.photo_png)
            description, vision_usage = await self._describe(request, seen)
            answer = await self._client.images.with_raw_response.generate(
                model=self._options.model,
                prompt=write_drawing_prompt(
                    request.style, description, request.wish, request.hints
                ),
                n=1,
                size=self._size,
                quality=self._quality,
                response_format="b64_json",
                user=request.user_reference,
            )
        images = answer.parse()
        yield EngineResult(
            image=picture_in(images),
            engine=EngineName.OPENAI,
            model=self._options.model,
            provider_request_id=answer.request_id,
            usage=vision_usage | count_tokens(images.usage),
        )

    async def _describe(self, request: EngineRequest, seen: bytes) -> tuple[str, dict[str, int]]:
        photo_url = "data:image/jpeg;base64," + base64.b64encode(seen).decode()
        message: ChatCompletionMessageParam = {
            "role": "user",
            "content": [
                {"type": "text", "text": DESCRIBE_PROMPT},
                {"type": "image_url", "image_url": {"url": photo_url}},
            ],
        }
        answer = await self._client.chat.completions.create(
            model=self._vision_model, messages=[message], user=request.user_reference
        )
        return _description_in(answer), count_vision_tokens(answer.usage)

    @property
    def _size(self) -> str:
        size = "1024x1024" if self._options.size == "auto" else self._options.size
        return _DALL_E_3_SIZES.get(size, size) if self._is_dall_e_3 else size

    @property
    def _quality(self) -> Literal["standard", "hd"] | Omit:
        """Only DALL-E 3 knows qualities, by names of its own."""
        if not self._is_dall_e_3:
            return omit
        return "hd" if self._options.quality == "high" else "standard"

    @property
    def _is_dall_e_3(self) -> bool:
        return _DALL_E_3 in self._options.model.lower()


def _description_in(answer: ChatCompletion) -> str:
    """What the vision model says.

    Raises:
        EnginePermanentError: It refuses to look at this photo.
        EngineTemporaryError: It says nothing.
    """
    choice = answer.choices[0] if answer.choices else None
    if choice is None:
        raise broken_off()
    if choice.finish_reason == "content_filter" or choice.message.refusal:
        raise refused_content()
    description = " ".join((choice.message.content or "").split())
    if not description:
        raise broken_off()
    return description


def _shrink(photo_png: bytes) -> bytes:
    with Image.open(io.BytesIO(photo_png), formats=["PNG"]) as photo:
        small = photo.convert("RGB")
    small.thumbnail((_SEEN_SIDE_PX, _SEEN_SIDE_PX))
    file = io.BytesIO()
    small.save(file, "JPEG", quality=_SEEN_QUALITY)
    return file.getvalue()
