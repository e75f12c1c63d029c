"""Pot plants and flowers as toys, in the colours of the photo."""

from typing import Final

import numpy as np

from shared.draft import outlines
from shared.draft.colours import difference, shift_lab
from shared.draft.pieces import FacePlace, Piece, rgb
from shared.draft.pixels import Floats, floats, to_lab
from shared.draft.swatches import Swatches

_GREEN: Final = np.array([0.38, 0.60, 0.33], dtype=np.float32)
_CLAY: Final = np.array([0.76, 0.45, 0.32], dtype=np.float32)
_SOIL: Final[tuple[float, float, float]] = (0.30, 0.21, 0.16)
_IRIS: Final = (0.30, 0.18, 0.10)
_POT: Final = (
    (0.305, 0.600), (0.695, 0.600), (0.670, 0.760), (0.620, 0.900), (0.380, 0.900), (0.330, 0.760),
)  # fmt: skip
_LEAVES: Final = (
    (-72, 0.270, 0), (72, 0.270, 0), (-42, 0.345, 1), (42, 0.345, 1), (-14, 0.400, 0), (17, 0.385, 1),
    (-58, 0.200, 2), (58, 0.200, 2), (-27, 0.255, 2), (28, 0.250, 2), (0, 0.300, 2),
)  # fmt: skip
"""Each leans by degrees, is so long, and lies in one of three layers, back to front."""
_BLOSSOMS: Final = ((0.330, 0.350), (0.655, 0.295), (0.480, 0.190))
_LARGE: Final = 0.2
"""The radius from which a blossom has two layers of many petals."""


def sew_pot_plant(swatches: Swatches) -> tuple[tuple[Piece, ...], FacePlace]:
    """Cut a plant in its pot; flowers, if it has some, become blossoms."""
    above, below = swatches.part(0, 0, 1, 0.6), swatches.part(0.2, 0.72, 0.8, 1)
    green = above.main if _is_green(above.main) else _GREEN
    pot = below.main if not _is_green(below.main) else _CLAY
    flower = above.other_than(green, shift_lab(green, -25), shift_lab(green, 25), default=green)
    shades = (shift_lab(green, -9), green, shift_lab(green, 8))
    pieces = [_leaf(*leaf, floats(shades[leaf[2]])) for leaf in _LEAVES]
    if _is_bright(flower) and not _is_green(flower):
        heart = shift_lab(flower, 14, 0, 18)
        for x, y in _BLOSSOMS:
            stem = outlines.tube([(0.5 + (x - 0.5) * 0.4, 0.56), (x, y)], (0.014, 0.012))
            pieces.append(Piece("stem", stem, rgb(green), pile=0.3, stitched=False))
            pieces += _blossom((x, y), 0.090, flower, heart)
    rim = outlines.ellipse(0.5, 0.612, 0.222, 0.046, squareness=4)
    pieces += [
        Piece("pot", outlines.blob(_POT), rgb(pot), puff=0.8, pile=0.45),
        Piece("pot rim", rim, rgb(shift_lab(pot, 4)), puff=0.75, pile=0.4),
    ]
    return tuple(pieces), FacePlace(0.5, 0.735, 0.078, 0.6, _IRIS, rgb(pot))


def sew_flower(swatches: Swatches) -> tuple[tuple[Piece, ...], FacePlace]:
    """Cut a flower: petals around a stuffed middle, on a stem with two leaves."""
    petal = swatches.main
    middle = swatches.part(0.36, 0.36, 0.64, 0.64).main
    if difference(middle, petal) < 18:
        middle = shift_lab(petal, -16, 8, 12)
    stem = outlines.tube([(0.5, 0.50), (0.512, 0.70), (0.5, 0.865)], (0.024, 0.024, 0.028))
    pieces = [
        Piece("stem", stem, rgb(_GREEN), pile=0.35),
        *(Piece("leaf", side(_side_leaf()), rgb(_GREEN), 0.6, pile=0.4) for side in outlines.BOTH),
        *_blossom((0.5, 0.390), 0.300, petal, middle),
    ]
    return tuple(pieces), FacePlace(0.5, 0.380, 0.066, 0.6, _IRIS, rgb(middle))


def _blossom(at: tuple[float, float], radius: float, petal: Floats, middle: Floats) -> list[Piece]:
    is_large = radius > _LARGE
    count, wide, core = (11, 0.21, 0.46) if is_large else (5, 0.40, 0.36)
    pieces = []
    for layer, (reach, shade) in enumerate(((0.72, -8), (0.56, 0)) if is_large else ((0.58, 0),)):
        for number in range(count):
            turn = 360 * (number + 0.5 * layer) / count
            away, angle = radius * reach, np.radians(turn)
            x, y = at[0] + away * float(np.sin(angle)), at[1] - away * float(np.cos(angle))
            shape = outlines.ellipse(x, y, radius * wide, radius * (1.12 - reach), turn)
            cloth = rgb(shift_lab(petal, shade))
            pieces.append(
                Piece("petal", shape, cloth, 0.65, pile=0.35, shades=0.6, stitched=is_large)
            )
    heart = outlines.ellipse(*at, radius * core, radius * core)
    pieces.append(Piece("middle", heart, rgb(middle), puff=0.8, pile=0.4, stitched=is_large))
    return pieces


def _leaf(degrees: float, length: float, layer: int, green: Floats) -> Piece:
    """A leaf that leans from the pot's middle, with its rib."""
    angle = np.radians(degrees)
    foot = np.array([0.5 + 0.10 * np.sin(angle), 0.605])
    along = np.array([np.sin(angle), -np.cos(angle)])
    across = np.array([-along[1], along[0]])
    half = length * (0.26 if layer < 2 else 0.28)
    profile = ((0.0, 0.25), (0.28, 0.95), (0.62, 0.92), (0.90, 0.42), (1.04, 0.0))
    right = [foot + along * length * t + across * half * w for t, w in profile]
    left = [foot + along * length * t - across * half * w for t, w in reversed(profile[:-1])]
    shape = outlines.blob([(float(p[0]), float(p[1])) for p in (*right, *left)])
    rib = floats([foot + along * length * t for t in np.linspace(0.15, 0.86, 12)])
    return Piece("leaf", shape, rgb(green), 0.6, pile=0.4, stitched=False, lines=(rib,))


def _side_leaf() -> Floats:
    return outlines.blob(
        [
            (0.505, 0.815),
            (0.575, 0.735),
            (0.690, 0.690),
            (0.725, 0.720),
            (0.670, 0.800),
            (0.570, 0.840),
        ]
    )


def _is_green(colour: Floats) -> bool:
    _, a, b = to_lab(colour.reshape(1, 1, 3))[0, 0]
    return bool(a < -5 and b > -2)


def _is_bright(colour: Floats) -> bool:
    lightness, a, b = to_lab(colour.reshape(1, 1, 3))[0, 0]
    return bool(lightness > 40 and (np.hypot(a, b) > 25 or lightness > 80))
