"""How OpenAI's models are asked for pictures, and which of them can see the photo."""

from dataclasses import dataclass
from typing import Final, Literal

Quality = Literal["auto", "low", "medium", "high"]
Size = Literal["auto", "1024x1024", "1024x1536", "1536x1024"]

_SEEING_NAMES: Final = ("gpt-image", "chatgpt-image", "image-edit", "kontext")
"""Parts of the names of models that take a photo as their input; all others only take text."""


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """What the settings say about every picture, in the words of the GPT image models."""

    model: str
    quality: Quality
    size: Size


def sees_photos(model: str) -> bool:
    """Whether a model edits the photo itself; otherwise the photo is described to it in words."""
    return any(part in model.lower() for part in _SEEING_NAMES)
