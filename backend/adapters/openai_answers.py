"""What OpenAI's answers hold: the picture, and how many tokens it took."""

import base64
import binascii
import json

from openai.types import ImagesResponse
from openai.types.completion_usage import CompletionUsage
from pydantic import BaseModel

from backend.adapters.openai_errors import broken_off, misconfigured


def decode_picture(b64_json: str) -> bytes:
    """The bytes of a picture.

    Raises:
        EngineTemporaryError: They are not whole.
    """
    try:
        return base64.b64decode(b64_json, validate=True)
    except binascii.Error as error:
        raise broken_off() from error


def picture_in(answer: ImagesResponse) -> bytes:
    """The picture of an answer in one piece.

    Raises:
        EngineTemporaryError: There is none.
        EnginePermanentError: The server answers with addresses only.
    """
    first = answer.data[0] if answer.data else None
    if first is not None and first.b64_json:
        return decode_picture(first.b64_json)
    raise broken_off() if first is None or not first.url else misconfigured()


def read_answer(body: bytes) -> ImagesResponse:
    """An answer in one piece, as leniently as the SDK reads it: servers leave things out.

    Raises:
        ValueError: It is no JSON object.
    """
    content = json.loads(body)
    if not isinstance(content, dict):
        raise ValueError("The answer is no JSON object")  # noqa: TRY004 - as for broken JSON
    return ImagesResponse.construct(**content)


def count_tokens(usage: BaseModel | None) -> dict[str, int]:
    """What the picture took, as far as the server tells."""
    told = {} if usage is None else usage.model_dump()
    details = told.get("input_tokens_details") or {}
    counts = {
        "input_tokens": told.get("input_tokens"),
        "input_image_tokens": details.get("image_tokens"),
        "input_text_tokens": details.get("text_tokens"),
        "output_tokens": told.get("output_tokens"),
        "total_tokens": told.get("total_tokens"),
    }
    return {name: count for name, count in counts.items() if isinstance(count, int)}


def count_vision_tokens(usage: CompletionUsage | None) -> dict[str, int]:
    """What a description of the photo took; empty when a compatible server does not tell."""
    if usage is None:
        return {}
    return {
        "vision_input_tokens": usage.prompt_tokens,
        "vision_output_tokens": usage.completion_tokens,
    }
