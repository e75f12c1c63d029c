"""Checks a photo that somebody uploaded, and turns it into plain upright RGB pixels.

Nothing about the bytes is trusted: the type is sniffed, the size is read from the header before
anything is decoded, and nothing but pixels comes out. Pure and synchronous: call it in a thread.
"""

import io
import struct
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageCms, UnidentifiedImageError

from backend.errors import PhotoRefused
from shared.errors import ErrorCode
from shared.limits import (
    PHOTO_MAX_BYTES,
    PHOTO_MAX_PIXELS,
    PHOTO_MIN_SIDE_PX,
    PHOTO_SEND_SIDE_PX,
)
from shared.uploads import PHOTO_SUFFIXES, PhotoType

_FORMATS: Final = ["PNG", "JPEG", "WEBP"]
_ORIENTATION_TAG: Final = 0x0112
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each EXIF orientation; 1 is upright already.

Source: Exif 3.0 (CIPA DC-008-2023), tag 0x0112.
"""

_NOT_CHARGED: Final = "You were not charged."


@dataclass(frozen=True, slots=True)
class CheckedPhoto:
    """Upright RGB pixels without metadata, at most `PHOTO_SEND_SIDE_PX` on the longer side."""

    png: bytes
    width: int
    height: int


def announced_type(key: str) -> PhotoType | None:
    """The type that an upload was signed for, as its key tells.

    Not every object store remembers the type of an object: some guess it from the key.
    """
    suffix = key.rpartition(".")[2]
    return next((kind for kind, known in PHOTO_SUFFIXES.items() if known == suffix), None)


def check_photo(data: bytes, announced: PhotoType | None) -> CheckedPhoto:
    """Check and decode one photo.

    Args:
        data: The whole file.
        announced: The type that the upload was signed for; None is none that could be accepted.

    Raises:
        PhotoRefused: With the code and the words for the person who sent it.
    """
    if len(data) > PHOTO_MAX_BYTES:
        raise too_large()
    found = _sniff(data)
    if found is None or announced is None:
        raise _not_a_photo()
    if found is not announced:
        raise _another_type(announced)
    try:
        with _open(data) as image:
            _require_one_frame_of_fair_size(image)
            # A JPEG decodes at half or a quarter of its size when that is enough.
            image.draft(None, (PHOTO_SEND_SIDE_PX, PHOTO_SEND_SIDE_PX))
            image.load()
            pixels = _upright(_to_rgb(image), image)
    except PhotoRefused:
        raise
    except Exception as error:
        # A broken file makes Pillow raise nearly anything: OSError, ValueError, struct.error ...
        raise _unreadable() from error
    pixels.thumbnail((PHOTO_SEND_SIDE_PX, PHOTO_SEND_SIDE_PX), Image.Resampling.LANCZOS)
    plain = Image.new("RGB", pixels.size)
    plain.paste(pixels)
    file = io.BytesIO()
    plain.save(file, "PNG", compress_level=1)
    return CheckedPhoto(png=file.getvalue(), width=plain.width, height=plain.height)


def too_large() -> PhotoRefused:
    """The refusal of a file over `PHOTO_MAX_BYTES`."""
    limit_mib = PHOTO_MAX_BYTES // 2**20
    return PhotoRefused(
        ErrorCode.PHOTO_TOO_LARGE,
        f"This photo is larger than {limit_mib} MB. Please choose a smaller one. {_NOT_CHARGED}",
    )


def _not_a_photo() -> PhotoRefused:
    return PhotoRefused(
        ErrorCode.UNSUPPORTED_PHOTO_TYPE,
        f"This file is not a JPEG, PNG or WebP photo. Please choose another one. {_NOT_CHARGED}",
    )


def _another_type(announced: PhotoType) -> PhotoRefused:
    return PhotoRefused(
        ErrorCode.UNSUPPORTED_PHOTO_TYPE,
        f"This file is called a {announced.name} and is none. Please save it anew or choose "
        f"another one. {_NOT_CHARGED}",
    )


def _unreadable() -> PhotoRefused:
    return PhotoRefused(
        ErrorCode.PHOTO_UNREADABLE,
        f"This photo is damaged or incomplete. Please choose another one. {_NOT_CHARGED}",
    )


def _too_many_pixels() -> PhotoRefused:
    limit_mp = PHOTO_MAX_PIXELS // 1_000_000
    return PhotoRefused(
        ErrorCode.PHOTO_TOO_MANY_PIXELS,
        f"This photo has more than {limit_mp} megapixels. Please choose a smaller one. "
        f"{_NOT_CHARGED}",
    )


def _sniff(data: bytes) -> PhotoType | None:
    """The type that the first bytes tell, whatever the file is called."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PhotoType.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return PhotoType.JPEG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return PhotoType.WEBP
    return None


def _open(data: bytes) -> Image.Image:
    """Read the header. Pillow gives a WebP its whole canvas here, so its size is read before."""
    if data[:4] == b"RIFF" and _webp_pixels(data) > PHOTO_MAX_PIXELS:
        raise _too_many_pixels()
    try:
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise _unreadable() from error


def _webp_pixels(data: bytes) -> int:
    """Width times height as the header tells; 0 when it tells nothing.

    Source: RFC 9649, sections 2.5 to 2.7.
    """
    header = data[:30].ljust(30, b"\0")
    chunk = header[12:16]
    if chunk == b"VP8X":
        width = int.from_bytes(header[24:27], "little") + 1
        return width * (int.from_bytes(header[27:30], "little") + 1)
    if chunk == b"VP8L":
        bits = int.from_bytes(header[21:25], "little")
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    width, height = struct.unpack("<HH", header[26:30])
    return int(width & 0x3FFF) * int(height & 0x3FFF)


def _require_one_frame_of_fair_size(image: Image.Image) -> None:
    if image.width * image.height > PHOTO_MAX_PIXELS:
        raise _too_many_pixels()
    if min(image.size) < PHOTO_MIN_SIDE_PX:
        raise PhotoRefused(
            ErrorCode.PHOTO_TOO_SMALL,
            f"This photo is smaller than {PHOTO_MIN_SIDE_PX} pixels. Please choose a larger one. "
            f"{_NOT_CHARGED}",
        )
    # Phones write MPO: a JPEG with further pictures behind it, of which the first is the photo.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise PhotoRefused(
            ErrorCode.PHOTO_ANIMATED,
            f"This picture moves. Please choose a still photo. {_NOT_CHARGED}",
        )


def _to_rgb(image: Image.Image) -> Image.Image:
    """The pixels as sRGB on white, whatever colours the file holds."""
    if image.mode.startswith("I"):
        # Pillow would clip 16 bit greys to 255 instead of scaling them.
        greys = np.asarray(image).astype(np.uint32) >> 8
        return Image.fromarray(greys.clip(0, 255).astype(np.uint8)).convert("RGB")
    if not image.has_transparency_data:
        return _from_profile(image)
    with_alpha = image if image.mode == "RGBA" else image.convert("RGBA")
    on_white = Image.new("RGB", image.size, "white")
    on_white.paste(_from_profile(with_alpha.convert("RGB")), mask=with_alpha.getchannel("A"))
    return on_white


def _from_profile(image: Image.Image) -> Image.Image:
    """Apply the embedded colour profile; a broken one, or one for other colours, is ignored."""
    profile = image.info.get("icc_profile")
    if not profile:
        return image if image.mode == "RGB" else image.convert("RGB")
    source = image if image.mode in {"RGB", "CMYK", "L"} else image.convert("RGB")
    try:
        converted = ImageCms.profileToProfile(
            source,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError):
        return image.convert("RGB")
    return converted or image.convert("RGB")


def _upright(pixels: Image.Image, image: Image.Image) -> Image.Image:
    """Turn the pixels as the camera was held; unreadable EXIF is ignored."""
    try:
        orientation = image.getexif().get(_ORIENTATION_TAG)
    except Exception:  # noqa: BLE001 - broken EXIF raises anything; the pixels are still good
        return pixels
    turn = _UPRIGHT.get(orientation) if isinstance(orientation, int) else None
    return pixels if turn is None else pixels.transpose(turn)
