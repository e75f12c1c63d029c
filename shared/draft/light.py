"""Studio light on a relief."""

from typing import Final

import numpy as np

from shared.draft.looks import Light
from shared.draft.pixels import Floats, blur
from shared.draft.relief import Relief

_KEY: Final = np.array([-0.46, -0.60, 0.655], dtype=np.float32)
_WRAP: Final = 0.45
_WARM_SHADOW: Final = np.array([1.05, 0.985, 0.95], dtype=np.float32)


def illuminate(relief: Relief, light: Light, unit: float) -> tuple[Floats, Floats]:
    """How bright each place is `(side, side)`, around 1, and its rim light, 0 to 1."""
    x, y = blur(relief.slope[:, :, 0], 2.2 * unit), blur(relief.slope[:, :, 1], 2.2 * unit)
    length = 1 / np.sqrt(1 + x * x + y * y)
    facing = (x * _KEY[0] + y * _KEY[1] + _KEY[2]) * length
    diffuse = np.clip((facing + _WRAP) / (1 + _WRAP), 0, 1)
    bright = light.ambient + light.key * diffuse
    bright *= relief.shade * (1 - relief.groove * 0.34)
    rim = np.clip(1 - length, 0, 1) ** 1.8 * light.rim * np.clip(0.5 - y * length * 0.5, 0, 1)
    return np.asarray(bright, dtype=np.float32), np.asarray(rim, dtype=np.float32)


def shine(colour: Floats, bright: Floats, rim: Floats) -> Floats:
    """Lit colours `(side, side, 3)`: shadows a little warm, the rim a little white."""
    # Channel by channel: arrays of three take more than three times as long.
    dark = np.clip(1 - bright, 0, 1)
    lit = np.empty_like(colour, dtype=np.float32)
    for channel, warmth in enumerate(_WARM_SHADOW):
        one = colour[:, :, channel] * bright
        one *= 1 + (warmth - 1) * dark
        one += (1 - one) * rim
        lit[:, :, channel] = one
    return lit
