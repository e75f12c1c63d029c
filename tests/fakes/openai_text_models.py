"""The part of the OpenAI stand-in for models without eyes: chat completions and `images.generate`.

It checks what it is sent as Azure's DALL-E 3 and the chat API do.
Sources: https://learn.microsoft.com/azure/ai-services/openai/how-to/dall-e and
https://developers.openai.com/api/reference/resources/chat
"""

import base64
import hashlib
import io
import time
from typing import Any, Final

from PIL import Image

VISION_MODELS: Final = frozenset({"gpt-5.4-mini", "gpt-6-luna"})
TEXT_IMAGE_MODELS: Final = frozenset({"dall-e-3", "stable-diffusion-xl"})
DESCRIPTION: Final = "An orange tabby cat with a white chest, sitting, green eyes, a blue collar."

_DALL_E_3_SIZES: Final = frozenset({"1024x1024", "1792x1024", "1024x1792"})
_DRAWING_FIELDS: Final = frozenset(
    {"model", "prompt", "n", "size", "quality", "response_format", "style", "user"}
)
_CHAT_FIELDS: Final = frozenset({"model", "messages", "user", "max_completion_tokens"})

Json = dict[str, Any]


def fault_of_drawing(body: Json) -> str | None:
    """What the real server would complain about first, if anything."""
    is_dall_e = body["model"] == "dall-e-3"
    complaints = {
        f"Unknown parameter: {sorted(set(body) - _DRAWING_FIELDS)}.": set(body) - _DRAWING_FIELDS,
        "'prompt' must have 1 to 4000 characters.": not 1 <= len(body.get("prompt", "")) <= 4000,
        "'n' must be 1.": body.get("n", 1) != 1,
        "'size' is wrong.": is_dall_e and body.get("size", "1024x1024") not in _DALL_E_3_SIZES,
        "'quality' is wrong.": body.get("quality", "standard")
        not in ({"standard", "hd"} if is_dall_e else {"standard"}),
        "'response_format' is wrong.": body.get("response_format", "url")
        not in {"url", "b64_json"},
    }
    return next((message for message, applies in complaints.items() if applies), None)


def fault_of_chat(body: Json) -> str | None:
    """The same for a question about a picture."""
    unknown = set(body) - _CHAT_FIELDS
    if unknown:
        return f"Unknown parameter: {sorted(unknown)}."
    if not body.get("messages"):
        return "'messages' is missing."
    try:
        size = photo_in(body).size
    except (KeyError, IndexError, ValueError, OSError):
        return "You uploaded an unsupported image."
    return None if min(size) > 0 else "The image is empty."


def photo_in(body: Json) -> Image.Image:
    """The photo that a question shows, decoded."""
    parts = body["messages"][0]["content"]
    (url,) = (part["image_url"]["url"] for part in parts if part["type"] == "image_url")
    head, data = url.split(",", 1)
    if head not in {"data:image/jpeg;base64", "data:image/png;base64"}:
        raise ValueError(head)
    photo = Image.open(io.BytesIO(base64.b64decode(data, validate=True)))
    photo.load()
    return photo


def drawing_answer(body: Json, *, as_url: bool = False) -> Json:
    """A picture of one colour, which follows from the prompt."""
    width, height = map(int, body.get("size", "1024x1024").split("x"))
    red, green, blue = hashlib.sha256(body["prompt"].encode()).digest()[:3]
    file = io.BytesIO()
    Image.new("RGB", (width, height), (red, green, blue)).save(file, "PNG", compress_level=1)
    encoded = {"b64_json": base64.b64encode(file.getvalue()).decode()}
    address = {"url": "https://pictures.invalid/1.png"}
    return {
        "created": int(time.time()),
        "data": [
            (address if as_url else encoded) | {"revised_prompt": body["prompt"] + " In detail."}
        ],
    }


def chat_answer(body: Json, *, text: str | None, finish: str, refusal: str | None) -> Json:
    """A chat completion."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": body["model"],
        "choices": [
            {
                "index": 0,
                "finish_reason": finish,
                "message": {"role": "assistant", "content": text, "refusal": refusal},
            }
        ],
        "usage": {"prompt_tokens": 900, "completion_tokens": 120, "total_tokens": 1020},
    }
