"""A cup as a toy: a stuffed bowl with a rim, a handle and a felt drink, on a saucer if it has one."""

from typing import Final

import numpy as np

from shared.draft import outlines
from shared.draft.colours import difference, shift_lab
from shared.draft.pieces import FacePlace, Piece, rgb
from shared.draft.pixels import Floats, floats
from shared.draft.swatches import Swatches

_COCOA: Final = np.array([0.47, 0.29, 0.18], dtype=np.float32)
_BODY: Final = (
    (0.238, 0.325), (0.762, 0.325), (0.772, 0.54), (0.710, 0.74), (0.610, 0.845), (0.390, 0.845),
    (0.290, 0.74), (0.228, 0.54),
)  # fmt: skip
_HANDLE: Final = ((0.715, 0.460), (0.822, 0.435), (0.868, 0.530), (0.812, 0.635), (0.675, 0.660))
_TOP_Y: Final = 0.382
_SAUCER_Y: Final = 0.806
_LOW_BY: Final = 0.05
"""How much lower a cup stands that has no saucer."""


def sew_cup(swatches: Swatches) -> tuple[tuple[Piece, ...], FacePlace]:
    """Cut a cup, and find the place for its face."""
    has_saucer = _has_saucer(swatches.seen)
    upper = swatches.part(0.12, 0, 0.88, 0.45)
    main, rim = swatches.main, upper.light
    if difference(rim, main) < 12:
        rim = shift_lab(main, 12)
    drink = upper.part(0.2, 0.1, 0.8, 0.9).other_than(main, rim, default=_COCOA)
    down = 0.0 if has_saucer else _LOW_BY
    body = outlines.blob([(x, y + down) for x, y in _BODY])
    handle = outlines.tube([(x, y + down) for x, y in _HANDLE], (0.043, 0.041, 0.043, 0.041, 0.038))
    top = _TOP_Y + down
    pieces = _saucer(swatches, main, rim) if has_saucer else []
    pieces += [
        Piece("handle", handle, rgb(main), puff=0.8, pile=0.4),
        Piece("cup", body, rgb(main), puff=0.8, pile=0.5),
        Piece("rim", outlines.ellipse(0.5, top, 0.268, 0.104), rgb(rim), 0.55, 0.4, shades=0.7),
        Piece(
            "inside",
            outlines.ellipse(0.5, top + 0.003, 0.212, 0.070),
            rgb(shift_lab(rim, -16)),
            puff=-0.5,
            pile=0.2,
            stitched=False,
        ),
        Piece(
            "drink",
            outlines.ellipse(0.5, top + 0.015, 0.193, 0.053),
            rgb(drink),
            puff=0.2,
            pile=0.25,
            shades=0,
            stitched=False,
        ),
    ]
    face = FacePlace(
        x=0.5,
        y=0.585 + down,
        spread=0.104,
        smile=0.6,
        iris=(0.30, 0.18, 0.10),
        skin=rgb(main),
    )
    return tuple(pieces), face


def _saucer(swatches: Swatches, main: Floats, rim: Floats) -> list[Piece]:
    corners = [swatches.part(x, 0.5, x + 0.16, 0.95) for x in (0.0, 0.84)]
    found = floats(np.mean([corner.main for corner in corners], axis=0))
    colour = found if difference(found, main) < 45 or difference(found, rim) < 25 else main
    return [
        Piece(
            "saucer",
            outlines.ellipse(0.5, _SAUCER_Y, 0.405, 0.098),
            rgb(shift_lab(colour, -3)),
            puff=0.7,
            pile=0.4,
        ),
        Piece(
            "well",
            outlines.ellipse(0.5, _SAUCER_Y - 0.014, 0.285, 0.058),
            rgb(shift_lab(colour, -9)),
            puff=-0.3,
            pile=0.3,
            follows=0.3,
            shades=0,
            stitched=False,
        ),
    ]


def _has_saucer(seen: Floats) -> bool:
    """Whether the thing is wider than its top on both sides: a handle is on one side only."""
    solid = seen > 0.5
    rows = np.flatnonzero(solid.any(axis=1))
    if not len(rows):
        return False
    columns = np.flatnonzero(solid.any(axis=0))
    at = int(rows[0] + 0.14 * len(rows))
    top = np.flatnonzero(solid[at])
    if not len(top):
        return False
    beside = min(top[0] - columns[0], columns[-1] - top[-1])
    return bool(beside > 0.10 * len(columns))
