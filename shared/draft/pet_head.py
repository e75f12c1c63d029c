"""A pet's head: its ears, its face, and the markings that go with its kind."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from shared.draft import outlines
from shared.draft.coat import PRINT_REACH, Coat
from shared.draft.pieces import Piece, Rgb, Texture, rgb
from shared.draft.pixels import Floats
from shared.generations import EarShape

_PINK: Final = np.array([0.86, 0.62, 0.58], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the head is; everything on it is placed by shares of its half width and height."""

    x: float
    y: float
    rx: float
    ry: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A place on the picture."""
        return self.x + x * self.rx, self.y + y * self.ry

    def blob(self, *corners: tuple[float, float]) -> Floats:
        """A soft shape from shares."""
        return outlines.blob([self.at(x, y) for x, y in corners])

    def even(self, *corners: tuple[float, float]) -> Floats:
        """The same, from the right half of a symmetric shape, top to bottom."""
        return self.blob(*((-x, y) for x, y in reversed(corners)), *corners)

    def pair(self, outline: Floats) -> tuple[Floats, Floats]:
        """A shape on the right and its mirror image."""
        return outlines.mirrored(outline, self.x), outline


def sew_face(head: Head, coat: Coat, markings: list[Piece]) -> list[Piece]:
    """The head itself, its markings, and the muzzle."""
    shape = head.even(
        (0.62, -1.12), (1.06, -0.45), (1.13, 0.42), (0.62, 1.12)
    )  # fmt: skip
    muzzle = head.even((0.22, 0.30), (0.47, 0.50), (0.46, 0.82), (0.20, 0.99))
    cloth: Rgb | Texture = rgb(coat.main)
    if coat.head is not None:
        left, top = head.at(-PRINT_REACH, -PRINT_REACH)
        right, bottom = head.at(PRINT_REACH, PRINT_REACH)
        cloth = Texture(coat.head, (left, top, right, bottom))
    pieces = [Piece("head", shape, cloth, puff=0.85, pile=0.9), *markings]
    pieces.append(
        Piece(
            "muzzle",
            muzzle,
            rgb(coat.muzzle),
            puff=0.75,
            pile=0.35,
            follows=0.5,
            shades=0.45,
            stitched=False,
        )
    )
    return pieces


def sew_stripes(head: Head, coat: Coat) -> list[Piece]:
    """Three little stripes on a forehead that the photo does not show."""
    middle = outlines.tube(
        [head.at(0, -0.96), head.at(0, -0.50)], (head.rx * 0.055, head.rx * 0.03)
    )
    beside = outlines.tube(
        [head.at(0.22, -0.96), head.at(0.19, -0.60)], (head.rx * 0.05, head.rx * 0.025)
    )
    return [
        Piece("stripe", line, rgb(coat.dark), puff=0.1, follows=0.9, shades=0, edged=False)
        for line in (middle, *head.pair(beside))
    ]


def sew_ears(shape: EarShape, head: Head, coat: Coat) -> tuple[list[Piece], list[Piece]]:
    """The ears behind and before the head."""
    main = rgb(coat.main)
    inside = rgb(_PINK * 0.6 + coat.light * 0.4)
    if shape is EarShape.NONE:
        return [], []
    if shape is EarShape.FLOPPY:
        ear = head.blob(
            (0.62, -1.00), (1.00, -0.86), (1.36, -0.10), (1.34, 0.62), (1.04, 0.74), (0.90, 0.10),
            (0.74, -0.50),
        )  # fmt: skip
        dark = rgb(coat.dark * 0.6 + coat.main * 0.4)
        return [], [Piece("ear", side, dark, puff=0.55, pile=0.9) for side in head.pair(ear)]
    if shape is EarShape.POINTY:
        ear = head.blob((0.12, -0.70), (0.58, -1.44), (0.92, -1.70), (1.10, -1.22), (1.16, -0.25))
        inner = head.blob((0.40, -0.80), (0.64, -1.22), (0.87, -1.40), (0.97, -1.08), (1.0, -0.50))
    elif shape is EarShape.ROUND:
        ear = outlines.ellipse(*head.at(0.70, -0.88), head.rx * 0.34, head.ry * 0.38)
        inner = outlines.ellipse(*head.at(0.71, -0.86), head.rx * 0.20, head.ry * 0.23)
    else:
        spine = [head.at(0.38, -0.70), head.at(0.48, -1.55), head.at(0.60, -2.02)]
        ear = outlines.tube(spine, (head.rx * 0.20, head.rx * 0.25, head.rx * 0.19))
        spine = [head.at(0.40, -0.90), head.at(0.48, -1.55), head.at(0.58, -1.96)]
        inner = outlines.tube(spine, (head.rx * 0.10, head.rx * 0.14, head.rx * 0.10))
    pile = 0.9 if shape is EarShape.ROUND else 0.55
    ears = [Piece("ear", side, main, puff=0.55, pile=pile) for side in head.pair(ear)]
    ears += [
        Piece("inner ear", side, inside, puff=0.15, pile=0.3, follows=0.7, shades=0.35)
        for side in head.pair(inner)
    ]
    return ears, []


_SPOTS: Final = (
    (0, -0.86, 0.075), (0.30, -0.72, 0.085), (0.60, -0.78, 0.075), (0.14, -0.50, 0.065),
    (0.48, -0.48, 0.07), (0.84, -0.42, 0.08), (0.98, -0.06, 0.075), (0.78, 0.52, 0.065),
    (0.94, 0.30, 0.065),
)  # fmt: skip
"""Places on the right half of a head, and radii."""


def sew_spots(head: Head, coat: Coat) -> list[Piece]:
    """The spots of a leopard, around a face that the photo does not show."""
    dark = rgb(coat.dark)
    pieces = []
    for x, y, radius in _SPOTS:
        spot = outlines.ellipse(*head.at(x, y), head.rx * radius, head.rx * radius * 0.85, 20)
        sides = head.pair(spot) if x else (spot,)
        pieces += [
            Piece("spot", side, dark, puff=0.1, follows=0.9, shades=0, edged=False)
            for side in sides
        ]
    return pieces


def sew_mane(head: Head, coat: Coat) -> list[Piece]:
    """A thick ruff around a lion's head."""
    ruff = head.even((0.55, -1.42), (1.25, -1.02), (1.52, 0.05), (1.22, 1.06), (0.55, 1.46))
    inner = head.even((0.45, -1.26), (1.06, -0.86), (1.30, 0.04), (1.04, 0.94), (0.45, 1.30))
    return [
        Piece("mane", ruff, rgb(coat.dark * 0.72 + coat.main * 0.28), puff=0.6, pile=1.2),
        Piece("mane", inner, rgb(coat.dark * 0.45 + coat.main * 0.55), puff=0.5, pile=1.2),
    ]
