"""Balls, guitars and shoes as toys, in the colours of the photo."""

from typing import Final

import numpy as np

from shared.draft import outlines
from shared.draft.colours import difference, shift_lab
from shared.draft.pieces import FacePlace, Piece, rgb
from shared.draft.pixels import Floats, floats
from shared.draft.swatches import Swatches

_BALL: Final = (0.5, 0.545, 0.340)
_BLACK: Final = np.array([0.17, 0.16, 0.17], dtype=np.float32)
_CREAM: Final = np.array([0.95, 0.92, 0.86], dtype=np.float32)
_WOOD: Final = np.array([0.36, 0.23, 0.15], dtype=np.float32)
_IRIS: Final = (0.30, 0.18, 0.10)
_GUITAR: Final = (
    (0.500, 0.430), (0.625, 0.405), (0.700, 0.500), (0.640, 0.605), (0.755, 0.690), (0.735, 0.870),
    (0.580, 0.915),
)  # fmt: skip
_UPPER: Final = (
    (0.095, 0.600), (0.085, 0.400), (0.170, 0.330), (0.290, 0.385), (0.400, 0.455), (0.520, 0.555),
    (0.680, 0.605), (0.870, 0.610), (0.925, 0.720), (0.915, 0.850), (0.095, 0.850),
)  # fmt: skip
_TOE: Final = ((0.700, 0.620), (0.800, 0.600), (0.905, 0.655), (0.925, 0.825), (0.680, 0.825))
_HEEL: Final = ((0.105, 0.600), (0.150, 0.560), (0.240, 0.640), (0.250, 0.820), (0.105, 0.820))


def sew_ball(swatches: Swatches) -> tuple[tuple[Piece, ...], FacePlace]:
    """Cut a ball: dark patches like a football's if it has some, else curved seams."""
    main = swatches.main
    x, y, radius = _BALL
    patch = swatches.other_than(main, default=main)
    has_patches = difference(patch, main) > 40
    seams = () if has_patches else _seams()
    ball = Piece(
        "ball", outlines.ellipse(x, y, radius, radius), rgb(main), 0.95, pile=0.5, lines=seams
    )
    pieces = [ball]
    if has_patches:
        pieces += [
            Piece("patch", shape, rgb(patch), 0.15, pile=0.5, follows=0.85, shades=0.15)
            for shape in _pentagons()
        ]
    skin = patch if has_patches else main
    return tuple(pieces), FacePlace(x, y - 0.01, 0.100, 0.6, _IRIS, rgb(skin))


def _seams() -> tuple[Floats, ...]:
    """A cross and two bows, as on a basketball."""
    x, y, radius = _BALL
    t = np.linspace(-0.97, 0.97, 40)
    straight = np.stack([x + 0.06 * radius * (1 - t * t), y + radius * t], axis=1)
    level = np.stack([x + radius * t, y - 0.10 * radius * (1 - t * t)], axis=1)
    turn = np.linspace(-0.98, 0.98, 40)
    bows = [
        np.stack(
            [x + side * radius * (0.86 - 0.42 * np.cos(turn * 1.1)), y + radius * turn * 0.74], 1
        )
        for side in (-1, 1)
    ]
    return tuple(floats(line) for line in (straight, level, *bows))


def _pentagons() -> list[Floats]:
    """One in the middle and five cut off by the edge."""
    x, y, radius = _BALL
    shapes = [_pentagon(x, y, radius * 0.36, radius * 0.36, -np.pi / 2)]
    for number in range(5):
        turn = -np.pi / 2 + (number + 0.0) * 2 * np.pi / 5
        away = radius * 0.86
        outer = _pentagon(0.0, 0.0, radius * 0.17, radius * 0.33, 0.0)
        c, s = np.cos(turn), np.sin(turn)
        turned = np.stack([outer[:, 0] * c - outer[:, 1] * s, outer[:, 0] * s + outer[:, 1] * c], 1)
        shapes.append(_within(floats(turned + floats([x + away * c, y + away * s]))))
    return shapes


def _pentagon(x: float, y: float, rx: float, ry: float, start: float) -> Floats:
    corners = start + np.arange(5) * 2 * np.pi / 5
    points = [(x + rx * float(np.cos(t)), y + ry * float(np.sin(t))) for t in corners]
    # Corners that are hardly rounded: each edge gets points near its ends.
    near = [
        ((1 - share) * x0 + share * x1, (1 - share) * y0 + share * y1)
        for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True)
        for share in (0.05, 0.12, 0.5, 0.88, 0.95)
    ]
    return outlines.blob(near)


def _within(points: Floats) -> Floats:
    """Pull points that lie beyond the ball's edge onto it."""
    x, y, radius = _BALL
    away = points - floats([x, y])
    length = np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6)
    return floats(floats([x, y]) + away * np.minimum(1, radius * 0.995 / length))


def sew_guitar(swatches: Swatches) -> tuple[tuple[Piece, ...], FacePlace]:
    """Cut a guitar that stands upright."""
    main = swatches.main
    neck = swatches.other_than(main, default=_WOOD)
    left = [(1 - across, down) for across, down in reversed(_GUITAR[1:])]
    body = outlines.blob([*_GUITAR, *left])
    strings = tuple(
        floats([[0.5 + step * 0.014, y] for y in np.linspace(0.19, 0.50, 8)]) for step in (-1, 0, 1)
    )
    head = [
        (0.462, 0.075),
        (0.538, 0.075),
        (0.560, 0.120),
        (0.535, 0.205),
        (0.465, 0.205),
        (0.440, 0.120),
    ]
    pegs = [
        Piece("peg", side(outlines.ellipse(0.558, y, 0.024, 0.017)), rgb(_CREAM), pile=0.3)
        for y in (0.108, 0.152)
        for side in outlines.BOTH
    ]
    bridge = outlines.ellipse(0.5, 0.815, 0.080, 0.024, squareness=4)
    pieces = [
        *pegs,
        Piece("body", body, rgb(main), puff=0.8, pile=0.5),
        Piece("hole", outlines.ellipse(0.5, 0.585, 0.062, 0.058), rgb(_WOOD * 0.6), -0.4, pile=0.2,
              follows=0.3, shades=0, stitched=False),
        Piece("neck", outlines.ellipse(0.5, 0.365, 0.036, 0.205, squareness=6), rgb(neck),
              puff=0.6, pile=0.35, lines=strings, stitched=False),
        Piece("head", outlines.blob(head), rgb(shift_lab(neck, -6)), puff=0.7, pile=0.4),
        Piece("bridge", bridge, rgb(_WOOD), puff=0.6, pile=0.3, stitched=False),
    ]  # fmt: skip
    return tuple(pieces), FacePlace(0.5, 0.695, 0.072, 0.6, _IRIS, rgb(main))


def sew_shoe(swatches: Swatches) -> tuple[tuple[Piece, ...], FacePlace]:
    """Cut a shoe, seen from its side, its toe on the right."""
    main = swatches.main
    second = swatches.other_than(main, default=shift_lab(main, 20))
    sole = swatches.part(0, 0.82, 1, 1).light
    if difference(sole, main) < 20:
        sole = _CREAM
    laces = [
        outlines.tube([(0.352 + 0.066 * i, 0.470 + 0.044 * i), (0.312 + 0.066 * i, 0.545 + 0.036 * i)],
                      (0.016, 0.016))
        for i in range(4)
    ]  # fmt: skip
    pieces = [
        Piece("tongue", outlines.tube([(0.250, 0.450), (0.310, 0.345)], (0.05, 0.052)),
              rgb(shift_lab(second, -4)), puff=0.7, pile=0.45),
        Piece("shoe", outlines.blob(_UPPER), rgb(main), puff=0.85, pile=0.5),
        Piece("heel", outlines.blob(_HEEL), rgb(second), 0.3, pile=0.5, follows=0.7, shades=0.3),
        Piece("toe", outlines.blob(_TOE), rgb(second), 0.3, pile=0.5, follows=0.7, shades=0.3),
        *(Piece("lace", lace, rgb(_CREAM), 0.7, pile=0.2, stitched=False) for lace in laces),
        Piece("sole", outlines.ellipse(0.5, 0.838, 0.418, 0.050, squareness=5), rgb(sole),
              puff=0.75, pile=0.35),
    ]  # fmt: skip
    return tuple(pieces), FacePlace(0.440, 0.705, 0.062, 0.6, _IRIS, rgb(main))
