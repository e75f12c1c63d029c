"""People: a doll with the photo's skin, hair, beard and clothes."""

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from shared.draft import outlines
from shared.draft.colours import shift_lab
from shared.draft.faces import Face
from shared.draft.looks import Look
from shared.draft.palette import main_colour
from shared.draft.pieces import FacePlace, Piece, Rgb, Texture, Toy, rgb
from shared.draft.pixels import Floats, fill_outside, floats, mix, to_lab
from shared.draft.portrait import (
    CHIN_Y,
    OVAL_PX,
    PLAIN_SKIN,
    SIDE,
    Hair,
    Head,
    beard_of,
    glasses_of,
    hair_of,
    plain_front,
    skin_of,
    turn_upright,
)
from shared.draft.subject import Subject

_CLOTH: Final = np.array([0.42, 0.52, 0.62], dtype=np.float32)
_FLOOR: Final = 0.93
_PRINT_PX: Final = 160
_BODY_BOX: Final = (0.335, 0.525, 0.665, 0.875)
_BROWN: Final = np.array([0.38, 0.22, 0.12], dtype=np.float32)
_LOCKS: Final = tuple(
    floats([[start + (end - start) * t**1.6, -1.3 + reach * t] for t in np.linspace(0.25, 1, 16)])
    for start, end, reach in ((0.18, -0.34, 0.86), (0.20, 0.02, 0.72), (0.24, 0.62, 0.92))
)
"""Locks falling from the parting, as shares of the head."""
_CLOTH_PILE: Final = 0.4
_FRONTAL: Final = 0.999
_BOTH: Final = (outlines.mirrored, outlines.as_drawn)


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
    scale = {2: 0.74, 3: 0.55}[len(dolls)]
    step = {2: 0.44, 3: 0.305}[len(dolls)]
    places = (np.arange(len(dolls)) - (len(dolls) - 1) / 2) * step + 0.5
    moved = [
        dolls[index].placed(scale, float(x), _FLOOR) for index, x in zip(order, places, strict=True)
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
    printed, main = _clothes(subject, face)
    legs = _legs(subject, face)
    pieces: list[Piece] = []
    if hair.back is not None:
        pile = _CLOTH_PILE if hair.is_cloth else 1
        behind = place.on_toy(hair.back)
        pieces.append(Piece("hair behind", behind, rgb(hair.dark), puff=0.6, pile=pile))
    pieces += _body(printed or rgb(main), main, rgb(skin), legs)
    # In a half turned face the landmarks of the jaw may lie on a sleeve or a collar.
    beard = beard_of(head, skin) if face.presence > _FRONTAL else None
    pieces += _head(place, skin, hair, beard)
    sewn = _face_place(place, head, face, skin, hair)
    return Toy(tuple(pieces), (replace(sewn, lips=None if beard is None else rgb(beard)),))


def _sew_stranger(subject: Subject, look: Look) -> Toy:
    """Somebody seen from behind or far away: hair from the top of them, clothes from the rest."""
    rows = np.flatnonzero(subject.mask.max(axis=1) > 0.5)
    split = int(rows[0] + 0.2 * len(rows)) if len(rows) else 0
    above, below = subject.mask.copy(), subject.mask.copy()
    above[split:], below[:split] = 0, 0
    main = main_colour(subject.colours, below, _CLOTH)
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


@dataclass(frozen=True, slots=True, eq=False)
class _Legs:
    """What is worn below the waist and on the feet."""

    trousers: Floats
    shoes: Floats


def _body(outfit: Rgb | Texture, main: Floats, skin: Rgb, legs: _Legs | None) -> list[Piece]:
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
        pieces += [Piece("leg", side(leg), cloth, pile=0.45) for side in _BOTH]
    for side in _BOTH:
        pieces.append(Piece("hand", side(hand), skin, pile=0.22))
        pieces.append(Piece("arm", side(arm), sleeve, pile=0.45))
        pieces.append(Piece("foot", side(foot), shoe, pile=0.45))
    return pieces


def _head(place: _Place, skin: Floats, hair: Hair, beard: Floats | None) -> list[Piece]:
    x, y, rx, ry = place.x, place.y, place.rx, place.ry
    ear = outlines.ellipse(x + rx * 0.985, y + ry * 0.12, rx * 0.15, ry * 0.20)
    pieces = [Piece("ear", side(ear), rgb(skin), puff=0.7, pile=0.2) for side in _BOTH]
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
        pieces.append(
            Piece(
                "hair", shape, rgb(hair.colour), 0.55, follows=0.1, shades=0.8,
                pile=_CLOTH_PILE if hair.is_cloth else 1,
                lines=() if hair.is_cloth else tuple(place.at(lock) for lock in _LOCKS),
            )
        )  # fmt: skip
    return pieces


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


def _clothes(subject: Subject, face: Face) -> tuple[Texture | None, Floats]:
    """What the person wears on the torso, as a print, and the main colour of it."""
    solid = subject.mask > 0.5
    height, width = solid.shape
    oval = face.outline("oval")[0]
    chin, unit = float(oval[:, 1].max()), float(np.ptp(oval[:, 0]))
    torso = solid[int(chin) : int(chin + 2.2 * unit)].sum(axis=1)
    skip = int(0.25 * unit)
    wide = np.flatnonzero(torso[skip:] > 0.8 * max(int(torso.max(initial=0)), 1))
    top = int(chin) + skip + (int(wide[0]) if len(wide) else skip)
    bottom = int(min(height, top + 2.4 * unit))
    columns = np.flatnonzero(solid[top:bottom].mean(axis=0) > 0.3) if bottom > top else wide[:0]
    if bottom - top < 0.35 * unit or not len(columns):
        return None, _CLOTH
    middle = 0.75 * float(oval[:, 0].mean()) + 0.25 * float(columns.mean())
    reach = min(1.35 * unit, max(middle - columns.min(), columns.max() - middle))
    left, right = int(max(0, middle - reach)), int(min(width, middle + reach))
    if right - left < 8:
        return None, _CLOTH
    window = np.s_[top:bottom, left:right]
    size = (_PRINT_PX, _PRINT_PX)
    cloth = floats(cv2.resize(subject.colours[window], size, interpolation=cv2.INTER_AREA))
    region = floats(cv2.resize(subject.mask[window], size))
    main = main_colour(cloth, region, _CLOTH)
    return Texture(_without_luggage(cloth, main), _BODY_BOX), main


def _legs(subject: Subject, face: Face) -> _Legs | None:
    """Trousers and shoes, where the photo reaches down to them."""
    solid = subject.mask > 0.5
    oval = face.outline("oval")[0]
    unit = float(np.ptp(oval[:, 0]))
    rows = np.flatnonzero(solid.any(axis=1))
    top = int(oval[:, 1].max() + 4.6 * unit)
    if not len(rows) or rows[-1] - top < 1.2 * unit:
        return None
    middle, reach = float(oval[:, 0].mean()), 1.6 * unit
    columns = np.abs(np.arange(solid.shape[1]) - middle) < reach
    here = floats(solid & columns)
    trousers, shoes = here.copy(), here.copy()
    foot = int(rows[-1] - 0.45 * unit)
    trousers[:top], trousers[foot:], shoes[:foot] = 0, 0, 0
    cloth = main_colour(subject.colours, trousers, _CLOTH)
    is_cut_off = rows[-1] >= solid.shape[0] - 2
    shoe = shift_lab(cloth, -14) if is_cut_off else main_colour(subject.colours, shoes, cloth)
    return _Legs(cloth, shoe)


def _without_luggage(cloth: Floats, main: Floats) -> Floats:
    """Remove what reaches into the print from one side: a bag, a helmet, somebody's arm."""
    lab = to_lab(floats(cv2.GaussianBlur(cloth, (0, 0), 2)))
    strange = np.linalg.norm(lab - to_lab(main.reshape(1, 1, 3)), axis=2) > 30
    # Straps are thin: what is opened here is large.
    large = cv2.morphologyEx(strange.astype(np.uint8), cv2.MORPH_OPEN, np.ones((15, 15), np.uint8))
    count, labels = cv2.connectedComponents(large)
    luggage = np.zeros(labels.shape, dtype=np.float32)
    for index in range(1, count):
        piece = labels == index
        left, right = float(piece[:, 0].mean()), float(piece[:, -1].mean())
        if max(left, right) > 0.28 and min(left, right) == 0 and piece.mean() < 0.4:
            luggage[piece] = 1
    if not luggage.any():
        return cloth
    luggage = floats(cv2.dilate(luggage, np.ones((11, 11), np.uint8)))
    plain = fill_outside(cloth, floats(~strange & (luggage < 0.5)))
    return mix(cloth, plain, floats(cv2.GaussianBlur(luggage, (0, 0), 1.5)))
