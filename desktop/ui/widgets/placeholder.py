"""The blurred picture that a ThumbHash of about 25 bytes holds, shown before any file has arrived.

Source: the ThumbHash format by Evan Wallace, https://evanw.github.io/thumbhash/. It is drawn at 8 px
a side, which shows all of its few waves and takes a fraction of a millisecond; scaling it up
smoothly does the rest. Only opaque pictures are read: the server writes no others.
"""

import base64
import binascii
import math
from collections.abc import Iterator
from functools import cache, lru_cache

from PySide6.QtGui import QImage

_SIDE_PX = 8
_HEADER_BYTES = 5


@lru_cache(maxsize=512)
def placeholder_picture(thumbhash: str) -> QImage | None:
    """A picture of 8 x 8 px for a base64 ThumbHash; None when it is not one.

    Its shape is not the picture's: it is made to fill the picture's place.
    """
    try:
        content = base64.b64decode(thumbhash, validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(content) <= _HEADER_BYTES or content[2] & 0x80:
        return None
    return _drawn(content)


def _drawn(content: bytes) -> QImage | None:
    first = int.from_bytes(content[:3], "little")
    second = int.from_bytes(content[3:5], "little")
    is_landscape = bool(second >> 15)
    shorter = second & 7
    across, down = (7, shorter) if is_landscape else (shorter, 7)
    nibbles = _nibbles(content[_HEADER_BYTES:])
    try:
        brightness = _channel(
            nibbles,
            (max(3, across), max(3, down)),
            (first & 63) / 63,
            (first >> 18 & 31) / 31,
        )
        # The colours of such small hashes come out pale: the format asks for a little more.
        yellow_blue = _channel(
            nibbles, (3, 3), (first >> 6 & 63) / 31.5 - 1, (second >> 3 & 63) / 63 * 1.25
        )
        red_green = _channel(
            nibbles, (3, 3), (first >> 12 & 63) / 31.5 - 1, (second >> 9 & 63) / 63 * 1.25
        )
    except StopIteration:
        return None
    pixels = bytearray()
    for light, yellow, red in zip(brightness, yellow_blue, red_green, strict=True):
        blue = light - 2 / 3 * yellow
        redness = (3 * light - blue + red) / 2
        pixels += bytes(_byte(value) for value in (redness, redness - red, blue))
    picture = QImage(bytes(pixels), _SIDE_PX, _SIDE_PX, 3 * _SIDE_PX, QImage.Format.Format_RGB888)
    # The image above borrows the bytes, which end with this function.
    return picture.copy()


def _channel(
    nibbles: Iterator[int], waves: tuple[int, int], average: float, scale: float
) -> list[float]:
    """The channel's value at each pixel, line by line."""
    across, down = waves
    factors = [
        (x, y, (next(nibbles) / 7.5 - 1) * scale)
        for y in range(down)
        for x in range(0 if y else 1, across)
        if x * down < across * (down - y)
    ]
    lines: list[list[float]] = []
    for y in range(down):
        # First along the lines of each wave's height, then across the heights.
        line = [0.0] * _SIDE_PX
        for wave_x, wave_y, factor in factors:
            if wave_y == y:
                for column in range(_SIDE_PX):
                    line[column] += factor * _wave(wave_x, column)
        lines.append(line)
    return [
        average + 2 * sum(lines[y][column] * _wave(y, row) for y in range(down))
        for row in range(_SIDE_PX)
        for column in range(_SIDE_PX)
    ]


@cache
def _wave(number: int, position: int) -> float:
    return math.cos(math.pi / _SIDE_PX * (position + 0.5) * number)


def _nibbles(content: bytes) -> Iterator[int]:
    for byte in content:
        yield byte & 15
        yield byte >> 4


def _byte(value: float) -> int:
    return max(0, min(255, round(value * 255)))
