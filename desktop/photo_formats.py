"""What a file is by its content, and which ones cannot become a plushie: the server's own rules."""

import re
from enum import Enum

from PySide6.QtCore import QSize

from desktop.errors import PhotoRefused
from shared.errors import ErrorCode
from shared.limits import PHOTO_MAX_PIXELS, PHOTO_MIN_SIDE_PX, PHOTO_SEND_SIDE_PX
from shared.uploads import PhotoType

_MAGIC_BYTES = 16


class ForeignType(Enum):
    """Formats that Qt does not read, and that are converted before anything else happens."""

    HEIC = "a HEIC photo"
    AVIF = "an AVIF picture"


_FOREIGN = (
    (re.compile(rb"....ftyp(avif|avis)", re.DOTALL), ForeignType.AVIF),
    (re.compile(rb"....ftyp(heic|heix|heim|heis|hevc|mif1|msf1)", re.DOTALL), ForeignType.HEIC),
)
_OTHERS = (
    (re.compile(rb"GIF8"), "This file is a GIF; JPEG, PNG, WebP, HEIC and AVIF photos work."),
    (re.compile(rb"BM"), "This file is a BMP; JPEG, PNG, WebP, HEIC and AVIF photos work."),
    (
        re.compile(rb"II\*\x00|MM\x00\*"),
        "This file is a TIFF or camera raw file; JPEG, PNG, WebP, HEIC and AVIF photos work.",
    ),
    (re.compile(rb"%PDF"), "This file is a PDF; JPEG, PNG, WebP, HEIC and AVIF photos work."),
)
"""Whole sentences: a language may need another word before each of them."""
_NO_PHOTO = "This file is not a photo; JPEG, PNG, WebP, HEIC and AVIF photos work."


def format_of(data: bytes) -> PhotoType | ForeignType:
    """The format by content; a file's name proves nothing.

    Raises:
        PhotoRefused: It is none that works.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return PhotoType.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PhotoType.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return PhotoType.WEBP
    start = data[:_MAGIC_BYTES]
    for magic, foreign in _FOREIGN:
        if magic.match(start):
            return foreign
    raise PhotoRefused(
        ErrorCode.UNSUPPORTED_PHOTO_TYPE,
        next((words for magic, words in _OTHERS if magic.match(start)), _NO_PHOTO),
        "Please choose another file, or export this one as a JPEG.",
    )


def refuse_animation(photo_type: PhotoType, data: bytes) -> None:
    """A toy is made of one picture.

    Raises:
        PhotoRefused: There are several in it.
    """
    if photo_type is PhotoType.WEBP:
        # The extended header's flags; bit 1 is "animation". Source: WebP container specification.
        is_animated = data[12:16] == b"VP8X" and len(data) > 20 and bool(data[20] & 0x02)
    elif photo_type is PhotoType.PNG:
        # An animated PNG announces itself before its first picture data.
        is_animated = b"acTL" in data[: max(data.find(b"IDAT"), 0)]
    else:
        is_animated = False
    if is_animated:
        raise PhotoRefused(
            ErrorCode.PHOTO_ANIMATED,
            "This picture is animated; a single photo is needed.",
            "Please choose another file, or export one of its frames.",
        )


def refuse_truncation(photo_type: PhotoType, data: bytes) -> None:
    """Qt decodes what is there of a truncated file and says nothing.

    Raises:
        PhotoRefused: The end is missing.
    """
    if photo_type is PhotoType.JPEG:
        is_complete = _jpeg_is_complete(data)
    elif photo_type is PhotoType.PNG:
        is_complete = b"IEND" in data
    else:
        is_complete = int.from_bytes(data[4:8], "little") <= len(data) - 8
    if not is_complete:
        raise PhotoRefused(
            ErrorCode.PHOTO_UNREADABLE,
            "This photo is not complete: its end is missing.",
            "Please copy or download it again, or choose another one.",
        )


_JPEG_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Within picture data, everything but stuffed bytes, restarts and fill bytes is a real marker."""
_START_OF_SCAN = 0xDA
_END_OF_IMAGE = 0xD9


def _jpeg_is_complete(data: bytes) -> bool:
    """Walk the markers to the end of the image. Source: ITU T.81, annex B."""
    position = 2
    while match := _JPEG_MARKER.search(data, position):
        marker = data[match.start() + 1]
        if marker == _END_OF_IMAGE:
            return True
        length = int.from_bytes(data[match.end() : match.end() + 2], "big")
        position = match.end() + max(length, 2)
    return False


def refuse_size(size: QSize) -> None:
    """Look at the size before anything is decoded.

    Raises:
        PhotoRefused: It has too many pixels, or too few.
    """
    if size.width() * size.height() > PHOTO_MAX_PIXELS:
        megapixels = size.width() * size.height() / 1e6
        raise PhotoRefused(
            ErrorCode.PHOTO_TOO_MANY_PIXELS,
            f"This photo has {megapixels:.0f} megapixels; "
            f"at most {PHOTO_MAX_PIXELS // 1_000_000} work.",
            "Please export it smaller and try again.",
        )
    sent = send_size(size)
    if min(sent.width(), sent.height()) < PHOTO_MIN_SIDE_PX:
        raise PhotoRefused(
            ErrorCode.PHOTO_TOO_SMALL,
            f"This photo has only {size.width()} x {size.height()} pixels; "
            f"each side needs at least {PHOTO_MIN_SIDE_PX}.",
            "Please choose a larger photo.",
        )


def send_size(size: QSize) -> QSize:
    """The size that is sent of a photo."""
    longest = max(size.width(), size.height())
    if longest <= PHOTO_SEND_SIDE_PX:
        return size
    factor = PHOTO_SEND_SIDE_PX / longest
    return QSize(max(1, round(size.width() * factor)), max(1, round(size.height() * factor)))


def unreadable() -> PhotoRefused:
    """What is said of a file that is damaged."""
    return PhotoRefused(
        ErrorCode.PHOTO_UNREADABLE,
        "This photo cannot be read; the file seems to be damaged.",
        "Please choose another one, or export it again as a JPEG.",
    )
