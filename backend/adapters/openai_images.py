"""The OpenAI engine: pictures from OpenAI's image models, or from a server that speaks its API."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Final, Self

import httpx2
from openai import AsyncOpenAI, OpenAIError

from backend.adapters.openai_describing import DescribeRoute
from backend.adapters.openai_editing import EditRoute
from backend.adapters.openai_errors import broken_off, too_slow, translate_error
from backend.adapters.openai_options import PictureOptions, sees_photos
from backend.services.ports import EnginePreview, EngineRequest, EngineResult
from backend.settings import Settings
from shared.service import EngineName

logger = logging.getLogger(__name__)

_CONNECT_TIMEOUT_S: Final = 10


class OpenAIImageEngine:
    """An `ImageEngine`. The model's name picks the route from photo to picture.

    Args:
        client: Must not retry by itself: the queue does, and knows what was paid for.
        options: Model, quality and size.
        vision_model: Describes the photo to models that cannot see it.
        timeout_s: Limit for one whole picture.
    """

    def __init__(
        self, client: AsyncOpenAI, options: PictureOptions, *, vision_model: str, timeout_s: float
    ) -> None:
        self._client = client.with_options(max_retries=0)
        self._route: EditRoute | DescribeRoute = (
            EditRoute(self._client, options)
            if sees_photos(options.model)
            else DescribeRoute(self._client, options, vision_model=vision_model)
        )
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
            PictureOptions(
                model=settings.openai_image_model,
                quality=settings.openai_image_quality,
                size=settings.openai_image_size,
            ),
            vision_model=settings.openai_vision_model,
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
            async with aclosing(self._route.generate(request, deadline)) as steps:
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


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
