"""What a person wears, from the collar down to the shoes."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from shared.draft.colours import difference, shift_lab
from shared.draft.faces import Face
from shared.draft.palette import main_colour
from shared.draft.pieces import Texture
from shared.draft.pixels import Floats, blur, fill_outside, floats, mix, smoothstep, to_lab
from shared.draft.subject import Subject

PLAIN_CLOTH: Final = np.array([0.42, 0.52, 0.62], dtype=np.float32)
_BELLY_BOX: Final = (0.355, 0.555, 0.645, 0.840)
"""What head, arms and feet leave free of the body: the print is to be seen."""
_PRINT_PX: Final = 160
_LIKE_SKIN: Final = 15
_UNLIKE_SKIN: Final = 22
_FOLD: Final = (20, 30)
"""What differs less from the main colour is a fold, what differs more a pattern."""


@dataclass(frozen=True, slots=True, eq=False)
class Legs:
    """What is worn below the waist and on the feet."""

    trousers: Floats
    shoes: Floats


def find_clothes(subject: Subject, face: Face, skin: Floats) -> tuple[Texture | None, Floats]:
    """What the person wears from the collar down, as a print, and the main colour of it."""
    solid = subject.mask > 0.5
    height, width = solid.shape
    oval = face.outline("oval")[0]
    chin, unit = float(oval[:, 1].max()), float(np.ptp(oval[:, 0]))
    top = int(chin + 0.12 * unit)
    bottom = int(min(height, top + 3.0 * unit))
    if bottom - top < 0.55 * unit:
        return None, _collar(subject, top, skin)
    chest = solid[top + int(0.4 * unit) : bottom]
    columns = np.flatnonzero(chest.mean(axis=0) > 0.3)
    if not len(columns):
        return None, PLAIN_CLOTH
    middle = 0.75 * float(oval[:, 0].mean()) + 0.25 * float(columns.mean())
    reach = min(1.35 * unit, max(middle - columns.min(), columns.max() - middle))
    left, right = int(max(0, middle - reach)), int(min(width, middle + reach))
    if right - left < 8:
        return None, PLAIN_CLOTH
    window = np.s_[top:bottom, left:right]
    size = (_PRINT_PX, _PRINT_PX)
    cloth = floats(cv2.resize(subject.colours[window], size, interpolation=cv2.INTER_AREA))
    region = floats(cv2.resize(subject.mask[window], size))
    main = main_colour(cloth, region * (1 - _bare(cloth, skin)), PLAIN_CLOTH)
    if difference(main, skin) > _UNLIKE_SKIN:
        cloth = _without_skin(cloth, region, skin)
    return Texture(_ironed(_without_luggage(cloth, main), main), _BELLY_BOX), main


def _collar(subject: Subject, top: int, skin: Floats) -> Floats:
    """The main colour of the little that a close portrait shows below the chin."""
    below = subject.mask.copy()
    below[:top] = 0
    return main_colour(subject.colours, below * (1 - _bare(subject.colours, skin)), PLAIN_CLOTH)


def find_legs(subject: Subject, face: Face) -> Legs | None:
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
    cloth = main_colour(subject.colours, trousers, PLAIN_CLOTH)
    is_cut_off = rows[-1] >= solid.shape[0] - 2
    shoe = shift_lab(cloth, -14) if is_cut_off else main_colour(subject.colours, shoes, cloth)
    return Legs(cloth, shoe)


def _bare(cloth: Floats, skin: Floats) -> Floats:
    """Where neck, arms or hands show, `(h, w)`, 0 or 1: the skin's hue in light or shade."""
    lab = to_lab(floats(cv2.GaussianBlur(cloth, (0, 0), 1.2)))
    away = (lab - to_lab(skin.reshape(1, 1, 3))) * np.array([0.38, 1.1, 1.1], dtype=np.float32)
    near = (np.linalg.norm(away, axis=2) < _LIKE_SKIN).astype(np.uint8)
    return floats(cv2.morphologyEx(near, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)))


def _without_skin(cloth: Floats, region: Floats, skin: Floats) -> Floats:
    """Carry the clothes on over neck and hands: the doll has its own."""
    bare = floats(cv2.dilate(_bare(cloth, skin), np.ones((7, 7), np.uint8)))
    known = floats((bare < 0.5) & (region > 0.5))
    if known.mean() < 0.15 or not bare.any():
        return cloth
    return mix(cloth, fill_outside(cloth, known), blur(bare, 1.2))


def _ironed(cloth: Floats, main: Floats) -> Floats:
    """Take out folds and shine: what differs from the main colour in lightness more than in hue."""
    lab = to_lab(cloth)
    away = (lab - to_lab(main.reshape(1, 1, 3))) * np.array([0.7, 1.0, 1.0], dtype=np.float32)
    unlike = smoothstep(floats(cv2.GaussianBlur(np.linalg.norm(away, axis=2), (0, 0), 1.5)), *_FOLD)
    even = np.broadcast_to(main, cloth.shape)
    return mix(even, cloth, floats(0.2 + 0.8 * unlike))


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
