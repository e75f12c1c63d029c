"""Cars, buses, motorcycles and rockets as toys, in the colours of the photo."""

from typing import Final

import numpy as np

from shared.draft import outlines
from shared.draft.colours import chroma_of, shift_lab
from shared.draft.pieces import FacePlace, Piece, Rgb, rgb
from shared.draft.pixels import Floats, floats
from shared.draft.swatches import Swatches

_TYRE: Final[Rgb] = (0.20, 0.19, 0.20)
_STEEL: Final = np.array([0.72, 0.73, 0.75], dtype=np.float32)
_GLASS: Final[Rgb] = (0.74, 0.86, 0.92)
_LAMP: Final[Rgb] = (0.99, 0.90, 0.62)
_IRIS: Final[Rgb] = (0.30, 0.18, 0.10)
_CREAM: Final = np.array([0.95, 0.91, 0.84], dtype=np.float32)

_CAR: Final = (
    (0.100, 0.72), (0.105, 0.605), (0.22, 0.565), (0.78, 0.565), (0.895, 0.615), (0.905, 0.74),
    (0.880, 0.825), (0.125, 0.825),
)  # fmt: skip
_CABIN: Final = (
    (0.235, 0.62),
    (0.305, 0.40),
    (0.42, 0.365),
    (0.60, 0.365),
    (0.70, 0.41),
    (0.775, 0.62),
)
_WINDOWS: Final = (
    ((0.318, 0.572), (0.360, 0.435), (0.405, 0.422), (0.482, 0.422), (0.482, 0.572)),
    ((0.522, 0.422), (0.598, 0.422), (0.648, 0.440), (0.696, 0.572), (0.522, 0.572)),
)
_BUS: Final = (
    (0.095, 0.36), (0.16, 0.315), (0.84, 0.315), (0.905, 0.36), (0.910, 0.74), (0.885, 0.825),
    (0.115, 0.825), (0.090, 0.74),
)  # fmt: skip
_TANK: Final = (
    (0.415, 0.520), (0.480, 0.440), (0.600, 0.425), (0.680, 0.470), (0.665, 0.560), (0.560, 0.605),
    (0.430, 0.595),
)  # fmt: skip
_ENGINE: Final = (
    (0.385, 0.560), (0.610, 0.560), (0.635, 0.680), (0.575, 0.800), (0.415, 0.800), (0.360, 0.680),
)  # fmt: skip
_ROCKET: Final = (
    (0.500, 0.075), (0.575, 0.175), (0.655, 0.360), (0.645, 0.640), (0.580, 0.815), (0.420, 0.815),
    (0.355, 0.640), (0.345, 0.360), (0.425, 0.175),
)  # fmt: skip
_FIN: Final = (
    (0.640, 0.560),
    (0.740, 0.670),
    (0.775, 0.830),
    (0.745, 0.890),
    (0.660, 0.830),
    (0.590, 0.780),
)
_NOSE: Final = 0.30
"""Above this row the rocket's nose begins."""


def sew_car(swatches: Swatches) -> tuple[tuple[Piece, ...], FacePlace]:
    """Cut a car, seen from its side."""
    main = _paint(swatches)
    pieces = [
        Piece("cabin", outlines.blob(_CABIN), rgb(main), puff=0.7, pile=0.45),
        *(_glass(outlines.blob(corners)) for corners in _WINDOWS),
        Piece("car", outlines.blob(_CAR), rgb(main), puff=0.8, pile=0.45, lines=(_DOOR,)),
        _patch("bumper", outlines.ellipse(0.135, 0.760, 0.034, 0.026), rgb(_STEEL)),
        _patch("lamp", outlines.ellipse(0.862, 0.668, 0.028, 0.034), _LAMP),
        *_wheel(0.285, 0.797, 0.092),
        *_wheel(0.715, 0.797, 0.092),
    ]
    return tuple(pieces), _face(0.5, 0.672, 0.072, main)


_DOOR: Final = floats([[0.5, y] for y in np.linspace(0.60, 0.80, 12)])


def sew_bus(swatches: Swatches) -> tuple[tuple[Piece, ...], FacePlace]:
    """Cut a bus, seen from its side: its windows in a row above a band of its second colour."""
    main = _paint(swatches)
    second = swatches.other_than(main, floats(_TYRE), default=_CREAM)
    band = outlines.ellipse(0.5, 0.700, 0.392, 0.070, squareness=6)
    pieces = [
        Piece("bus", outlines.blob(_BUS), rgb(main), puff=0.75, pile=0.45),
        *(
            _glass(outlines.ellipse(0.205 + 0.1475 * number, 0.465, 0.060, 0.074, squareness=4))
            for number in range(5)
        ),
        _patch("band", band, rgb(second)),
        _patch("lamp", outlines.ellipse(0.868, 0.700, 0.026, 0.032), _LAMP),
        *_wheel(0.265, 0.800, 0.090),
        *_wheel(0.735, 0.800, 0.090),
    ]
    return tuple(pieces), _face(0.5, 0.672, 0.068, second)


def sew_motorcycle(swatches: Swatches) -> tuple[tuple[Piece, ...], FacePlace]:
    """Cut a motorcycle, seen from its side, its lamp on the right."""
    main = _paint(swatches)
    dark = shift_lab(swatches.dark, 6)
    steel, grip = rgb(_STEEL), rgb(shift_lab(floats(_TYRE), 4))
    fork = outlines.tube([(0.640, 0.400), (0.690, 0.580), (0.742, 0.750)], (0.026, 0.026, 0.026))
    bar = outlines.tube([(0.645, 0.420), (0.610, 0.345), (0.535, 0.335)], (0.022, 0.022, 0.026))
    seat = outlines.tube([(0.225, 0.500), (0.330, 0.535), (0.460, 0.520)], (0.036, 0.050, 0.040))
    pipe = outlines.tube([(0.150, 0.800), (0.300, 0.812), (0.470, 0.790)], (0.032, 0.030, 0.022))
    pieces = [
        *_wheel(0.250, 0.735, 0.150),
        *_wheel(0.750, 0.735, 0.150),
        Piece("fender", _fender(0.250, 0.735, -2.75, -0.75), rgb(main), puff=0.8, pile=0.4),
        Piece("engine", outlines.blob(_ENGINE), rgb(shift_lab(_STEEL, -8)), puff=0.8, pile=0.35),
        Piece("pipe", pipe, steel, pile=0.3),
        Piece("fork", fork, steel, pile=0.3),
        Piece("fender", _fender(0.750, 0.735, -2.35, -0.55), rgb(main), puff=0.8, pile=0.4),
        Piece("seat", seat, rgb(dark), pile=0.45),
        Piece("tank", outlines.blob(_TANK), rgb(main), puff=0.85, pile=0.45),
        Piece("bar", bar, grip, pile=0.3),
        Piece("lamp", outlines.ellipse(0.708, 0.455, 0.050, 0.054), steel, puff=0.7, pile=0.3),
        _patch("lamp glass", outlines.ellipse(0.722, 0.455, 0.030, 0.038), _LAMP),
    ]
    return tuple(pieces), _face(0.498, 0.672, 0.062, shift_lab(_STEEL, -8))


def sew_rocket(swatches: Swatches) -> tuple[tuple[Piece, ...], FacePlace]:
    """Cut a rocket: a plump body with a window, nose and fins of its second colour."""
    main = swatches.main
    bold = swatches.other_than(main, swatches.dark, default=shift_lab(main, -26, 22, 10))
    if chroma_of(bold) < 12:
        bold = shift_lab(main, -26, 22, 10)
    body = outlines.blob(_ROCKET)
    fin = outlines.blob(_FIN)
    nose = _nose(body)
    pieces = [
        Piece("nozzle", outlines.ellipse(0.5, 0.835, 0.085, 0.048), rgb(_STEEL * 0.75), pile=0.3),
        *(Piece("fin", side(fin), rgb(bold), puff=0.7, pile=0.4) for side in outlines.BOTH),
        Piece("rocket", body, rgb(main), puff=0.85, pile=0.45),
        Piece("nose", nose, rgb(bold), puff=0.3, pile=0.45, follows=0.8, shades=0.4),
        Piece("ring", outlines.ellipse(0.5, 0.405, 0.088, 0.088), rgb(bold), 0.6, 0.3, follows=0.3),
        _glass(outlines.ellipse(0.5, 0.405, 0.058, 0.058)),
        Piece(
            "fin",
            outlines.tube([(0.5, 0.745), (0.5, 0.868)], (0.024, 0.032)),
            rgb(bold),
            puff=0.8,
            pile=0.4,
        ),
    ]
    return tuple(pieces), _face(0.5, 0.575, 0.066, main)


def _nose(body: Floats) -> Floats:
    """The part of a rocket's body above a row, its lower edge bent down in the middle."""
    at = int(np.argmin(body[:, 1]))
    above = np.roll(body, len(body) // 2 - at, axis=0)
    above = above[above[:, 1] < _NOSE]
    t = np.linspace(0, 1, 24)[1:-1, None]
    edge = above[-1] + (above[0] - above[-1]) * t
    edge[:, 1] += 0.045 * np.sin(np.pi * t[:, 0])
    return floats(np.concatenate([above, edge]))


def _paint(swatches: Swatches) -> Floats:
    """The colour that a vehicle is remembered by: its brightest paint, unless it is all grey."""
    main = swatches.main
    if chroma_of(main) > 18:
        return main
    vivid = swatches.other_than(main, floats(_TYRE), _STEEL, default=main)
    return vivid if chroma_of(vivid) > 25 else main


def _wheel(x: float, y: float, radius: float) -> tuple[Piece, Piece, Piece]:
    """A round tyre, its rim and its hub."""
    return (
        Piece("tyre", outlines.ellipse(x, y, radius, radius), _TYRE, puff=0.75, pile=0.35),
        Piece(
            "rim",
            outlines.ellipse(x, y, radius * 0.58, radius * 0.58),
            rgb(_STEEL),
            puff=0.4,
            pile=0.25,
            follows=0.15,
            shades=0.5,
            stitched=False,
        ),
        Piece(
            "hub",
            outlines.ellipse(x, y, radius * 0.20, radius * 0.20),
            rgb(_STEEL * 0.62),
            puff=0.7,
            pile=0.2,
            shades=0.5,
            stitched=False,
        ),
    )


def _fender(x: float, y: float, start: float, end: float) -> Floats:
    turn = np.linspace(start, end, 7)
    spine = [(x + 0.152 * float(np.cos(t)), y + 0.152 * float(np.sin(t))) for t in turn]
    return outlines.tube(spine, [0.034] * 7)


def _glass(outline: Floats) -> Piece:
    return Piece("window", outline, _GLASS, 0.25, pile=0.2, follows=0.6, shades=0.3, stitched=False)


def _patch(name: str, outline: Floats, colour: Rgb) -> Piece:
    return Piece(name, outline, colour, 0.3, pile=0.35, follows=0.7, shades=0.3, stitched=False)


def _face(x: float, y: float, spread: float, skin: Floats) -> FacePlace:
    return FacePlace(x=x, y=y, spread=spread, smile=0.6, iris=_IRIS, skin=rgb(skin))
