"""The little photo studio: backdrop, floor and the shadow of the toy."""

from typing import Final

import cv2
import numpy as np

from shared.draft.looks import Look
from shared.draft.pixels import Floats, floats, smoothstep, to_lab, to_unit_rgb

_HORIZON: Final = 0.74
_DETAIL: Final = 4


def backdrop(cover: Floats, colour: Floats, look: Look) -> Floats:
    """An empty studio with the toy's shadow, `(side, side, 3)`, 0 to 1.

    Args:
        cover: Where the toy is, `(side, side)`.
        colour: The toy's colours; a bold style answers them with the opposite hue.
        look: The style.
    """
    side = cover.shape[0]
    small = max(64, side // _DETAIL)
    wall, floor = (np.array(paint, dtype=np.float32) for paint in (look.backdrop, look.floor))
    toy = floats(cv2.resize(cover, (small, small), interpolation=cv2.INTER_AREA))
    if look.is_backdrop_opposite:
        wall, floor = _opposite(floats(cv2.resize(colour, (small, small))), toy, wall, floor)
    rows = np.linspace(0, 1, small, dtype=np.float32)[:, None]
    columns = np.linspace(0, 1, small, dtype=np.float32)[None, :]
    depth = smoothstep(rows, _HORIZON - 0.10, _HORIZON + 0.12)[:, :, None]
    scene = wall + (floor - wall) * depth
    glow = np.exp(-(((columns - 0.42) / 0.55) ** 2) - ((rows - 0.36) / 0.50) ** 2)
    corner = ((columns - 0.5) ** 2 + (rows - 0.5) ** 2) * 2
    scene = scene * (0.95 + 0.07 * glow - 0.10 * corner)[:, :, None].astype(np.float32)
    shadow = _shadow(toy, small)
    tint = np.array([0.62, 0.70, 0.74], dtype=np.float32)
    scene = scene * (1 - shadow[:, :, None] * tint)
    return np.asarray(
        np.clip(cv2.resize(scene, (side, side), interpolation=cv2.INTER_CUBIC), 0, 1),
        dtype=np.float32,
    )


def _opposite(colour: Floats, toy: Floats, wall: Floats, floor: Floats) -> tuple[Floats, Floats]:
    """Light paints whose hue is opposite to the toy's main one; calm toys keep the given ones."""
    lab = to_lab(colour)
    chroma = np.hypot(lab[:, :, 1], lab[:, :, 2]) * (toy > 0.5)
    weight = chroma * chroma
    total = float(weight.sum())
    if total < 200 * float((toy > 0.5).sum() + 1):
        return wall, floor
    a, b = (float((lab[:, :, axis] * weight).sum()) / total for axis in (1, 2))
    length = max(float(np.hypot(a, b)), 1e-3)
    a, b = -a / length, -b / length
    paints = np.array([[[90, a * 20, b * 20], [83, a * 25, b * 25]]], dtype=np.float32)
    answer = to_unit_rgb(paints)
    return answer[0, 0], answer[0, 1]


def _shadow(toy: Floats, small: int) -> Floats:
    """A tight shadow where the toy stands and a long soft one to the right, 0 to 1."""
    rows = np.flatnonzero(toy.max(axis=1) > 0.5)
    if not len(rows):
        return np.zeros_like(toy)
    foot = float(rows[-1])
    top = float(rows[0])
    feet = toy.copy()
    feet[: int(foot - 0.11 * (foot - top))] = 0
    shadow = np.zeros_like(toy)
    for mask, squash, shear, soft, strength in (
        (feet, 0.28, 0.0, 0.012, 0.62),
        (toy, 0.20, -0.55, 0.034, 0.34),
    ):
        into = np.array(
            [
                [1, shear * squash, -shear * squash * foot],
                [0, squash, foot * (1 - squash) - small * 0.012],
            ],
            dtype=np.float32,
        )
        flat = cv2.warpAffine(mask, into, (small, small))
        flat = cv2.GaussianBlur(flat, (0, 0), max(small * soft, 0.6))
        shadow = np.maximum(shadow, flat * strength)
    return shadow.astype(np.float32)
