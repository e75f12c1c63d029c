"""What covers a person's head: hair, a hat or a scarf."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from shared.draft import outlines
from shared.draft.colours import chroma_of, difference, median_of, shift_lab, tone_of
from shared.draft.pixels import Floats, blur, floats, to_lab
from shared.draft.portrait import CHIN_Y, MIDDLE, OVAL_PX, SIDE, TOP_Y, Head

_LEAST_CLOTH_CHROMA: Final = 18
_LEAST_VIVID_CHROMA: Final = 11
_LEAST_BLOND: Final = 17
_MOST_TURN: Final = 0.2
_LEAST_BAND_PX: Final = 120
_LIKE_SKIN: Final = 11
_UNLIKE_SKIN: Final = 22
_SHORT_CHROMA: Final = 0.8
"""How colourful short hair is at most, as a share of the skin: a shaded forehead is as colourful."""
_HAIR_HUES: Final = (36, 108)
"""In degrees of CIE Lab: from ginger to ash."""
_NEVER_HAIR: Final = (125, 330)
"""From green over blue to purple."""


@dataclass(frozen=True, slots=True, eq=False)
class Hair:
    """Hair, a hat or a scarf: outlines in the head's pixels, colours as RGB `(3,)`."""

    front: Floats | None
    back: Floats | None
    colour: Floats
    dark: Floats

    @property
    def is_cloth(self) -> bool:
        """Whether it is a hat or a scarf, as hair is never that green, blue or red."""
        hue, chroma = _hue(self.colour), chroma_of(self.colour)
        is_vivid = chroma > _LEAST_VIVID_CHROMA and _NEVER_HAIR[0] < hue < _NEVER_HAIR[1]
        is_hairy = _HAIR_HUES[0] < hue < _HAIR_HUES[1]
        return is_vivid or (chroma > _LEAST_CLOTH_CHROMA and not is_hairy)

    @property
    def is_scarf(self) -> bool:
        """Whether it is cloth that reaches down to the chin and hides the ears."""
        return self.is_cloth and self.back is not None


def hair_of(head: Head, skin: Floats) -> Hair:
    """Find what covers the head: everything of the person around the face that is not skin."""
    band = _top_of(head)
    colour = tone_of(head.image, band, 0.15, 0.85, skin)
    is_short = difference(colour, skin) < _LIKE_SKIN
    if is_short:
        colour = _short_hair(head, skin, band)
    if band.sum() < _LEAST_BAND_PX or difference(colour, skin) < _LIKE_SKIN:
        return Hair(None, None, shift_lab(skin, -35), shift_lab(skin, -40))
    hairy, surely = _hairy(head, skin, band, colour)
    reach = _reach(hairy, head)
    tone = colour if is_short else tone_of(head.image, surely, 0.25, 0.85, colour)
    return Hair(
        front=_front(head, hairy, min(reach, CHIN_Y + 8)),
        back=_back(head, reach) if reach > CHIN_Y - 20 else None,
        colour=_without_shine(tone),
        dark=tone_of(head.image, surely, 0.05, 0.5, colour),
    )


def _hue(colour: Floats) -> float:
    """In degrees, 0 to 360: red, yellow, green, blue."""
    _, a, b = to_lab(colour.reshape(1, 1, 3))[0, 0]
    return float(np.degrees(np.arctan2(b, a))) % 360


def _short_hair(head: Head, skin: Floats, band: Floats) -> Floats:
    """The colour of hair so short that the band holds forehead, too; the skin's when there is none.

    It must be seen in the darker part of the band, and at the temples.
    """
    rows, columns = _grid()
    dark = tone_of(head.image, band, 0.0, 0.4, skin)
    solid = cv2.erode((head.mask > 0.5).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    away = np.abs(columns - MIDDLE) / head.half_width
    temples = solid & (head.oval < 0.5) & (away > 0.55) & (away < 1.5)
    temples &= (rows > head.eyes_y - 30) & (rows < head.eyes_y - 4)
    beside = tone_of(head.image, floats(temples), 0.1, 0.6, skin)
    is_grey = chroma_of(dark) < _SHORT_CHROMA * chroma_of(skin)
    is_there = difference(dark, skin) > _UNLIKE_SKIN and difference(beside, skin) > _LIKE_SKIN
    return dark if is_grey and is_there else skin


def _without_shine(tone: Floats) -> Floats:
    """The colour that fur must have to look like hair of this one."""
    if chroma_of(tone) > _LEAST_BLOND:
        # Thick fur shades yellow hair towards green; a little red keeps it blond.
        return shift_lab(tone, 2, 6, 2)
    if _NEVER_HAIR[0] < _hue(tone) < _NEVER_HAIR[1]:
        return tone
    # Skin shines through grey hair; the toy's need not.
    _, a, b = (float(part) for part in to_lab(tone.reshape(1, 1, 3))[0, 0])
    return shift_lab(tone, 2, -a * 0.6, -b * 0.4)


def _top_of(head: Head) -> Floats:
    """A band along the upper edge of the head: below it the forehead may be high."""
    rows, columns = _grid()
    solid = (head.mask > 0.5).astype(np.uint8)
    band = np.zeros_like(rows)
    for border_px in (7, 3):
        # The border itself is mixed with what stands behind; very short hair is hardly more.
        inside = cv2.erode(solid, np.ones((border_px, border_px), np.uint8)) > 0
        above = inside & (rows < TOP_Y + 4) & (np.abs(columns - MIDDLE) < head.half_width * 0.85)
        first = np.where(above.any(axis=0), above.argmax(axis=0), SIDE)
        height = np.maximum(TOP_Y - first, 0)
        band = floats(above & (rows < first + np.clip(0.35 * height, 4, 16)))
        if band.sum() > _LEAST_BAND_PX:
            break
    return band


def plain_front() -> Floats:
    """Hair around a head that was not seen: a cap with a round parting."""
    half = OVAL_PX * 0.39
    right = [(0.55, -0.62), (1.12, -0.20), (1.12, 0.42), (0.92, 0.44), (0.84, 0.10), (0.40, 0.02)]
    left = [(-x, y) for x, y in reversed(right)]
    return outlines.blob(
        [(MIDDLE + x * half, TOP_Y + y * OVAL_PX * 0.6) for x, y in (*right, *left)]
    )


def _grid() -> tuple[Floats, Floats]:
    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    return floats(rows), floats(columns)


def _face_window(head: Head) -> Floats:
    """Where eyes, nose, mouth and jaw are: never covered by hair."""
    rows, columns = _grid()
    eyes = head.eyes_y
    across = (columns - MIDDLE) / head.half_width
    round_part = (across / 0.84) ** 2 + ((rows - (eyes + 26)) / 62) ** 2 < 1
    jaw = (np.abs(across) < 0.84) & (rows > eyes - 16) & (rows < CHIN_Y + 6)
    return floats(round_part | jaw)


def _hairy(head: Head, skin: Floats, crown: Floats, colour: Floats) -> tuple[Floats, Floats]:
    """Pixels that look more like the crown than like skin or clothes, joined to the crown.

    Returns:
        Two masks `(256, 256)`: all of them, and those that are surely no skin.
    """
    rows, columns = _grid()
    inside = head.mask > 0.5
    lab = to_lab(floats(cv2.GaussianBlur(head.image, (0, 0), 1.5)))
    tones = np.stack(
        [tone_of(head.image, crown, low, low + 0.4, colour) for low in (0.0, 0.3, 0.6)]
    )
    to_hair = _nearest(lab, tones)
    skins = np.stack([skin, shift_lab(skin, -12, 3, 3), shift_lab(skin, 8)])
    likely = _nearest(lab, skins) - to_hair
    surely = likely > 0
    # Above the oval it is hair whatever its colour; below the chin it may be cloth.
    likely = np.where((rows < TOP_Y) & inside, np.maximum(likely, 8), likely)
    cloth = _below_chin(head, skin)
    likely = np.where(
        rows > CHIN_Y + 4, np.minimum(likely, _nearest(lab, cloth[None]) - to_hair), likely
    )
    likely[_face_window(head) > 0.5] = -20
    likely[~inside | (np.abs(columns - MIDDLE) > head.half_width * 1.9)] = -12
    joined = (blur(floats(np.clip(likely, -12, 12)), 3.2) > 0).astype(np.uint8)
    count, labels = cv2.connectedComponents(joined)
    kept = np.zeros((SIDE, SIDE), dtype=np.float32)
    for index in range(1, count):
        piece = labels == index
        if float((piece * crown).sum()) > 30:
            kept[piece] = 1
    return kept, kept * surely


def _below_chin(head: Head, default: Floats) -> Floats:
    """What the person wears around the neck."""
    rows, _ = _grid()
    return median_of(head.image, floats((head.mask > 0.5) & (rows > CHIN_Y + 34)), default)


def _nearest(lab: Floats, colours: Floats) -> Floats:
    """The distance of each pixel to the nearest of some RGB colours, `(h, w)`."""
    wanted = to_lab(colours.reshape(1, -1, 3))[0]
    weights = np.array([0.8, 1.2, 1.2], dtype=np.float32)
    distances = [np.linalg.norm((lab - one) * weights, axis=2) for one in wanted]
    return floats(np.min(distances, axis=0))


def _reach(hairy: Floats, head: Head) -> float:
    """The lowest row that hair reaches beside the face.

    Beside a face that is turned, a collar or a shoulder looks like hair on one side: there it must
    reach as low on both.
    """
    away = np.arange(SIDE) - MIDDLE
    lowest = []
    for side in (-1, 1):
        beside = hairy[
            :, (away * side > head.half_width * 0.75) & (away * side < head.half_width * 1.7)
        ]
        rows = np.flatnonzero(beside.sum(axis=1) > 4)
        lowest.append(float(rows.max()) if len(rows) else 0.0)
    return min(lowest) if abs(head.turn) > _MOST_TURN else max(lowest)


def _front(head: Head, hairy: Floats, lowest: float) -> Floats | None:
    """The outline of the hair around the face; it reaches round the crown however short it is."""
    rows, columns = _grid()
    eyes = head.eyes_y
    soft = blur(floats(cv2.morphologyEx(hairy, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))), 4.5)
    soft[int(lowest) :] = 0
    soft[_face_window(head) > 0.5] = 0
    across = (columns - MIDDLE) / head.half_width
    cap = (across / 1.10) ** 2 + ((rows - eyes) / (eyes - TOP_Y + 44)) ** 2 < 1
    arch = (across / 0.92) ** 2 + ((rows - (eyes + 22)) / (eyes + 22 - TOP_Y - 4)) ** 2 < 1
    cap &= (rows < eyes - 2) & ~arch
    return outlines.around(np.maximum(soft, blur(floats(cap), 2)), 9)


def _back(head: Head, reach: float) -> Floats:
    """Long hair hanging behind head and shoulders."""
    low = min(reach, SIDE - 4.0) + 6
    wide, eyes = head.half_width * 1.36, head.eyes_y
    right = [(0.8, eyes - 70), (1.1, eyes + 10), (1.12, low)]
    left = [(-x, y) for x, y in reversed(right)]
    return outlines.blob([(MIDDLE + x * wide, y) for x, y in (*right, *left)])
