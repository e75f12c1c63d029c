"""Turns what an image engine made into the files that are kept.

Pure and synchronous: call it in a thread.
"""

import base64
import hashlib
import io
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from backend.errors import EngineTemporaryError
from backend.services.photos import CheckedPhoto
from backend.services.thumbhash import MAX_SIDE_PX, encode_thumbhash
from shared.errors import ErrorCode
from shared.limits import DISPLAY_SIDE_PX, THUMBNAIL_SIDE_PX

_FORMATS: Final = ["PNG", "JPEG", "WEBP"]
_RESULT_MAX_PIXELS: Final = 40_000_000
_PREVIEW_SIDE_PX: Final = 512
_WEBP_QUALITY: Final = 85
_PREVIEW_QUALITY: Final = 75
_PHOTO_QUALITY: Final = 90


@dataclass(frozen=True, slots=True)
class EncodedFile:
    """The bytes of one file and what is told about them; `sha256` is hex, `suffix` has no dot."""

    data: bytes
    content_type: str
    suffix: str
    sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    """One finished picture; `placeholder` is its ThumbHash in base64."""

    original: EncodedFile
    display: EncodedFile
    thumbnail: EncodedFile
    placeholder: str


def encode_picture(image: bytes) -> EncodedPicture:
    """Make the files of a result: a PNG as the engine drew it, and two smaller WebPs.

    Raises:
        EngineTemporaryError: The engine's bytes are not a whole picture.
    """
    picture, is_png = _decode(image)
    if is_png:
        original = _describe(image, "PNG", picture)
    else:
        original = _encode(picture, "PNG", compress_level=6)
    pixels = picture.convert("RGB")
    return EncodedPicture(
        original=original,
        display=_encode(_scaled(pixels, DISPLAY_SIDE_PX), "WEBP", quality=_WEBP_QUALITY),
        thumbnail=_encode(_scaled(pixels, THUMBNAIL_SIDE_PX), "WEBP", quality=_WEBP_QUALITY),
        placeholder=_placeholder(pixels),
    )


def encode_preview(image: bytes) -> EncodedFile:
    """Make a small WebP of an unfinished picture.

    Raises:
        EngineTemporaryError: The engine's bytes are not a whole picture.
    """
    picture, _ = _decode(image)
    small = _scaled(picture.convert("RGB"), _PREVIEW_SIDE_PX)
    return _encode(small, "WEBP", quality=_PREVIEW_QUALITY)


def encode_photo(photo: CheckedPhoto) -> EncodedFile:
    """Make the copy of the photo that its owner sees beside the result: pixels only."""
    with Image.open(io.BytesIO(photo.png), formats=["PNG"]) as image:
        return _encode(image, "JPEG", quality=_PHOTO_QUALITY)


def _decode(data: bytes) -> tuple[Image.Image, bool]:
    """The whole picture, and whether it came as PNG."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            _require_fair_size(image)
            return image.copy(), image.format == "PNG"
    except Exception as error:
        # Pillow raises nearly anything about broken bytes: OSError, ValueError, struct.error ...
        raise EngineTemporaryError(
            ErrorCode.ENGINE_UNAVAILABLE, "The picture arrived damaged. You were not charged."
        ) from error


def _require_fair_size(image: Image.Image) -> None:
    if image.width * image.height > _RESULT_MAX_PIXELS:
        raise ValueError(f"A result of {image.width}x{image.height} pixels")


def _scaled(pixels: Image.Image, side_px: int) -> Image.Image:
    """A copy that fits into a square of that side; never enlarged."""
    small = pixels.copy()
    small.thumbnail((side_px, side_px), Image.Resampling.LANCZOS)
    return small


def _encode(pixels: Image.Image, image_format: str, **options: int) -> EncodedFile:
    plain = Image.new(pixels.mode, pixels.size)
    plain.paste(pixels)
    file = io.BytesIO()
    plain.save(file, image_format, **options)
    return _describe(file.getvalue(), image_format, plain)


def _describe(data: bytes, image_format: str, picture: Image.Image) -> EncodedFile:
    return EncodedFile(
        data=data,
        content_type=f"image/{image_format.lower()}",
        suffix={"JPEG": "jpg"}.get(image_format, image_format.lower()),
        sha256=hashlib.sha256(data).hexdigest(),
        width=picture.width,
        height=picture.height,
    )


def _placeholder(pixels: Image.Image) -> str:
    small = np.asarray(_scaled(pixels, MAX_SIDE_PX))
    return base64.b64encode(encode_thumbhash(small)).decode("ascii")
