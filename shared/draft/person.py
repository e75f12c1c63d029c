"""People: a doll with the photo's skin, hair, beard and clothes."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from shared.draft import outlines
from shared.draft.clothes import PLAIN_CLOTH, Legs, find_clothes, find_legs
from shared.draft.colours import shift_lab
from shared.draft.faces import Face
from shared.draft.hair import Hair, hair_of, plain_front
from shared.draft.looks import Look
from shared.draft.palette import main_colour
from shared.draft.pieces import FacePlace, Piece, Rgb, Texture, Toy, rgb
from shared.draft.pixels import Floats, floats
from shared.draft.portrait import (
    CHIN_Y,
    OVAL_PX,
    PLAIN_SKIN,
    SIDE,
    Head,
    beard_of,
    glasses_of,
    skin_of,
    turn_upright,
)
from shared.draft.subject import Subject

_GROUPS: Final = {2: (0.76, 0.44, 0.87), 3: (0.58, 0.305, 0.80)}
"""How large the dolls of a group are, how far apart, and where they sit."""
_BROWN: Final = np.array([0.38, 0.22, 0.12], dtype=np.float32)
_LOCKS: Final = tuple(
    floats([[start + (end - start) * t**1.6, -1.3 + reach * t] for t in np.linspace(0.25, 1, 16)])
    for start, end, reach in ((0.18, -0.34, 0.86), (0.20, 0.02, 0.72), (0.24, 0.62, 0.92))
)
"""Locks falling from the parting, as shares of the head."""
_BRIM: Final = (
    (-1.10, -0.40), (-0.62, -0.66), (0.0, -0.74), (0.62, -0.66), (1.10, -0.40),
    (1.06, -0.12), (0.58, -0.38), (0.0, -0.46), (-0.58, -0.38), (-1.06, -0.12),
)  # fmt: skip
_CAPE: Final = (
    (-0.75, 0.45), (0.75, 0.45), (1.02, 1.15), (0.72, 1.50), (0.0, 1.72), (-0.72, 1.50),
    (-1.02, 1.15),
)  # fmt: skip
_FOLD: Final = tuple(
    (0.78 + 0.16 * np.sin(turn), turn / 2.6) for turn in np.linspace(-1.4, 2.0, 20)
)
"""As shares of the head's half width and half height."""
_CLOTH_PILE: Final = 0.4
_FRONTAL: Final = 0.999


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the doll's head is, and how the photo's head maps onto it."""

    rx: float
    ry: float
    half_width: float
    x: float = 0.5
    y: float = 0.365

    def on_toy(self, points: Floats) -> Floats:
        """From the upright head's pixels onto the toy, `(n, 2)`."""
        across = (points[:, 0] - SIDE / 2) / self.half_width * 0.96
        down = (points[:, 1] - CHIN_Y) / OVAL_PX * 1.46 + 0.97
        # Big hair would leave no room for a big face: beyond the head it is pressed together,
        # but hangs down as long as it is.
        away = np.hypot(across, np.minimum(down, 0.2))
        pressed = np.where(away > 1, (1 + (away - 1) * 0.50) / np.maximum(away, 1e-6), 1)
        across, down = across * pressed, np.where(down < 0, down * pressed, down)
        return self.at(floats(np.stack([across, down], axis=1)))

    def at(self, shares: Floats) -> Floats:
        """Places given as shares of the head's half width and half height."""
        return floats(shares * (self.rx, self.ry) + (self.x, self.y))


def sew_people(subject: Subject, look: Look) -> Toy:
    """Cut a doll for each face, side by side; a plain one when no face is seen."""
    if not subject.faces:
        return _sew_stranger(subject, look)
    dolls = [_sew_doll(subject, face, look) for face in subject.faces]
    if len(dolls) == 1:
        return dolls[0]
    # From left to right, as they stand in the photo.
    order = np.argsort([float(face.points[:, 0].mean()) for face in subject.faces])
    scale, step, floor = _GROUPS[len(dolls)]
    places = (np.arange(len(dolls)) - (len(dolls) - 1) / 2) * step + 0.5
    moved = [
        dolls[index].placed(scale, float(x), floor) for index, x in zip(order, places, strict=True)
    ]
    return Toy(
        tuple(piece for doll in moved for piece in doll.pieces),
        tuple(face for doll in moved for face in doll.faces),
    )


def _sew_doll(subject: Subject, face: Face, look: Look) -> Toy:
    """Cut the pieces of one doll."""
    head = turn_upright(subject, face)
    place = _Place(0.232 * look.head, 0.218 * look.head, head.half_width)
    skin = skin_of(head)
    hair = hair_of(head, skin)
    printed, main = find_clothes(subject, face, skin)
    legs = find_legs(subject, face)
    pieces: list[Piece] = []
    if hair.back is not None and not hair.is_scarf:
        pieces.append(Piece("hair behind", place.on_toy(hair.back), rgb(hair.dark), puff=0.6))
    pieces += _body(printed or rgb(main), main, rgb(skin), legs)
    # In a half turned face the landmarks of the jaw may lie on a sleeve or a collar.
    beard = beard_of(head, skin) if face.presence > _FRONTAL and not hair.is_scarf else None
    pieces += _scarf(place, skin, hair) if hair.is_scarf else _head(place, skin, hair, beard)
    sewn = _face_place(place, head, face, skin, hair)
    return Toy(tuple(pieces), (replace(sewn, lips=None if beard is None else rgb(beard)),))


def _sew_stranger(subject: Subject, look: Look) -> Toy:
    """Somebody seen from behind or far away: hair from the top of them, clothes from the rest."""
    rows = np.flatnonzero(subject.mask.max(axis=1) > 0.5)
    split = int(rows[0] + 0.2 * len(rows)) if len(rows) else 0
    above, below = subject.mask.copy(), subject.mask.copy()
    above[split:], below[:split] = 0, 0
    main = main_colour(subject.colours, below, PLAIN_CLOTH)
    colour = main_colour(subject.colours, above, _BROWN)
    place = _Place(0.232 * look.head, 0.218 * look.head, OVAL_PX * 0.39)
    hair = Hair(plain_front(), None, colour, colour)
    skin = rgb(PLAIN_SKIN)
    pieces = [*_body(rgb(main), main, skin, None), *_head(place, PLAIN_SKIN, hair, None)]
    spread = place.rx * 0.43
    face = FacePlace(
        x=place.x,
        y=place.y + 0.05 * place.ry,
        spread=spread,
        smile=0.4,
        iris=rgb(_BROWN),
        skin=skin,
        nose_y=place.y + 0.05 * place.ry + spread * 0.5,
        brow=rgb(shift_lab(colour, -12)),
    )
    return Toy(tuple(pieces), (face,))


def _body(outfit: Rgb | Texture, main: Floats, skin: Rgb, legs: Legs | None) -> list[Piece]:
    """A sitting body in its clothes; legs that the photo does not show stay out of sight."""
    sleeve = rgb(main)
    darker = shift_lab(main, -20 if float(main.mean()) > 0.25 else 14)
    shoe = rgb(darker if legs is None else legs.shoes)
    body = outlines.blob(
        [(0.395, 0.53), (0.605, 0.53), (0.672, 0.72), (0.64, 0.87), (0.36, 0.87), (0.328, 0.72)]
    )
    arm = outlines.tube([(0.618, 0.600), (0.692, 0.670), (0.722, 0.735)], (0.044, 0.048, 0.042))
    hand = outlines.ellipse(0.733, 0.762, 0.043, 0.042)
    leg = outlines.ellipse(0.582, 0.815, 0.082, 0.078)
    foot = outlines.ellipse(0.600, 0.872, 0.080, 0.066, squareness=2.3)
    pieces = [Piece("body", body, outfit, puff=0.75, pile=0.45)]
    if legs is not None:
        cloth = rgb(legs.trousers)
        pieces += [Piece("leg", side(leg), cloth, pile=0.45) for side in outlines.BOTH]
    for side in outlines.BOTH:
        pieces.append(Piece("hand", side(hand), skin, pile=0.22))
        pieces.append(Piece("arm", side(arm), sleeve, pile=0.45))
        pieces.append(Piece("foot", side(foot), shoe, pile=0.45))
    return pieces


def _head(place: _Place, skin: Floats, hair: Hair, beard: Floats | None) -> list[Piece]:
    x, y, rx, ry = place.x, place.y, place.rx, place.ry
    ear = outlines.ellipse(x + rx * 0.985, y + ry * 0.12, rx * 0.15, ry * 0.20)
    pieces = [Piece("ear", side(ear), rgb(skin), puff=0.7, pile=0.2) for side in outlines.BOTH]
    round_head = outlines.ellipse(x, y, rx, ry, squareness=2.25)
    pieces.append(Piece("head", round_head, rgb(skin), puff=0.85, pile=0.2))
    if beard is not None:
        right = [
            (0.30, 0.40), (0.66, 0.42), (1.0, 0.05), (0.98, 0.62), (0.50, 1.14),
        ]  # fmt: skip
        left = [(-across, down) for across, down in reversed(right)]
        corners = [(x + across * rx, y + down * ry) for across, down in (*right, *left)]
        shape = outlines.blob([*corners, (x, y + 0.46 * ry)])
        pieces.append(Piece("beard", shape, rgb(beard), 0.5, pile=0.7, follows=0.6, shades=0.5))
    if hair.front is not None:
        shape = place.on_toy(hair.front)
        if hair.is_cloth:
            pieces += _hat(place, shape, hair)
        else:
            locks = tuple(place.at(lock) for lock in _LOCKS)
            pieces.append(
                Piece("hair", shape, rgb(hair.colour), 0.55, follows=0.1, shades=0.8, lines=locks)
            )
    return pieces


def _hat(place: _Place, shape: Floats, hair: Hair) -> list[Piece]:
    """A cap: its crown, a turned-up brim across the forehead, and a button on top."""
    brim = place.at(outlines.blob(_BRIM))
    top = float(shape[:, 1].min())
    button = outlines.ellipse(place.x, top, place.rx * 0.12, place.ry * 0.10)
    darker = rgb(shift_lab(hair.colour, -9))
    return [
        Piece("button", button, darker, puff=0.8, pile=_CLOTH_PILE, stitched=False),
        Piece("hat", shape, rgb(hair.colour), 0.55, pile=_CLOTH_PILE, follows=0.1, shades=0.8),
        Piece("brim", brim, darker, 0.6, pile=_CLOTH_PILE, shades=0.8),
    ]


def _scarf(place: _Place, skin: Floats, hair: Hair) -> list[Piece]:
    """A headscarf: cloth over shoulders and head, the face looking out of it."""
    cape = place.at(outlines.blob(_CAPE))
    hood = outlines.ellipse(place.x, place.y - place.ry * 0.02, place.rx * 1.04, place.ry * 1.07)
    fold = place.at(floats(_FOLD))
    face = outlines.ellipse(
        place.x, place.y + place.ry * 0.10, place.rx * 0.78, place.ry * 0.80, squareness=2.25
    )
    cloth = rgb(hair.colour)
    return [
        Piece("scarf", cape, rgb(hair.dark), puff=0.5, pile=_CLOTH_PILE),
        Piece("head", hood, cloth, puff=0.85, pile=_CLOTH_PILE, lines=(fold,)),
        Piece("face", face, rgb(skin), puff=0.45, pile=0.2, follows=0.5, shades=0.5),
    ]


def _face_place(place: _Place, head: Head, face: Face, skin: Floats, hair: Hair) -> FacePlace:
    eyes = place.on_toy(floats([[SIDE / 2, head.eyes_y]]))[0]
    eye_y = float(np.clip(eyes[1], place.y - 0.10 * place.ry, place.y + 0.30 * place.ry))
    spread = place.rx * 0.43
    has_hair = hair.front is not None and not hair.is_cloth
    frame = glasses_of(head, skin)
    return FacePlace(
        x=place.x,
        y=eye_y,
        spread=spread,
        smile=max(0.25, face.smile),
        iris=rgb(_BROWN if hair.is_cloth else _BROWN * 0.75 + hair.colour * 0.25),
        skin=rgb(skin),
        nose_y=eye_y + spread * 0.50,
        brow=rgb(shift_lab(hair.colour, -12) if has_hair else shift_lab(skin, -30)),
        glasses=None if frame is None else rgb(frame),
    )
