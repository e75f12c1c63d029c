"""Colours of regions: medians that ignore outliers."""

import numpy as np

from shared.draft.pixels import Floats, floats, to_lab, to_unit_rgb


def median_of(image: Floats, region: Floats, default: Floats) -> Floats:
    """The median RGB `(3,)` where `region` is above 0.5; `default` when that is hardly anywhere."""
    chosen = image[region > 0.5]
    if len(chosen) < 12:
        return default
    return floats(np.median(chosen, axis=0))


def tone_of(image: Floats, region: Floats, low: float, high: float, default: Floats) -> Floats:
    """The median RGB of the pixels whose lightness lies between two quantiles of the region."""
    chosen = image[region > 0.5]
    if len(chosen) < 30:
        return default
    lightness = chosen @ np.array([0.30, 0.59, 0.11], dtype=np.float32)
    bottom, top = np.quantile(lightness, (low, high))
    return floats(np.median(chosen[(lightness >= bottom) & (lightness <= top)], axis=0))


def shift_lab(colour: Floats, lightness: float, a: float = 0, b: float = 0) -> Floats:
    """Move an RGB colour `(3,)` in CIE Lab."""
    lab = to_lab(np.asarray(colour, dtype=np.float32).reshape(1, 1, 3))
    moved = lab + np.array([lightness, a, b], dtype=np.float32)
    moved[..., 0] = np.clip(moved[..., 0], 4, 96)
    return to_unit_rgb(moved).reshape(3)


def difference(one: Floats, other: Floats) -> float:
    """How different two RGB colours look: their distance in CIE Lab."""
    pair = to_lab(np.stack([one, other]).reshape(1, 2, 3).astype(np.float32))[0]
    return float(np.linalg.norm(pair[0] - pair[1]))


def chroma_of(colour: Floats) -> float:
    """How colourful an RGB colour `(3,)` is: 0 is grey, 100 very much so."""
    return float(np.hypot(*to_lab(colour.reshape(1, 1, 3))[0, 0, 1:]))
