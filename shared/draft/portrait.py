"""What a person's face looks like: skin, beard and glasses."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from shared.draft import outlines
from shared.draft.colours import chroma_of, difference, median_of, shift_lab, tone_of
from shared.draft.faces import OVAL, Face
from shared.draft.pixels import Floats, floats, to_lab
from shared.draft.subject import Subject

SIDE: Final = 256
"""A head is studied upright, in a square of this side."""
OVAL_PX: Final = 104
CHIN_Y: Final = 196
TOP_Y: Final = CHIN_Y - OVAL_PX
MIDDLE: Final = SIDE / 2
"""The oval's height, the rows of chin and forehead, and the column of the middle."""
PLAIN_SKIN: Final = np.array([0.80, 0.62, 0.52], dtype=np.float32)
_LUMA: Final = np.array([0.30, 0.59, 0.11], dtype=np.float32)

_MOST_BEARD_CHROMA: Final = 36
_LEAST_SKIN_CHROMA: Final = 7
_MOST_SKIN_CHROMA: Final = 34
_SKIN_HUES: Final = (47, 74)
_RIM_REACH: Final = (0.24, 0.54)
_DARK_RIMS: Final = (0.62, 0.62)
_THIN_RIMS: Final = (0.32, 0.55)
"""How much of the worse and of the better seen rim must be there."""
_LEAST_GROOVE: Final = 0.035

_CHEEKS: Final = (50, 280, 101, 330, 205, 425, 36, 266, 4, 195)
_JAW: Final = (199, 208, 428, 138, 367, 170, 395)
_NOSE_TIP: Final = 1
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
    def turn(self) -> float:
        """How far the face is turned away: 0 looks at us, 1 to the right, -1 to the left."""
        return float((self.points[_NOSE_TIP, 0] - MIDDLE) / max(self.half_width, 1))

    @property
    def eyes_y(self) -> float:
        """The row of the eyes."""
        return float(self.points[list(_EYE_CORNERS), 1].mean())


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
    into[0, 2] = MIDDLE - (level[:, 0].min() + level[:, 0].max()) / 2 * scale
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
    skin = tone_of(head.image, _spots(head, _CHEEKS, 8), 0.40, 0.85, PLAIN_SKIN)
    _, a, b = (float(part) for part in to_lab(skin.reshape(1, 1, 3))[0, 0])
    chroma = float(np.hypot(a, b))
    if chroma < _LEAST_SKIN_CHROMA:
        return skin
    # Lamps and shade make faces red or yellow; cloth of such a colour looks sunburnt.
    hue = np.radians(np.clip(np.degrees(np.arctan2(b, a)), *_SKIN_HUES))
    wanted = min(chroma, _MOST_SKIN_CHROMA)
    return shift_lab(skin, 0, wanted * float(np.cos(hue)) - a, wanted * float(np.sin(hue)) - b)


def beard_of(head: Head, skin: Floats) -> Floats | None:
    """The beard's colour when chin and jaw are hairy."""
    samples = [median_of(head.image, _spots(head, (spot,), 6), skin) for spot in _JAW]
    colour = floats(np.median(np.stack(samples), axis=0))
    is_darker = float((skin - colour) @ _LUMA) > 0.10
    share = float(np.mean([difference(sample, skin) > 16 for sample in samples]))
    is_hairy = is_darker and share > 0.65 and difference(colour, skin) > 20
    if chroma_of(colour) > _MOST_BEARD_CHROMA:
        return None
    return colour if is_hairy else None


def glasses_of(head: Head, skin: Floats) -> Floats | None:
    """The frame's colour when both eyes have a rim below and beside them: a dark or a thin one."""
    corners = head.points[list(_EYE_CORNERS)]
    eyes = [corners[:2].mean(axis=0), corners[2:].mean(axis=0)]
    apart = float(np.linalg.norm(eyes[1] - eyes[0]))
    fans = [_below_eye(head.image, eye, apart) for eye in eyes]
    limit = float(skin @ _LUMA) * 0.72
    for rims, worse, better in (
        ([_dark_rim(fan, limit) for fan in fans], *_DARK_RIMS),
        ([_thin_rim(fan) for fan in fans], *_THIN_RIMS),
    ):
        shares = sorted(share for share, _ in rims)
        if shares[0] > worse and shares[1] > better:
            return floats(np.median(np.concatenate([pixels for _, pixels in rims]), axis=0))
    return None


def _below_eye(image: Floats, eye: Floats, apart: float) -> Floats:
    """The pixels on half circles below an eye, from small to large: `(radii, angles, 3)`."""
    radii = np.linspace(*_RIM_REACH, 29)[:, None] * apart
    turn = np.radians(np.arange(10, 171, 4))[None, :]
    x, y = floats(eye[0] + radii * np.cos(turn)), floats(eye[1] + radii * 0.92 * np.sin(turn))
    return floats(cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _dark_rim(fan: Floats, limit: float) -> tuple[float, Floats]:
    """The largest share of one half circle that is darker than `limit`, and its colours."""
    dark = fan @ _LUMA < limit
    best = int(dark.mean(axis=1).argmax())
    return float(dark[best].mean()), fan[best][dark[best]]


def _thin_rim(fan: Floats) -> tuple[float, Floats]:
    """How much of the way an unbroken dark line goes below the eye, and its colours."""
    levels = fan @ _LUMA
    beside = 4
    groove = np.minimum(levels[: -2 * beside], levels[2 * beside :]) - levels[beside:-beside]
    row = groove.argmax(axis=0)
    is_line = groove.max(axis=0) > _LEAST_GROOVE
    is_line[1:] &= np.abs(np.diff(row)) <= 3
    column = np.flatnonzero(is_line)
    return float(is_line.mean()), fan[row[column] + beside, column]


def _spots(head: Head, landmarks: tuple[int, ...], radius_px: int) -> Floats:
    """Discs around landmarks, `(256, 256)`."""
    region = np.zeros((SIDE, SIDE), dtype=np.float32)
    for x, y in head.points[list(landmarks)]:
        cv2.circle(region, (int(x), int(y)), radius_px, 1.0, cv2.FILLED)
    return region
