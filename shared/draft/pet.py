"""Pets: the photo's fur and markings on a sitting or standing toy."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from shared.draft import outlines
from shared.draft.coat import EYE_X, EYE_Y, NOSE_Y, PRINT_REACH, Coat, find_coat, find_ears
from shared.draft.looks import Look
from shared.draft.pieces import FacePlace, Piece, Rgb, Texture, Toy, rgb
from shared.draft.pixels import Floats
from shared.draft.subject import Subject
from shared.generations import EarShape, Hints

_PINK: Final = np.array([0.86, 0.62, 0.58], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Head:
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


def sew_pet(subject: Subject, hints: Hints, look: Look) -> Toy:
    """Cut the pieces of a pet: body, ears, head, muzzle and markings."""
    coat = find_coat(subject, hints)
    ears = hints.ears or find_ears(subject, hints)
    stands = _stands(subject, hints)
    size = look.head * (0.84 if stands else 0.90 if ears is EarShape.LONG else 1)
    head = _Head(
        x=0.40 if stands else 0.5,
        y=0.400 if stands else 0.470 if ears is EarShape.LONG else 0.405,
        rx=0.245 * size,
        ry=0.212 * size,
    )
    behind, before = _ears(ears, head, coat)
    pieces = [
        *(_standing(coat, ears) if stands else _sitting(coat, ears)),
        *behind,
        *_face(head, coat, has_stripes=coat.is_tabby and ears is EarShape.POINTY),
        *before,
    ]
    place = FacePlace(
        x=head.x,
        y=head.y + head.ry * EYE_Y,
        spread=head.rx * EYE_X,
        smile=0.5,
        iris=rgb(coat.iris),
        skin=rgb(coat.main),
        nose_y=head.y + head.ry * NOSE_Y,
        nose=rgb(coat.nose),
        whiskers=ears is EarShape.POINTY,
        is_pet=True,
    )
    return Toy(tuple(pieces), (place,))


def _stands(subject: Subject, hints: Hints) -> bool:
    """Whether the photo shows the whole animal, longer than high, and not its face alone."""
    ys, xs = np.nonzero(subject.mask > 0.5)
    if subject.is_close_up or not len(xs):
        return False
    length = float(np.ptp(xs))
    if hints.left_eye is not None and hints.right_eye is not None:
        apart = abs(hints.left_eye.x - hints.right_eye.x) * subject.mask.shape[1]
        if apart > 0.18 * length:
            return False
    return length > 1.25 * float(np.ptp(ys))


def _face(head: _Head, coat: Coat, *, has_stripes: bool) -> list[Piece]:
    shape = head.even(
        (0.62, -1.12), (1.06, -0.45), (1.13, 0.42), (0.62, 1.12)
    )  # fmt: skip
    muzzle = head.even((0.22, 0.30), (0.47, 0.50), (0.46, 0.82), (0.20, 0.99))
    cloth: Rgb | Texture = rgb(coat.main)
    if coat.head is not None:
        left, top = head.at(-PRINT_REACH, -PRINT_REACH)
        right, bottom = head.at(PRINT_REACH, PRINT_REACH)
        cloth = Texture(coat.head, (left, top, right, bottom))
    pieces = [Piece("head", shape, cloth, puff=0.85, pile=0.9)]
    if has_stripes:
        pieces += _stripes(head, coat)
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


def _stripes(head: _Head, coat: Coat) -> list[Piece]:
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


def _ears(shape: EarShape, head: _Head, coat: Coat) -> tuple[list[Piece], list[Piece]]:
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


def _sitting(coat: Coat, ears: EarShape) -> list[Piece]:
    """A body seen from the front, on its haunches."""
    main, light = rgb(coat.main), rgb(coat.light)
    body = outlines.blob(
        [(0.40, 0.54), (0.60, 0.54), (0.69, 0.74), (0.66, 0.89), (0.34, 0.89), (0.31, 0.74)]
    )
    chest = outlines.blob(
        [(0.44, 0.58), (0.56, 0.58), (0.60, 0.70), (0.575, 0.84), (0.425, 0.84), (0.40, 0.70)]
    )
    haunch = outlines.ellipse(0.652, 0.815, 0.070, 0.082, -10)
    hind = outlines.ellipse(0.672, 0.880, 0.066, 0.046, squareness=2.3)
    leg = outlines.tube([(0.566, 0.66), (0.574, 0.78), (0.574, 0.862)], (0.045, 0.043, 0.047))
    paw = outlines.ellipse(0.574, 0.882, 0.056, 0.046, squareness=2.4)
    pieces = [_tail(coat, ears), Piece("body", body, main, pile=0.9)]
    for side in _BOTH:
        pieces.append(Piece("haunch", side(haunch), main, pile=0.9))
        pieces.append(Piece("hind paw", side(hind), light, pile=0.6))
    pieces.append(
        Piece("chest", chest, light, 0.3, pile=0.9, follows=0.8, shades=0.25, stitched=False)
    )
    for side in _BOTH:
        pieces.append(Piece("front leg", side(leg), main, puff=0.7, pile=0.6))
        pieces.append(Piece("front paw", side(paw), light, pile=0.5))
    return pieces


def _standing(coat: Coat, ears: EarShape) -> list[Piece]:
    """A body seen from the side, on four legs, its head on the left."""
    main, light, far = rgb(coat.main), rgb(coat.light), rgb(coat.main * 0.84)
    tail = outlines.tube(
        [(0.76, 0.62), (0.845, 0.55), (0.870, 0.44), (0.845, 0.36)], (0.036, 0.036, 0.034, 0.030)
    )
    if ears is EarShape.LONG:
        tail = outlines.ellipse(0.805, 0.60, 0.060, 0.058)
    body = outlines.ellipse(0.57, 0.655, 0.245, 0.148, squareness=2.3)
    belly = outlines.ellipse(0.58, 0.748, 0.150, 0.045)
    pieces = [Piece("tail", tail, rgb((coat.dark + coat.main) / 2), pile=0.8)]
    for x, cloth in ((0.475, far), (0.705, far)):
        pieces += _leg(x, 0.862, cloth, light)
    pieces.append(Piece("body", body, main, pile=0.9))
    pieces.append(Piece("belly", belly, light, puff=0.2, pile=0.9, follows=0.85, shades=0))
    for x, cloth in ((0.400, main), (0.755, main)):
        pieces += _leg(x, 0.882, cloth, light)
    return pieces


def _leg(x: float, foot: float, cloth: Rgb, paw: Rgb) -> list[Piece]:
    limb = outlines.tube([(x, 0.70), (x, foot - 0.02)], (0.052, 0.047))
    shoe = outlines.ellipse(x - 0.008, foot, 0.058, 0.042, squareness=2.4)
    return [Piece("leg", limb, cloth, puff=0.7, pile=0.6), Piece("paw", shoe, paw, pile=0.5)]


def _tail(coat: Coat, ears: EarShape) -> Piece:
    """The tail that goes with the ears: a bob, a short one or a long curled one."""
    cloth = rgb((coat.dark + coat.main) / 2)
    if ears is EarShape.LONG:
        return Piece("tail", outlines.ellipse(0.725, 0.80, 0.062, 0.060), rgb(coat.light))
    if ears is EarShape.ROUND:
        return Piece("tail", outlines.ellipse(0.712, 0.82, 0.050, 0.050), rgb(coat.main))
    if ears is EarShape.FLOPPY:
        short = outlines.tube([(0.66, 0.84), (0.76, 0.78), (0.795, 0.68)], (0.036, 0.038, 0.026))
        return Piece("tail", short, cloth, pile=0.8)
    spine = [(0.66, 0.86), (0.79, 0.84), (0.815, 0.71), (0.775, 0.60)]
    return Piece("tail", outlines.tube(spine, (0.034, 0.038, 0.036, 0.030)), cloth, pile=0.8)


_BOTH: Final = (outlines.mirrored, outlines.as_drawn)
