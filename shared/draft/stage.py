"""The little studio: a backdrop that curves into the floor, and the toy's shadow on it."""

import cv2
import numpy as np

from shared.draft.looks import Rgb
from shared.draft.pixels import Floats, blur, mix


def backdrop(side_px: int, colour: Rgb) -> Floats:
    """An empty studio, `(side, side, 3)` RGB, 0 to 1."""
    rows = np.linspace(0, 1, side_px, dtype=np.float32)[:, None]
    columns = np.linspace(0, 1, side_px, dtype=np.float32)[None, :]
    glow = np.exp(-(((columns - 0.45) / 0.55) ** 2 + ((rows - 0.38) / 0.60) ** 2))
    floor = np.clip((rows - 0.70) / 0.14, 0, 1)
    floor = floor * floor * (3 - 2 * floor)
    light = 0.93 + 0.085 * glow - 0.045 * floor * (1 - 0.5 * glow)
    edge = np.hypot(columns - 0.5, rows - 0.5)
    light *= 1 - 0.16 * np.clip(edge - 0.42, 0, 1) / 0.3
    studio = light[:, :, None] * np.array(colour, dtype=np.float32)
    return np.asarray(np.clip(studio, 0, 1), dtype=np.float32)


def cast_shadow(studio: Floats, mask: Floats, tint: Rgb = (0.36, 0.27, 0.25)) -> Floats:
    """Set a toy's shadow on the floor: tight where it sits, wide and soft beside it."""
    side = studio.shape[0]
    small_side = max(32, side // 4)
    small = np.asarray(
        cv2.resize(mask, (small_side, small_side), interpolation=cv2.INTER_AREA), dtype=np.float32
    )
    used = np.flatnonzero(small.max(axis=1) > 0.5)
    if len(used) == 0:
        return studio
    floor = float(used[-1])
    size = (small_side, small_side)
    tight_from = np.array([[1, 0, 0], [0, 0.30, floor * 0.70]], dtype=np.float32)
    lower = small.copy()
    lower[: int(floor - 0.22 * small_side)] = 0
    tight = blur(np.asarray(cv2.warpAffine(lower, tight_from, size)), small_side * 0.012)
    shear = -0.25
    wide_from = np.array([[1, shear, -shear * floor], [0, 0.16, floor * 0.84]], dtype=np.float32)
    wide = blur(np.asarray(cv2.warpAffine(small, wide_from, size)), small_side * 0.034)
    shadow = np.clip(0.62 * tight + 0.42 * wide, 0, 0.85)
    large = np.asarray(cv2.resize(shadow, (side, side), interpolation=cv2.INTER_CUBIC))
    dark = studio * np.array(tint, dtype=np.float32)
    return mix(studio, np.asarray(dark, dtype=np.float32), large.astype(np.float32))
