"""A picture in about 25 bytes: the blurred placeholder shown before any file has arrived.

Source: the ThumbHash format by Evan Wallace, https://evanw.github.io/thumbhash/. A few cosine
coefficients of brightness and two colour differences, four bits each. Only opaque pictures are
needed here, so the part of the format for transparency is not written.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

MAX_SIDE_PX: Final = 100
"""The format is defined on pictures of at most this side; scale down first."""

_BRIGHTNESS_STEPS: Final = 7
_FLAT: Final = 1e-9
"""Coefficients below it are rounding noise: the channel has one value everywhere."""


@dataclass(frozen=True, slots=True)
class _Channel:
    """Average, and the other coefficients scaled into 0 to 1 by the largest of them."""

    average: float
    scale: float
    waves: list[float]


def encode_thumbhash(pixels: NDArray[np.uint8]) -> bytes:
    """Encode a picture.

    Args:
        pixels: `(height, width, 3) uint8 RGB`, at most `MAX_SIDE_PX` a side.
    """
    height, width = pixels.shape[:2]
    if max(height, width) > MAX_SIDE_PX:
        raise ValueError(f"{width}x{height} is larger than {MAX_SIDE_PX} px")
    red, green, blue = np.moveaxis(pixels.astype(np.float64) / 255, 2, 0)
    longer = max(width, height)
    across = max(1, _round(_BRIGHTNESS_STEPS * width / longer))
    down = max(1, _round(_BRIGHTNESS_STEPS * height / longer))

    brightness = _encode_channel((red + green + blue) / 3, max(3, across), max(3, down))
    yellow_blue = _encode_channel((red + green) / 2 - blue, 3, 3)
    red_green = _encode_channel(red - green, 3, 3)

    is_landscape = width > height
    first: int = (
        _round(63 * brightness.average)
        | _round(31.5 + 31.5 * yellow_blue.average) << 6
        | _round(31.5 + 31.5 * red_green.average) << 12
        | _round(31 * brightness.scale) << 18
    )
    second: int = (
        (down if is_landscape else across)
        | _round(63 * yellow_blue.scale) << 3
        | _round(63 * red_green.scale) << 9
        | is_landscape << 15
    )
    waves = [*brightness.waves, *yellow_blue.waves, *red_green.waves]
    packed = bytearray((len(waves) + 1) // 2)
    for index, wave in enumerate(waves):
        packed[index // 2] |= _round(15 * wave) << (index % 2 * 4)
    return first.to_bytes(3, "little") + second.to_bytes(2, "little") + bytes(packed)


def _encode_channel(channel: NDArray[np.float64], across: int, down: int) -> _Channel:
    """The low frequencies of one channel: a triangle of `across` by `down` cosine waves."""
    height, width = channel.shape
    waves_x = np.cos(np.pi / width * np.outer(np.arange(across), np.arange(width) + 0.5))
    waves_y = np.cos(np.pi / height * np.outer(np.arange(down), np.arange(height) + 0.5))
    spectrum = waves_y @ channel @ waves_x.T / (width * height)
    waves = [
        float(spectrum[y, x])
        for y in range(down)
        for x in range(across)
        if (x or y) and x * down < across * (down - y)
    ]
    scale = max(map(abs, waves), default=0.0)
    if scale < _FLAT:
        scale, waves = 0.0, [0.5] * len(waves)
    else:
        waves = [0.5 + 0.5 / scale * wave for wave in waves]
    return _Channel(average=float(spectrum[0, 0]), scale=scale, waves=waves)


def _round(value: float) -> int:
    """Halves go up, as in the published algorithm; Python's `round` would go to even."""
    return math.floor(value + 0.5)
