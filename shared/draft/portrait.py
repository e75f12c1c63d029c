"""What a person's head looks like: skin, hair or hat, beard and glasses."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from shared.draft import outlines
from shared.draft.colours import difference, median_of, shift_lab, tone_of
from shared.draft.faces import OVAL, Face
from shared.draft.pixels import Floats, blur, floats, to_lab
from shared.draft.subject import Subject

SIDE: Final = 256
"""A head is studied upright, in a square of this side."""
OVAL_PX: Final = 104
CHIN_Y: Final = 196
_TOP_Y: Final = CHIN_Y - OVAL_PX
_MIDDLE: Final = SIDE / 2
PLAIN_SKIN: Final = np.array([0.80, 0.62, 0.52], dtype=np.float32)
_LUMA: Final = np.array([0.30, 0.59, 0.11], dtype=np.float32)

_MOST_BEARD_CHROMA: Final = 36
_MOST_HAIR_CHROMA: Final = 18
_HAIR_HUES: Final = (36, 108)
"""In degrees of CIE Lab: from ginger to ash."""

_CHEEKS: Final = (50, 280, 101, 330, 205, 425, 36, 266, 4, 195)
_JAW: Final = (199, 208, 428, 138, 367, 170, 395)
_EYE_CORNERS: Final = (33, 133, 362, 263)


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """A head turned upright: photo and mask `(256, 256[, 3])`, landmarks `(468, 2)` in it."""

    image: Floats
    mask: Floats
    points: Floats
    oval: Floats
    half_width: float

    @property
    def eyes_y(self) -> float:
        """The row of the eyes."""
        return float(self.points[list(_EYE_CORNERS), 1].mean())


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
        _, a, b = to_lab(self.colour.reshape(1, 1, 3))[0, 0]
        hue = float(np.degrees(np.arctan2(b, a)))
        return bool(np.hypot(a, b) > _MOST_HAIR_CHROMA) and not _HAIR_HUES[0] < hue < _HAIR_HUES[1]


def turn_upright(subject: Subject, face: Face) -> Head:
    """Turn the head level and bring its oval to one size."""
    across = face.right_eye - face.left_eye
    angle = float(np.arctan2(across[1], across[0]))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    level = (face.points @ turn.T)[list(OVAL)]
    top, chin = level[:, 1].min(), level[:, 1].max()
    scale = OVAL_PX / max(float(chin - top), 1)
    into = np.zeros((2, 3), dtype=np.float32)
    into[:, :2] = turn * scale
    into[0, 2] = _MIDDLE - (level[:, 0].min() + level[:, 0].max()) / 2 * scale
    into[1, 2] = CHIN_Y - chin * scale
    frame = (SIDE, SIDE)
    photo = subject.photo.astype(np.float32) / 255
    image = cv2.warpAffine(
        photo, into, frame, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    points = floats(face.points @ into[:, :2].T + into[:, 2])
    oval = points[list(OVAL)]
    return Head(
        image=floats(image),
        mask=floats(cv2.warpAffine(subject.mask, into, frame)),
        points=points,
        oval=outlines.fill(oval, SIDE, SIDE),
        half_width=float(np.ptp(oval[:, 0])) / 2,
    )


def skin_of(head: Head) -> Floats:
    """The skin's colour: cheeks and nose, without shade and shine."""
    return tone_of(head.image, _spots(head, _CHEEKS, 8), 0.25, 0.75, PLAIN_SKIN)


def hair_of(head: Head, skin: Floats) -> Hair:
    """Find what covers the head: everything of the person around the face that is not skin."""
    rows, columns = _grid()
    inside = head.mask > 0.5
    near = np.abs(columns - _MIDDLE) < head.half_width * 1.1
    crown = floats(inside & (rows < _TOP_Y - 2) & near)
    colour = median_of(head.image, crown, skin)
    if crown.sum() < 0.06 * head.oval.sum() or difference(colour, skin) < 11:
        return Hair(None, None, shift_lab(skin, -35), shift_lab(skin, -40))
    hairy = _hairy(head, skin, crown, colour)
    reach = _reach(hairy, head.half_width)
    return Hair(
        front=_front(head, hairy, min(reach, CHIN_Y + 8)),
        back=_back(head, reach) if reach > CHIN_Y - 20 else None,
        # Thick fur shades yellow hair towards green; a little red keeps it blond.
        colour=shift_lab(tone_of(head.image, hairy, 0.25, 0.85, colour), 2, 3),
        dark=tone_of(head.image, hairy, 0.05, 0.5, colour),
    )


def plain_front() -> Floats:
    """Hair around a head that was not seen: a cap with a round parting."""
    half = OVAL_PX * 0.39
    right = [(0.55, -0.62), (1.12, -0.20), (1.12, 0.42), (0.92, 0.44), (0.84, 0.10), (0.40, 0.02)]
    left = [(-x, y) for x, y in reversed(right)]
    return outlines.blob(
        [(_MIDDLE + x * half, _TOP_Y + y * OVAL_PX * 0.6) for x, y in (*right, *left)]
    )


def beard_of(head: Head, skin: Floats) -> Floats | None:
    """The beard's colour when chin and jaw are hairy."""
    samples = [median_of(head.image, _spots(head, (spot,), 6), skin) for spot in _JAW]
    colour = floats(np.median(np.stack(samples), axis=0))
    is_darker = float((skin - colour) @ _LUMA) > 0.10
    share = float(np.mean([difference(sample, skin) > 16 for sample in samples]))
    is_hairy = is_darker and share > 0.65 and difference(colour, skin) > 20
    if float(np.hypot(*to_lab(colour.reshape(1, 1, 3))[0, 0, 1:])) > _MOST_BEARD_CHROMA:
        return None
    return colour if is_hairy else None


def glasses_of(head: Head, skin: Floats) -> Floats | None:
    """The frame's colour when both eyes have a dark ring below and beside them."""
    lightness = head.image @ _LUMA
    limit = float(skin @ _LUMA) * 0.72
    corners = head.points[list(_EYE_CORNERS)]
    eyes = [corners[:2].mean(axis=0), corners[2:].mean(axis=0)]
    apart = float(np.linalg.norm(eyes[1] - eyes[0]))
    turn = np.radians(np.arange(10, 171, 4))
    found: list[Floats] = []
    for eye in eyes:
        best = 0.0
        pixels = np.zeros((0, 3), dtype=np.float32)
        for radius in np.linspace(0.28, 0.50, 12) * apart:
            x = np.clip(eye[0] + radius * np.cos(turn), 0, SIDE - 1).astype(int)
            y = np.clip(eye[1] + radius * 0.85 * np.sin(turn), 0, SIDE - 1).astype(int)
            dark = lightness[y, x] < limit
            if float(dark.mean()) > best:
                best, pixels = float(dark.mean()), head.image[y, x][dark]
        if best < 0.62:
            return None
        found.append(pixels)
    return floats(np.median(np.concatenate(found), axis=0))


def _grid() -> tuple[Floats, Floats]:
    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    return floats(rows), floats(columns)


def _spots(head: Head, landmarks: tuple[int, ...], radius_px: int) -> Floats:
    """Discs around landmarks, `(256, 256)`."""
    region = np.zeros((SIDE, SIDE), dtype=np.float32)
    for x, y in head.points[list(landmarks)]:
        cv2.circle(region, (int(x), int(y)), radius_px, 1.0, cv2.FILLED)
    return region


def _face_window(head: Head) -> Floats:
    """Where eyes, nose, mouth and jaw are: never covered by hair."""
    rows, columns = _grid()
    eyes = head.eyes_y
    across = (columns - _MIDDLE) / head.half_width
    round_part = (across / 0.84) ** 2 + ((rows - (eyes + 26)) / 62) ** 2 < 1
    jaw = (np.abs(across) < 0.84) & (rows > eyes - 16) & (rows < CHIN_Y + 6)
    return floats(round_part | jaw)


def _hairy(head: Head, skin: Floats, crown: Floats, colour: Floats) -> Floats:
    """Pixels that look more like the crown than like skin or clothes, joined to the crown."""
    rows, columns = _grid()
    inside = head.mask > 0.5
    lab = to_lab(floats(cv2.GaussianBlur(head.image, (0, 0), 1.5)))
    tones = np.stack(
        [tone_of(head.image, crown, low, low + 0.4, colour) for low in (0.0, 0.3, 0.6)]
    )
    to_hair = _nearest(lab, tones)
    skins = np.stack([skin, shift_lab(skin, -12, 3, 3), shift_lab(skin, 8)])
    likely = _nearest(lab, skins) - to_hair
    # Above the oval it is hair whatever its colour; below the chin it may be cloth.
    likely = np.where((rows < _TOP_Y) & inside, np.maximum(likely, 8), likely)
    cloth = _below_chin(head, skin)
    likely = np.where(
        rows > CHIN_Y + 4, np.minimum(likely, _nearest(lab, cloth[None]) - to_hair), likely
    )
    likely[_face_window(head) > 0.5] = -20
    likely[~inside | (np.abs(columns - _MIDDLE) > head.half_width * 1.9)] = -12
    joined = (blur(floats(np.clip(likely, -12, 12)), 3.2) > 0).astype(np.uint8)
    count, labels = cv2.connectedComponents(joined)
    kept = np.zeros((SIDE, SIDE), dtype=np.float32)
    for index in range(1, count):
        piece = labels == index
        if float((piece * crown).sum()) > 30:
            kept[piece] = 1
    return kept


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


def _reach(hairy: Floats, half_width: float) -> float:
    """The lowest row that hair reaches beside the face."""
    away = np.abs(np.arange(SIDE) - _MIDDLE)
    beside = hairy[:, (away > half_width * 0.75) & (away < half_width * 1.7)]
    rows = np.flatnonzero(beside.sum(axis=1) > 8)
    return float(rows.max()) if len(rows) else 0.0


def _front(head: Head, hairy: Floats, lowest: float) -> Floats | None:
    """The outline of the hair around the face; it reaches round the crown however short it is."""
    rows, columns = _grid()
    eyes = head.eyes_y
    soft = blur(floats(cv2.morphologyEx(hairy, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))), 4.5)
    soft[int(lowest) :] = 0
    soft[_face_window(head) > 0.5] = 0
    across = (columns - _MIDDLE) / head.half_width
    cap = (across / 1.10) ** 2 + ((rows - eyes) / (eyes - _TOP_Y + 30)) ** 2 < 1
    arch = (across / 0.92) ** 2 + ((rows - (eyes + 22)) / (eyes + 22 - _TOP_Y - 4)) ** 2 < 1
    cap &= (rows < eyes - 2) & ~arch
    return outlines.around(np.maximum(soft, blur(floats(cap), 2)), 9)


def _back(head: Head, reach: float) -> Floats:
    """Long hair hanging behind head and shoulders."""
    low = min(reach, SIDE - 4.0) + 6
    wide, eyes = head.half_width * 1.36, head.eyes_y
    right = [(0.8, eyes - 70), (1.1, eyes + 10), (1.12, low)]
    left = [(-x, y) for x, y in reversed(right)]
    return outlines.blob([(_MIDDLE + x * wide, y) for x, y in (*right, *left)])
