"""Even noise fields, made once a size and kept; the same in every run."""

from functools import lru_cache

import cv2
import numpy as np

from shared.draft.pixels import Floats, floats


@lru_cache(maxsize=24)
def field(side_px: int, grain_px: float, seed: int) -> Floats:
    """Noise `(side, side)` spread evenly over 0 to 1, its grains about `grain_px` wide.

    The array is shared: never write into it.
    """
    factor = max(1, int(grain_px / 2))
    small = -(-side_px // factor)
    random = np.random.default_rng([seed, side_px, round(grain_px * 16)])
    white = random.standard_normal((small, small), dtype=np.float32)
    soft = cv2.GaussianBlur(white, (0, 0), max(grain_px / factor, 0.3))
    if factor > 1:
        soft = cv2.resize(soft, (side_px, side_px), interpolation=cv2.INTER_CUBIC)
    soft = (soft - soft.mean()) / max(float(soft.std()), 1e-6)
    even = floats(1 / (1 + np.exp(-1.702 * soft)))
    even.setflags(write=False)
    return even


@lru_cache(maxsize=4)
def felt(side_px: int) -> Floats:
    """Matted fibres `(side, side)`, around 0, about -1 to 1. Shared: never write into it."""
    random = np.random.default_rng([7, side_px])
    white = random.standard_normal((side_px, side_px), dtype=np.float32)
    size = max(3, round(side_px * 11 / 1024)) | 1
    fibres = np.full((side_px, side_px), -9, dtype=np.float32)
    for degrees in (15, 75, 135):
        line = np.zeros((size, size), dtype=np.float32)
        turn = np.radians(degrees)
        reach = np.array([np.cos(turn), np.sin(turn)]) * size / 2
        middle = np.array([size // 2, size // 2])
        start, end = (np.round(middle + side * reach).astype(int) for side in (-1, 1))
        cv2.line(line, start.tolist(), end.tolist(), 1.0, 1, cv2.LINE_AA)
        fibres = np.maximum(fibres, cv2.filter2D(white, -1, line / line.sum()))
    fibres -= cv2.GaussianBlur(fibres, (0, 0), max(size, 3))
    result = floats(np.clip(fibres / max(float(fibres.std()), 1e-6) / 2.2, -1, 1))
    result.setflags(write=False)
    return result
