"""A server that speaks OpenAI's API for pictures: edits, generations, and chat about a photo.

It checks what it is sent as the real one does, draws a recognisable picture of the photo, and
fails in the ways a test scripts. Source: https://developers.openai.com/api/reference/resources/images
"""

import asyncio
import base64
import io
import itertools
import json
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from PIL import Image, ImageFilter, ImageOps
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.fakes.multipart import parse_form
from tests.fakes.openai_text_models import (
    DESCRIPTION,
    TEXT_IMAGE_MODELS,
    VISION_MODELS,
    Json,
    chat_answer,
    drawing_answer,
    fault_of_chat,
    fault_of_drawing,
)

MODELS: Final = frozenset(
    {
        "gpt-image-1.5",
        "gpt-image-2",
        "gpt-image-2.5-flare",
        "gpt-image-2.5-sunburst",
        "gpt-image-2.6-flare",
        "gpt-image-2.6-sunburst",
    }
)
QUALITIES: Final = frozenset({"auto", "low", "medium", "high"})
_KNOWN_FIELDS: Final = frozenset(
    {
        "background",
        "image",
        "model",
        "output_format",
        "partial_images",
        "prompt",
        "quality",
        "safety_identifier",
        "size",
        "stream",
        "user",
    }
)


@dataclass(frozen=True)
class Draw:
    """Answer with a picture; `previews_max` may be fewer than asked for."""

    seconds: float = 0
    previews_max: int = 3
    streams: bool = True
    as_url: bool = False
    """Of `images.generate` only: ignore that the picture itself was asked for."""


@dataclass(frozen=True)
class Describe:
    """Answer a question about a photo."""

    text: str | None = DESCRIPTION
    finish: str = "stop"
    refusal: str | None = None


@dataclass(frozen=True)
class Refuse:
    """Answer with an error."""

    status: int
    code: str | None
    error_type: str = "invalid_request_error"
    message: str = "Refused by the script."
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BreakStream:
    """Begin a stream and show so many partial pictures, then end it in one of four ways."""

    partials: int = 1
    how: str = "silently"
    """`silently`, `abruptly`, `within an event` or `with an error event`."""
    code: str | None = "server_error"


@dataclass(frozen=True)
class Hang:
    """Accept the request, show so many partial pictures, and then say nothing any more."""

    partials: int | None = None


Deed = Draw | Refuse | BreakStream | Hang
VisionDeed = Describe | Refuse | Hang

RATE_LIMIT: Final = Refuse(429, "rate_limit_exceeded", "requests", headers={"retry-after": "7"})
QUOTA_SPENT: Final = Refuse(429, "insufficient_quota", "insufficient_quota")
MODERATION: Final = Refuse(400, "moderation_blocked", "image_generation_user_error")
SERVER_ERROR: Final = Refuse(500, None, "server_error")


@dataclass(frozen=True)
class EditRequest:
    """What a client sent."""

    headers: dict[str, str]
    fields: dict[str, str]
    image: bytes
    image_type: str


@dataclass
class FakeOpenAI:
    """The server's memory and script: one deed a request, then it draws or describes at once."""

    api_key: str = "sk-test"
    deeds: list[Deed] = field(default_factory=list)
    requests: list[EditRequest] = field(default_factory=list)
    vision_deeds: list[VisionDeed] = field(default_factory=list)
    questions: list[Json] = field(default_factory=list)
    """What was sent to chat completions."""
    drawings: list[Json] = field(default_factory=list)
    """What was sent to `images.generate`."""
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @property
    def app(self) -> Starlette:
        routes = {
            "/v1/images/edits": self._edit,
            "/v1/images/generations": self._generate,
            "/v1/chat/completions": self._chat,
        }
        return Starlette(
            routes=[Route(path, handler, methods=["POST"]) for path, handler in routes.items()]
        )

    def _begin(self, request: Request) -> tuple[dict[str, str], Response | None]:
        """The answer's headers, and the refusal of a wrong key."""
        headers = {"x-request-id": f"req_{next(self._numbers)}", "openai-processing-ms": "1"}
        if request.headers.get("authorization") == f"Bearer {self.api_key}":
            return headers, None
        wrong_key = Refuse(401, "invalid_api_key", message="Incorrect API key provided.")
        return headers, _refusal(wrong_key, headers)

    async def _generate(self, request: Request) -> Response:
        headers, refusal = self._begin(request)
        if refusal is not None:
            return refusal
        body: Json = await request.json()
        fault = _no_such_model(body, TEXT_IMAGE_MODELS) or _wrong(fault_of_drawing(body))
        if fault is not None:
            return _refusal(fault, headers)
        self.drawings.append(body)
        deed = self.deeds.pop(0) if self.deeds else Draw()
        match deed:
            case Refuse():
                return _refusal(deed, headers)
            case Draw(seconds=seconds, as_url=as_url):
                await asyncio.sleep(seconds)
                return JSONResponse(drawing_answer(body, as_url=as_url), headers=headers)
            case Hang():
                await asyncio.Event().wait()
        raise TypeError("Text-only models have no streams to break")

    async def _chat(self, request: Request) -> Response:
        headers, refusal = self._begin(request)
        if refusal is not None:
            return refusal
        body: Json = await request.json()
        fault = _no_such_model(body, VISION_MODELS) or _wrong(fault_of_chat(body))
        if fault is not None:
            return _refusal(fault, headers)
        self.questions.append(body)
        deed = self.vision_deeds.pop(0) if self.vision_deeds else Describe()
        match deed:
            case Refuse():
                return _refusal(deed, headers)
            case Describe(text=text, finish=finish, refusal=words):
                answer = chat_answer(body, text=text, finish=finish, refusal=words)
                return JSONResponse(answer, headers=headers)
            case Hang():
                await asyncio.Event().wait()
        raise AssertionError("Never reached")

    async def _edit(self, request: Request) -> Response:
        headers, refusal = self._begin(request)
        if refusal is not None:
            return refusal
        parts = parse_form(await request.body(), request.headers["content-type"])
        images = [part for part in parts if part.name in {"image", "image[]"}]
        fields = {part.name: part.data.decode() for part in parts if part.filename is None}
        wrong = _find_fault(fields, len(images))
        if wrong is not None:
            return _refusal(wrong, headers)
        edit = EditRequest(
            headers=dict(request.headers),
            fields=fields,
            image=images[0].data,
            image_type=images[0].content_type,
        )
        self.requests.append(edit)
        return await self._do(edit, headers)

    async def _do(self, edit: EditRequest, headers: dict[str, str]) -> Response:
        deed = self.deeds.pop(0) if self.deeds else Draw()
        wants_stream = edit.fields.get("stream") == "true"
        match deed:
            case Refuse():
                return _refusal(deed, headers)
            case Hang(partials=None):
                await asyncio.Event().wait()
            case Draw(streams=streams) if not (wants_stream and streams):
                await asyncio.sleep(deed.seconds)
                return JSONResponse(_json_answer(edit), headers=headers)
        return StreamingResponse(
            _stream(edit, deed), media_type="text/event-stream; charset=utf-8", headers=headers
        )


def _no_such_model(body: Mapping[str, Any], models: frozenset[str]) -> Refuse | None:
    if body.get("model") in models:
        return None
    return Refuse(404, "model_not_found", message="The model does not exist.")


def _wrong(message: str | None) -> Refuse | None:
    return None if message is None else Refuse(400, "invalid_value", message=message)


def _find_fault(fields: dict[str, str], images: int) -> Refuse | None:
    """What the real server would complain about first, if anything."""
    unknown = sorted(set(fields) - _KNOWN_FIELDS)
    complaints = {
        f"Unknown parameter: {unknown}.": bool(unknown),
        "'image' is missing.": not images,
        "'prompt' must have 1 to 32000 characters.": not 1 <= len(fields.get("prompt", "")) <= 32e3,
        "'quality' is wrong.": fields.get("quality", "auto") not in QUALITIES,
        "'partial_images' is wrong.": fields.get("partial_images", "0") not in set("0123"),
    }
    first = next((message for message, applies in complaints.items() if applies), None)
    return _no_such_model(fields, MODELS) or _wrong(first)


def _refusal(refuse: Refuse, headers: dict[str, str]) -> JSONResponse:
    error = {
        "message": refuse.message,
        "type": refuse.error_type,
        "param": None,
        "code": refuse.code,
    }
    return JSONResponse(
        {"error": error}, status_code=refuse.status, headers=headers | refuse.headers
    )


async def _stream(edit: EditRequest, deed: Deed) -> AsyncIterator[bytes]:
    asked = int(edit.fields.get("partial_images", "0"))
    match deed:
        case Draw(seconds=seconds, previews_max=most):
            count = min(asked, most)
            for index in range(count):
                yield _event(_partial(edit, index))
                await asyncio.sleep(seconds / (count + 1))
            await asyncio.sleep(seconds / (count + 1))
            yield _event(_completed(edit))
        case Hang(partials=partials):
            for index in range(partials or 0):
                yield _event(_partial(edit, index))
            await asyncio.Event().wait()
        case BreakStream(partials=partials, how=how, code=code):
            for index in range(partials):
                yield _event(_partial(edit, index))
            if how == "abruptly":
                raise ConnectionAbortedError("The script ends the connection")
            if how == "within an event":
                yield _event(_completed(edit))[:-4000]
            if how == "with an error event":
                error = {"type": "image_generation_error", "code": code, "message": "Scripted."}
                yield _event({"type": "error", "error": error})


def _event(data: dict[str, Any]) -> bytes:
    return f"event: {data['type']}\ndata: {json.dumps(data)}\n\n".encode()


def _partial(edit: EditRequest, index: int) -> dict[str, Any]:
    return {
        "type": "image_edit.partial_image",
        "partial_image_index": index,
        **_picture(edit, blur_px=12 // (index + 1)),
    }


def _completed(edit: EditRequest) -> dict[str, Any]:
    return {"type": "image_edit.completed", **_picture(edit, blur_px=0), "usage": _usage()}


def _json_answer(edit: EditRequest) -> dict[str, Any]:
    picture = _picture(edit, blur_px=0)
    return {
        "created": picture.pop("created_at"),
        "data": [{"b64_json": picture.pop("b64_json")}],
        **picture,
        "usage": _usage(),
    }


def _usage() -> dict[str, Any]:
    return {
        "input_tokens": 350,
        "input_tokens_details": {"image_tokens": 300, "text_tokens": 50},
        "output_tokens": 1056,
        "total_tokens": 1406,
    }


def _picture(edit: EditRequest, *, blur_px: int) -> dict[str, Any]:
    """The photo itself, cropped to the size, in a few soft colours: recognisable, and not it."""
    size = edit.fields.get("size", "auto")
    width, height = (1024, 1024) if size == "auto" else map(int, size.split("x"))
    with Image.open(io.BytesIO(edit.image)) as photo:
        picture = ImageOps.fit(photo.convert("RGB"), (width, height))
    picture = ImageOps.posterize(picture.filter(ImageFilter.BoxBlur(3 + blur_px)), 4)
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return {
        "b64_json": base64.b64encode(file.getvalue()).decode(),
        "created_at": int(time.time()),
        "size": f"{width}x{height}",
        "quality": edit.fields.get("quality", "auto"),
        "background": "opaque",
        "output_format": "png",
    }
