"""Fur by shells: the same noise, looked up a little further out for each layer, grows strands."""

from dataclasses import dataclass

import cv2
import numpy as np

from shared.draft.looks import Fur
from shared.draft.noise import fine_noise
from shared.draft.pixels import Floats, blur


@dataclass(frozen=True, slots=True)
class Coat:
    """Grown fur; each layer is `(side, side)`.

    `strands` is 0 at the root and 1 at the tip; `cover` tells where fur hides what is behind;
    `grow_x` and `grow_y` say how far each pixel's strand came, in pixels.
    """

    strands: Floats
    cover: Floats
    grow_x: Floats
    grow_y: Floats


def grow(mask: Floats, height: Floats, pile: Floats, fur: Fur, seed: int) -> Coat:
    """Grow fur on a toy.

    Args:
        mask: `(side, side)`.
        height: As fractions of the side.
        pile: The length's factor, 0 to 1.
        fur: The style's.
        seed: Another seed gives other strands.
    """
    side = mask.shape[0]
    unit = side / 1024
    length = fur.length_px * unit
    strand = max(fur.strand_px * unit, 0.55)
    fine = fine_noise(side, strand * 2.0, seed)
    clumps = fine_noise(side, strand * 6.0, seed + 1)
    swirl_x = fine_noise(side, 44 * unit, seed + 2) * 2 - 1
    swirl_y = fine_noise(side, 44 * unit, seed + 3) * 2 - 1
    jitter = fine_noise(side, 14 * unit, seed + 4) * 2 - 1
    tufts = fine_noise(side, 26 * unit, seed + 5)
    texture = ((0.58 * fine + 0.42 * clumps) * mask).astype(np.float32)
    out_x, out_y, rim = _outward(mask, side)
    slope_x = cv2.Sobel(blur(height * side, 3 * unit), cv2.CV_32F, 1, 0, scale=0.125)
    slope_y = cv2.Sobel(blur(height * side, 3 * unit), cv2.CV_32F, 0, 1, scale=0.125)
    inner_x = -slope_x + 0.55 * swirl_x
    inner_y = -0.9 * slope_y + 0.55 + 0.40 * swirl_y
    norm = np.sqrt(inner_x**2 + inner_y**2) + 0.25
    grow_x = inner_x / norm * fur.lean * (1 - rim) + (out_x + 0.35 * swirl_x) * rim
    grow_y = inner_y / norm * fur.lean * (1 - rim) + (out_y + 0.18 + 0.35 * swirl_y) * rim
    turn = 0.30 * jitter
    reach = length * (0.35 + 0.65 * pile) * (0.78 + 0.44 * tufts)
    step_x = ((grow_x - turn * grow_y) * reach).astype(np.float32)
    step_y = ((grow_y + turn * grow_x) * reach).astype(np.float32)
    columns = np.arange(side, dtype=np.float32)[None, :]
    rows = np.arange(side, dtype=np.float32)[:, None]
    strands = np.zeros_like(mask)
    cover = mask.copy()
    for shell in range(1, fur.shells + 1):
        t = shell / fur.shells
        shifted = cv2.remap(
            texture, columns - step_x * t, rows - step_y * t, cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
        )  # fmt: skip
        alpha = np.clip((shifted - 0.93 * t) * 5, 0, 1)
        strands += alpha * (t - strands)
        cover = np.maximum(cover, alpha)
    return Coat(strands, cover.astype(np.float32), step_x, step_y)


def comb(image: Floats, coat: Coat) -> Floats:
    """Carry colours along the strands: the borders of two colours become furry."""
    side = image.shape[0]
    columns = np.arange(side, dtype=np.float32)[None, :]
    rows = np.arange(side, dtype=np.float32)[:, None]
    return np.asarray(
        cv2.remap(
            image,
            columns - coat.grow_x * coat.strands,
            rows - coat.grow_y * coat.strands,
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        dtype=np.float32,
    )


def _outward(mask: Floats, side: int) -> tuple[Floats, Floats, Floats]:
    """The direction away from the toy at its border, and how near the border is (0 to 1)."""
    # The distance to the border is smooth on both sides of it, where a blurred mask is flat.
    solid = (mask > 0.5).astype(np.uint8)
    away = cv2.distanceTransform(1 - solid, cv2.DIST_L2, 5)
    inside = cv2.distanceTransform(solid, cv2.DIST_L2, 5)
    signed = blur((away - inside).astype(np.float32), side * 0.012)
    x = np.asarray(cv2.Sobel(signed, cv2.CV_32F, 1, 0, scale=0.125), dtype=np.float32)
    y = np.asarray(cv2.Sobel(signed, cv2.CV_32F, 0, 1, scale=0.125), dtype=np.float32)
    norm = np.sqrt(x**2 + y**2) + 1e-3
    rim = np.clip(1 + signed / (side * 0.028), 0, 1)
    return x / norm, y / norm, rim.astype(np.float32)
