"""Colours of regions: medians that ignore outliers, in CIE Lab."""

import numpy as np

from shared.draft.pixels import Floats, to_lab, to_unit_rgb


def median_colour(image: Floats, region: Floats, default: Floats) -> Floats:
    """The median RGB `(3,)` where `region` is above 0.5; `default` when that is hardly anywhere."""
    chosen = image[region > 0.5]
    if len(chosen) < 20:
        return default
    return np.median(chosen, axis=0).astype(np.float32)


def lightest_colour(image: Floats, region: Floats, share: float, default: Floats) -> Floats:
    """The median of the lightest `share` of a region."""
    chosen = image[region > 0.5]
    if len(chosen) < 50:
        return default
    lightness = chosen @ np.array([0.30, 0.59, 0.11], dtype=np.float32)
    return np.median(chosen[lightness >= np.quantile(lightness, 1 - share)], axis=0).astype(
        np.float32
    )


def shift_lab(colour: Floats, lightness: float, a: float = 0, b: float = 0) -> Floats:
    """Move an RGB colour `(3,)` in CIE Lab."""
    lab = to_lab(colour.reshape(1, 1, 3)) + np.array([lightness, a, b], dtype=np.float32)
    return to_unit_rgb(lab).reshape(3)


def as_tuple(colour: Floats) -> tuple[float, float, float]:
    """An RGB colour as plain numbers."""
    return float(colour[0]), float(colour[1]), float(colour[2])
