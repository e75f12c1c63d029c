"""A sewn piece of a toy: its outline, its cloth and how it is stuffed."""

from dataclasses import dataclass, replace

import numpy as np

from shared.draft.pixels import Floats

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Texture:
    """A printed cloth, stretched over a box of the picture.

    Args:
        image: `(h, w, 3)` RGB, 0 to 1.
        box: Left, top, right and bottom as fractions of the side.
        seams: `(h, w)`, 0 to 1, high where two colours meet; known once it was simplified.
        is_sewn: Whether its colours are pieces of cloth with seams between them, not print.
    """

    image: Floats
    box: tuple[float, float, float, float]
    seams: Floats | None = None
    is_sewn: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One piece, laid on top of those before it.

    Args:
        name: What it is, for tests and readers.
        outline: Closed, `(n, 2)`, fractions of the side.
        cloth: One colour, or a texture.
        puff: How far it bulges: 0 is a flat patch, 1 a ball.
        pile: Length of its fur relative to the style's.
        follows: How much of the bulge below shows through; 1 for a patch sewn onto something.
        shades: How much contact shade it throws on what lies behind.
        edged: Whether outlines and stitches follow its border.
        stitched: Whether stitches do.
        lines: Open lines sunk into it, each `(n, 2)`, such as the locks of hair.
        holes: Closed outlines `(n, 2)` that are cut out of it, such as that of a ring.
    """

    name: str
    outline: Floats
    cloth: Rgb | Texture
    puff: float = 0.8
    pile: float = 1.0
    follows: float = 0.0
    shades: float = 1.0
    edged: bool = True
    stitched: bool = True
    lines: tuple[Floats, ...] = ()
    holes: tuple[Floats, ...] = ()


@dataclass(frozen=True, slots=True)
class FacePlace:
    """Where features are sewn on, in fractions of the side.

    `spread` is the distance from the middle to an eye before the style changes it; `smile` 0 to 1.
    """

    x: float
    y: float
    spread: float
    smile: float
    iris: Rgb
    skin: Rgb
    nose_y: float | None = None
    nose: Rgb = (0.30, 0.20, 0.18)
    brow: Rgb | None = None
    whiskers: bool = False
    glasses: Rgb | None = None
    is_pet: bool = False
    lips: Rgb | None = None
    """What the mouth is sewn onto, if that is not the skin."""


@dataclass(frozen=True, slots=True)
class Toy:
    """All pieces of a toy, from back to front, and its face."""

    pieces: tuple[Piece, ...]
    faces: tuple[FacePlace, ...] = ()

    def placed(self, scale: float, x: float, floor: float) -> "Toy":
        """The toy made smaller and set beside others: its middle at `x`, its feet on `floor`."""
        shift = np.array([x - 0.5 * scale, floor - floor * scale], dtype=np.float32)
        return Toy(
            tuple(_placed_piece(piece, scale, shift) for piece in self.pieces),
            tuple(_placed_face(face, scale, shift) for face in self.faces),
        )


def _placed_piece(piece: Piece, scale: float, shift: Floats) -> Piece:
    cloth = piece.cloth
    if isinstance(cloth, Texture):
        corners = np.array(cloth.box).reshape(2, 2) * scale + shift
        left, top, right, bottom = corners.reshape(-1).tolist()
        cloth = replace(cloth, box=(left, top, right, bottom))
    return replace(
        piece,
        outline=piece.outline * np.float32(scale) + shift,
        lines=tuple(line * np.float32(scale) + shift for line in piece.lines),
        holes=tuple(hole * np.float32(scale) + shift for hole in piece.holes),
        cloth=cloth,
    )


def _placed_face(face: FacePlace, scale: float, shift: Floats) -> FacePlace:
    right, down = float(shift[0]), float(shift[1])
    return replace(
        face,
        x=face.x * scale + right,
        y=face.y * scale + down,
        spread=face.spread * scale,
        nose_y=None if face.nose_y is None else face.nose_y * scale + down,
    )


def rgb(colour: Floats) -> Rgb:
    """An array `(3,)` as plain numbers."""
    red, green, blue = np.clip(colour, 0, 1)
    return float(red), float(green), float(blue)
