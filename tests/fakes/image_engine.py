"""An image engine that does what a test tells it, one deed a picture."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from backend.services.ports import EnginePreview, EngineRequest, EngineResult
from shared.service import EngineName
from tests.fakes import photo_files


@dataclass(frozen=True)
class Draw:
    """Show so many previews, then the picture."""

    previews: int = 1
    preview: bytes = photo_files.make_photo("JPEG")
    image: bytes = photo_files.make_photo("PNG", width=300, height=300)


@dataclass(frozen=True)
class Fail:
    """Show so many previews, then raise."""

    error: Exception
    previews: int = 0


@dataclass(frozen=True)
class StopShort:
    """End without a picture."""


@dataclass
class Hold:
    """Show one preview, then wait until released or closed, then show another and draw."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    is_closed: bool = False


Deed = Draw | Fail | StopShort | Hold


@dataclass
class FakeImageEngine:
    """An `ImageEngine`. After the scripted deeds it draws."""

    deeds: list[Deed] = field(default_factory=list)
    requests: list[EngineRequest] = field(default_factory=list)
    name: EngineName = EngineName.DRAFT

    async def generate(
        self, request: EngineRequest
    ) -> AsyncGenerator[EnginePreview | EngineResult, None]:
        self.requests.append(request)
        deed = self.deeds.pop(0) if self.deeds else Draw()
        preview = EnginePreview(stage="scribble", image=photo_files.make_photo("JPEG"))
        match deed:
            case Draw(previews=count, preview=data, image=image):
                for _ in range(count):
                    yield EnginePreview(stage="scribble", image=data)
                yield self._result(image)
            case Fail(error=error, previews=count):
                for _ in range(count):
                    yield preview
                raise error
            case Hold():
                try:
                    yield preview
                    deed.begun.set()
                    await deed.released.wait()
                    yield preview
                    yield self._result(Draw().image)
                finally:
                    deed.is_closed = True

    async def close(self) -> None:
        """Nothing is kept open."""

    def _result(self, image: bytes) -> EngineResult:
        return EngineResult(
            image=image,
            engine=self.name,
            model="fake-1",
            provider_request_id="req_fake",
            usage={"output_tokens": 7},
        )
