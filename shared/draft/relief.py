"""Light on a stuffed shape: soft and from the upper left, warm in the shadows."""

from typing import Final

import cv2
import numpy as np

from shared.draft.looks import Light
from shared.draft.pixels import Floats, blur

_KEY: Final = np.array([-0.48, -0.62, 0.62]) / np.linalg.norm([-0.48, -0.62, 0.62])
_WRAP: Final = 0.45
_SHADOW_TINT: Final = np.array([1.03, 0.91, 0.82], dtype=np.float32)


def light_map(mask: Floats, height: Floats, shade: Floats, light: Light) -> tuple[Floats, Floats]:
    """How bright each pixel is lit.

    Args:
        mask: `(side, side)`.
        height: As fractions of the side.
        shade: What neighbouring parts leave of the light, 0 to 1.
        light: The style's.

    Returns:
        `(side, side, 3)` factors for the colour, and `(side, side)` light along the rim.
    """
    side = mask.shape[0]
    smooth = blur(height * side, side * 0.004)
    slope_x = np.asarray(cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=0.125), dtype=np.float32)
    slope_y = np.asarray(cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=0.125), dtype=np.float32)
    slope_x = np.clip(slope_x, -2.2, 2.2)
    slope_y = np.clip(slope_y, -2.2, 2.2)
    length = np.sqrt(slope_x**2 + slope_y**2 + 1)
    facing = (-slope_x * _KEY[0] - slope_y * _KEY[1] + _KEY[2]) / length
    lit = np.clip((facing + _WRAP) / (1 + _WRAP), 0, 1)
    edge = blur(mask, side * 0.02)
    occlusion = 1 - 0.30 * np.clip(1.5 - 1.5 * edge, 0, 1)
    rows = np.linspace(0, 1, side, dtype=np.float32)[:, None]
    bottom = 1 - 0.12 * np.clip((rows - 0.55) / 0.4, 0, 1)
    brightness = (light.ambient + light.key * lit) * occlusion * bottom * shade
    darkness = np.clip(1.05 - brightness, 0, 1)[:, :, None]
    factors = brightness[:, :, None] * (1 + (_SHADOW_TINT - 1) * darkness * 0.9)
    rim = ((1 - 1 / length) ** 2.2 * light.rim * np.clip(facing + 0.6, 0, 1)).astype(np.float32)
    return factors.astype(np.float32), rim
