"""Fur: strands grown in shells over the relief, crossing the silhouette."""

from dataclasses import dataclass

import cv2
import numpy as np

from shared.draft import noise
from shared.draft.looks import Fur
from shared.draft.pixels import Floats, blur, floats
from shared.draft.relief import Relief


@dataclass(frozen=True, slots=True, eq=False)
class Coat:
    """Grown fur; all `(side, side[, 3])`, 0 to 1.

    `cover` is where toy or strands are, `colour` the strands' own colour, `light` a factor
    around 1 that draws the strands.
    """

    cover: Floats
    colour: Floats
    light: Floats


def grow(relief: Relief, bright: Floats, fur: Fur, seed: int) -> Coat:
    """Let fur stand on a relief lit by `bright`; its length follows the relief's `pile`."""
    side = relief.cover.shape[0]
    unit = side / 1024
    tufts = noise.field(side, fur.tuft_px * unit + 0.4, seed + 1)
    height, cover, x, y = _shells(relief, fur, seed, tufts)
    light = _strand_light(height, relief.pile, fur, unit, tufts)
    del height
    light *= cv2.remap(bright, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    colour = cv2.remap(relief.colour, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return Coat(cover, floats(colour), light)


def _shells(
    relief: Relief, fur: Fur, seed: int, tufts: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Grow the strands layer by layer.

    Returns:
        How high the uppermost strand is, 0 to 1; where toy or strands are, 0 to 1; and the column
        and the row of that strand's root, in px. All `(side, side)`.
    """
    side = relief.cover.shape[0]
    unit = side / 1024
    length = fur.length_px * unit
    roots = noise.field(side, max(fur.strand_px * unit, 0.62), seed) * (1 - fur.tufts)
    roots += tufts * fur.tufts
    roots = np.clip((roots - 0.5) * (1 + 0.9 * fur.tufts) + 0.5, 0, 1)
    roots *= relief.cover
    step_x, step_y = _flow(relief, side, unit, seed)
    reach = length * _spread(relief.pile, relief.cover, length * 0.5)
    step_x *= reach
    step_y *= reach
    columns = np.arange(side, dtype=np.float32)[None, :]
    rows = np.arange(side, dtype=np.float32)[:, None]
    height = np.zeros_like(roots)
    cover = relief.cover.copy()
    for shell in range(1, fur.shells + 1):
        t = shell / fur.shells
        there = floats(cv2.remap(roots, columns - step_x * t, rows - step_y * t, cv2.INTER_LINEAR))
        there -= 0.90 * t
        there *= 6
        present = np.clip(there, 0, 1, out=there)
        np.maximum(cover, present, out=cover)
        present *= t - height
        height += present
    step_x *= -height
    step_x += columns
    step_y *= -height
    step_y += rows
    return height, cover, step_x, step_y


def _flow(relief: Relief, side: int, unit: float, seed: int) -> tuple[Floats, Floats]:
    """Where strands lean, about unit length: outward over the bulges, and a little down."""
    small = max(48, side // 4)
    slope = cv2.resize(relief.slope, (small, small), interpolation=cv2.INTER_AREA)
    slope = cv2.GaussianBlur(slope, (0, 0), small * 0.008)
    cover = cv2.resize(relief.cover, (small, small), interpolation=cv2.INTER_AREA)
    wide = cv2.GaussianBlur(cover, (0, 0), small * 0.030)
    out_x = -cv2.Sobel(wide, cv2.CV_32F, 1, 0) * small * 0.014
    out_y = -cv2.Sobel(wide, cv2.CV_32F, 0, 1) * small * 0.014
    swirl = noise.field(small, small * 0.045, seed + 2) - 0.5
    x = slope[:, :, 0] * 0.8 + out_x + swirl * 0.55
    y = slope[:, :, 1] * 0.7 + out_y + 0.42
    length = np.sqrt(x * x + y * y) + 0.25
    x, y = x / length, y / length
    size = (side, side)
    x, y = (cv2.resize(axis, size, interpolation=cv2.INTER_LINEAR) for axis in (x, y))
    jitter = noise.field(side, max(5 * unit, 0.8), seed + 3) - 0.5
    fine = noise.field(side, max(12 * unit, 1.0), seed + 4) - 0.5
    wobble = jitter * 0.5 + fine * 0.7
    return x - y * wobble, y + x * wobble


def _spread(pile: Floats, cover: Floats, sigma_px: float) -> Floats:
    """The pile, carried a little over the silhouette so that strands may cross it."""
    weight = blur(cover, sigma_px)
    return np.asarray(blur(pile * cover, sigma_px) / np.maximum(weight, 0.05), dtype=np.float32)


def _strand_light(height: Floats, pile: Floats, fur: Fur, unit: float, tufts: Floats) -> Floats:
    """Dark roots, lit tips and the small relief of strands; a factor around 1."""
    soft = np.clip(pile, 0.25, 1)
    depth = fur.root + (1 - fur.root) * height
    light = 1 - (1 - depth) * soft
    fine = cv2.GaussianBlur(height, (0, 0), max(0.8 * unit, 0.5))
    across = cv2.Sobel(fine, cv2.CV_32F, 1, 0) * -0.48 + cv2.Sobel(fine, cv2.CV_32F, 0, 1) * -0.62
    light += np.clip(-across * fur.relief, -0.1, 0.1) * -1
    light += fur.tip * np.clip(height - 0.55, 0, 1) * soft
    light *= 1 + (tufts - 0.5) * 0.07 * soft
    return np.asarray(light * 1.06, dtype=np.float32)
