"""Pets: the photo's fur and markings on a sitting or standing toy."""

from typing import Final

import numpy as np

from shared.draft import outlines
from shared.draft.coat import EYE_X, EYE_Y, NOSE_Y, Coat, find_coat, find_ears
from shared.draft.looks import Look
from shared.draft.pet_head import Head, sew_ears, sew_face, sew_mane, sew_spots, sew_stripes
from shared.draft.pieces import FacePlace, Piece, Rgb, Toy, rgb
from shared.draft.subject import Subject
from shared.generations import EarShape, Hints

_CUT_OFF: Final = 0.08
"""The share of a side of the photo that shows an animal cut off there."""


def sew_pet(subject: Subject, hints: Hints, look: Look) -> Toy:
    """Cut the pieces of a pet: body, ears, head, muzzle and markings."""
    coat = find_coat(subject, hints)
    ears = hints.ears or find_ears(subject, hints)
    stands = _stands(subject, hints)
    size = look.head * (0.84 if stands else 0.90 if ears is EarShape.LONG else 1)
    head = Head(
        x=0.40 if stands else 0.5,
        y=0.400 if stands else 0.470 if ears is EarShape.LONG else 0.405,
        rx=0.245 * size,
        ry=0.212 * size,
    )
    # Whoever asks for other ears says that it is another animal.
    animal = subject.animal if hints.ears in {None, find_ears(subject, Hints())} else None
    is_cat = ears is EarShape.POINTY if animal is None else animal.is_cat
    behind, before = sew_ears(ears, head, coat)
    pieces = _standing(coat, ears) if stands else _sitting(coat, ears)
    if animal is not None and animal.has_mane:
        pieces += sew_mane(head, coat)
    markings: list[Piece] = []
    if coat.head is None and animal is not None and animal.is_spotted:
        markings = sew_spots(head, coat)
    elif coat.is_tabby and is_cat and not (animal is not None and animal.has_mane):
        markings = sew_stripes(head, coat)
    pieces += [*behind, *sew_face(head, coat, markings), *before]
    place = FacePlace(
        x=head.x,
        y=head.y + head.ry * EYE_Y,
        spread=head.rx * EYE_X,
        smile=0.5,
        iris=rgb(coat.iris),
        skin=rgb(coat.main),
        nose_y=head.y + head.ry * NOSE_Y,
        nose=rgb(coat.nose),
        whiskers=is_cat,
        is_pet=True,
    )
    return Toy(tuple(pieces), (place,))


def _stands(subject: Subject, hints: Hints) -> bool:
    """Whether the photo shows the whole animal, longer than high, and not its face alone."""
    ys, xs = np.nonzero(subject.mask > 0.5)
    sides = (subject.mask[0], subject.mask[-1], subject.mask[:, 0], subject.mask[:, -1])
    is_cut_off = sum(float((side > 0.5).mean()) > _CUT_OFF for side in sides) > 1
    if subject.is_close_up or is_cut_off or not len(xs):
        return False
    length = float(np.ptp(xs))
    if hints.left_eye is not None and hints.right_eye is not None:
        apart = abs(hints.left_eye.x - hints.right_eye.x) * subject.mask.shape[1]
        if apart > 0.18 * length:
            return False
    return length > 1.25 * float(np.ptp(ys))


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
    for side in outlines.BOTH:
        pieces.append(Piece("haunch", side(haunch), main, pile=0.9))
        pieces.append(Piece("hind paw", side(hind), light, pile=0.6))
    pieces.append(
        Piece("chest", chest, light, 0.3, pile=0.9, follows=0.8, shades=0.25, stitched=False)
    )
    for side in outlines.BOTH:
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
