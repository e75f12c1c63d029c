"""The draft engine: the offline renderer in a bounded number of threads, its stages as previews."""

import asyncio
import io
import os
import threading
from collections.abc import AsyncGenerator, Callable
from typing import Final

import anyio
import anyio.to_thread
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from backend.errors import EnginePermanentError
from backend.services.ports import EnginePreview, EngineRequest, EngineResult
from shared.draft import REVISION, NoSubject, Stage, analyse, render
from shared.errors import ErrorCode
from shared.limits import RESULT_SIDE_PX
from shared.service import EngineName
from shared.version import VERSION

_MODEL: Final = f"plushifyme-draft {VERSION} r{REVISION}"
_PREVIEW_SIDE_PX: Final = 512
_PREVIEW_QUALITY: Final = 85


class DraftImageEngine:
    """An `ImageEngine` that needs no network. The same request gives the same picture."""

    def __init__(self) -> None:
        self._limiter = anyio.CapacityLimiter(os.cpu_count() or 1)

    @property
    def name(self) -> EngineName:
        """Which engine this is."""
        return EngineName.DRAFT

    async def generate(
        self, request: EngineRequest
    ) -> AsyncGenerator[EnginePreview | EngineResult, None]:
        """Make one picture. The last item is the `EngineResult`.

        Closing the generator stops the renderer at its next step.

        Raises:
            EnginePermanentError: The photo shows nothing that could become a plushie.
        """
        loop = asyncio.get_running_loop()
        previews: asyncio.Queue[EnginePreview | None] = asyncio.Queue()
        is_unwanted = threading.Event()

        def show(preview: EnginePreview) -> None:
            loop.call_soon_threadsafe(previews.put_nowait, preview)

        drawing = asyncio.create_task(self._in_thread(request, show, is_unwanted))
        drawing.add_done_callback(lambda _: previews.put_nowait(None))
        try:
            while (preview := await previews.get()) is not None:
                yield preview
            yield EngineResult(image=await drawing, engine=self.name, model=_MODEL)
        finally:
            is_unwanted.set()
            await asyncio.wait({drawing})
            if not drawing.cancelled():
                # Marks it as seen, when nobody waits for the picture any more.
                drawing.exception()

    async def close(self) -> None:
        """Nothing is kept open."""

    async def _in_thread(
        self,
        request: EngineRequest,
        show: Callable[[EnginePreview], None],
        is_unwanted: threading.Event,
    ) -> bytes:
        return await anyio.to_thread.run_sync(
            _draw, request, show, is_unwanted.is_set, limiter=self._limiter
        )


def _draw(
    request: EngineRequest, show: Callable[[EnginePreview], None], cancelled: Callable[[], bool]
) -> bytes:
    """Render in this thread; the picture is a PNG.

    Raises:
        EnginePermanentError: The photo shows nothing that could become a plushie.
        DraftCancelled: `cancelled` answered True.
    """

    def on_stage(stage: Stage, pixels: NDArray[np.uint8]) -> None:
        if not cancelled():
            show(EnginePreview(stage=stage.value, image=_encode_preview(pixels)))

    with Image.open(io.BytesIO(request.photo_png), formats=["PNG"]) as photo:
        pixels = np.asarray(photo.convert("RGB"))
    try:
        subject = analyse(pixels, cancelled)
        picture = render(
            subject,
            request.style,
            RESULT_SIDE_PX,
            hints=request.hints,
            on_stage=on_stage,
            cancelled=cancelled,
        )
    except NoSubject as error:
        raise EnginePermanentError(
            ErrorCode.PHOTO_WITHOUT_SUBJECT,
            "There is nobody and nothing to be seen in this photo. Please choose another one. "
            "You were not charged.",
        ) from error
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG", compress_level=4)
    return file.getvalue()


def _encode_preview(pixels: NDArray[np.uint8]) -> bytes:
    image = Image.fromarray(pixels)
    image.thumbnail((_PREVIEW_SIDE_PX, _PREVIEW_SIDE_PX))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_PREVIEW_QUALITY)
    return file.getvalue()
