"""Noise for fur and felt: the same for the same seed and side, and kept once made."""

from functools import lru_cache

import cv2
import numpy as np

from shared.draft.pixels import Floats, enlarge


@lru_cache(maxsize=24)
def fine_noise(side_px: int, grain_px: float, seed: int) -> Floats:
    """Even noise, `(side, side)`, 0 to 1, whose grains are about `grain_px` wide. Read only."""
    generator = np.random.default_rng(seed)
    # Coarse noise is made small and enlarged; three cells a grain keep it smooth.
    cells = max(4, round(side_px / max(grain_px / 3, 1)))
    noise = generator.standard_normal((cells, cells), dtype=np.float32)
    sigma = grain_px * cells / side_px
    noise = np.asarray(cv2.GaussianBlur(noise, (0, 0), max(sigma, 0.4)), dtype=np.float32)
    noise = (noise - noise.mean()) / max(float(noise.std()), 1e-6)
    even = 1 / (1 + np.exp(-1.7 * noise))
    if cells != side_px:
        even = enlarge(even.astype(np.float32), side_px, side_px)
    result = np.asarray(np.clip(even, 0, 1), dtype=np.float32)
    result.setflags(write=False)
    return result


@lru_cache(maxsize=8)
def felt_fibres(side_px: int, seed: int) -> Floats:
    """Felt: short fibres in three directions, `(side, side)`, about -1 to 1. Read only."""
    generator = np.random.default_rng(seed + 7)
    noise = generator.standard_normal((side_px, side_px), dtype=np.float32)
    length = max(5, round(11 * side_px / 1024)) | 1
    layers = []
    for degrees in (15, 75, 135):
        kernel = np.zeros((length, length), dtype=np.float32)
        centre = (length - 1) / 2
        across = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))]) * centre
        start = tuple(np.round(centre - across).astype(int).tolist())
        end = tuple(np.round(centre + across).astype(int).tolist())
        cv2.line(kernel, start, end, 1.0)
        layers.append(cv2.filter2D(noise, -1, kernel / kernel.sum()))
    felt = np.max(layers, axis=0)
    felt = felt - cv2.GaussianBlur(felt, (0, 0), 6 * side_px / 1024)
    felt = np.clip(felt / max(float(felt.std()) * 2.2, 1e-6), -1, 1).astype(np.float32)
    felt.setflags(write=False)
    return np.asarray(felt, dtype=np.float32)
