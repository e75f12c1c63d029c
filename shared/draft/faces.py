"""Human faces: where they are, and their landmarks.

Source: BlazeFace (arXiv:1907.05047) and MediaPipe Face Mesh (arXiv:1907.06724).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

import cv2
import numpy as np

from shared.draft import networks
from shared.draft.cancelling import Check
from shared.draft.pixels import Bytes, Floats

_LEAST_SCORE: Final = 0.6
_LEAST_PRESENCE: Final = 0.85
_OVERLAP_LIMIT: Final = 0.4
_OTHERS_SIZE: Final = 0.7
_SHOULDERS: Final = 3.0
_HEAD_AREA: Final = 0.8
"""In widths of a face: how far one's own shoulders reach, and how large a head is."""

# Landmark numbers of the face mesh.
OVAL: Final = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
_LEFT_EYE: Final = (33, 160, 158, 133, 153, 144)
_RIGHT_EYE: Final = (362, 385, 387, 263, 373, 380)
_LEFT_BROW: Final = (70, 63, 105, 66, 107, 55, 65, 52, 53, 46)
_RIGHT_BROW: Final = (336, 296, 334, 293, 300, 276, 283, 282, 295, 285)
_MOUTH: Final = (61, 37, 0, 267, 291, 314, 17, 84)
_NOSE: Final = (168, 122, 48, 64, 2, 294, 278, 351)
_TOP, _CHIN, _LEFT_CHEEK, _RIGHT_CHEEK = 10, 152, 234, 454
_MOUTH_LEFT, _MOUTH_RIGHT, _LIP_UPPER, _LIP_LOWER = 61, 291, 13, 14


@dataclass(frozen=True, slots=True)
class Face:
    """One face. `points` is `(468, 2)` in pixels of the analysed photo, x then y."""

    points: Floats
    presence: float

    @property
    def left_eye(self) -> Floats:
        """Centre of the eye further left in the picture, `(2,)`."""
        return np.asarray(self.points[list(_LEFT_EYE)].mean(axis=0), dtype=np.float32)

    @property
    def right_eye(self) -> Floats:
        """Centre of the other eye, `(2,)`."""
        return np.asarray(self.points[list(_RIGHT_EYE)].mean(axis=0), dtype=np.float32)

    @property
    def width_px(self) -> float:
        """Width of the oval."""
        return float(np.linalg.norm(self.points[_RIGHT_CHEEK] - self.points[_LEFT_CHEEK]))

    @property
    def height_px(self) -> float:
        """Height of the oval."""
        return float(np.linalg.norm(self.points[_CHIN] - self.points[_TOP]))

    @property
    def size_px(self) -> float:
        """How wide it would be from the front: a face turned away looks narrow."""
        return max(self.width_px, 0.8 * self.height_px)

    @property
    def smile(self) -> float:
        """How much the mouth is drawn up and wide: about 0 at rest, 1 for a broad smile."""
        left, right = self.points[_MOUTH_LEFT], self.points[_MOUTH_RIGHT]
        across = right - left
        width = max(float(np.linalg.norm(across)), 1e-3)
        middle = (self.points[_LIP_UPPER] + self.points[_LIP_LOWER]) / 2
        sag = middle - (left + right) / 2
        lift = float(sag[1] * across[0] - sag[0] * across[1]) / width**2
        wide = (width / max(self.width_px, 1) - 0.30) / 0.14
        return float(np.clip(0.75 * np.clip(lift / 0.11, 0, 1) + 0.25 * np.clip(wide, 0, 1), 0, 1))

    def outline(self, part: str) -> Floats:
        """The polygon of `oval`, `eyes`, `brows`, `mouth` or `nose`; `(n, 2)` or `(m, n, 2)`."""
        groups = {
            "oval": (OVAL,),
            "eyes": (_LEFT_EYE, _RIGHT_EYE),
            "brows": (_LEFT_BROW, _RIGHT_BROW),
            "mouth": (_MOUTH,),
            "nose": (_NOSE,),
        }
        return np.stack([self.points[list(group)] for group in groups[part]])


def find_faces(photo: Bytes, check: Check) -> list[Face]:
    """All human faces of an upright `(h, w, 3)` photo, the widest first; checks on the way."""
    boxes = _detect(photo, check)
    faces = [face for box in boxes if (face := _landmarks(photo, box)) is not None]
    least_width = 0.045 * max(photo.shape[:2])
    return sorted(
        (face for face in faces if face.width_px > least_width),
        key=lambda face: face.width_px,
        reverse=True,
    )


def is_somebody_else(mask: Floats, group: Sequence[Face], faces: Sequence[Face]) -> bool:
    """Whether a mask `(h, w)` of people shows somebody who is not in the group, by face or by head.

    A face may be turned away, and not be found: then a part of the mask as large as a head stands
    beside the group, about as high.
    """
    smallest = min(face.size_px for face in group)
    if sum(face.size_px > _OTHERS_SIZE * smallest for face in faces) > len(group):
        return True
    beside = mask > 0.5
    columns = np.arange(mask.shape[1])
    for face in group:
        away = np.abs(columns - float(face.points[:, 0].mean()))
        beside &= (away > _SHOULDERS * face.size_px)[None]
    chin = max(float(face.points[_CHIN, 1]) for face in group)
    high = beside[: int(chin + 0.5 * smallest)]
    return float(high.sum()) > _HEAD_AREA * smallest**2


@lru_cache(maxsize=1)
def _anchors() -> Floats:
    """The centres that the detector's 896 answers are relative to, `(896, 2)`, 0 to 1."""
    centres = [
        ((column + 0.5) / cells, (row + 0.5) / cells)
        for cells, repeats in ((16, 2), (8, 6))
        for row, column in product(range(cells), range(cells))
        for _ in range(repeats)
    ]
    return np.array(centres, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    side: float
    eyes: Floats
    score: float

    def overlap(self, other: "_Box") -> float:
        width = min(self.left + self.side, other.left + other.side) - max(self.left, other.left)
        height = min(self.top + self.side, other.top + other.side) - max(self.top, other.top)
        if width <= 0 or height <= 0:
            return 0
        return width * height / min(self.side, other.side) ** 2


def _crops(height: int, width: int) -> list[tuple[int, int, int]]:
    """Squares to search as left, top, side: the whole frame and overlapping parts of it."""
    long, short = max(height, width), min(height, width)
    crops = [((width - long) // 2, (height - long) // 2, long)]
    for side, steps in ((short, 3 if long > 1.15 * short else 0), (int(0.6 * long), 3)):
        rows = 1 if side >= height else 2
        for row, column in product(range(rows), range(steps)):
            left = round((width - side) * column / max(steps - 1, 1)) if width > side else 0
            top = round((height - side) * row / max(rows - 1, 1)) if height > side else 0
            crops.append((left, top, side))
    return list(dict.fromkeys(crops))


def cut_square(photo: Bytes, left: int, top: int, side: int) -> Bytes:
    """A square of the photo; what lies outside it is black."""
    height, width = photo.shape[:2]
    square = np.zeros((side, side, 3), dtype=np.uint8)
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + side, width), min(top + side, height)
    if x1 > x0 and y1 > y0:
        square[y0 - top : y1 - top, x0 - left : x1 - left] = photo[y0:y1, x0:x1]
    return square


def _detect(photo: Bytes, check: Check) -> list[_Box]:
    found: list[_Box] = []
    for left, top, side in _crops(*photo.shape[:2]):
        check()
        raw, logits = networks.face_boxes(cut_square(photo, left, top, side))
        scores = 1 / (1 + np.exp(-np.clip(logits, -50, 50)))
        for index in np.flatnonzero(scores > _LEAST_SCORE):
            values = raw[index] / 128
            centre = values[:2] + _anchors()[index]
            extent = float(values[2:4].max()) * side
            eyes = (values[4:8].reshape(2, 2) + _anchors()[index]) * side + (left, top)
            x, y = centre * side + (left, top)
            found.append(_Box(x - extent / 2, y - extent / 2, extent, eyes, float(scores[index])))
    found.sort(key=lambda box: box.score, reverse=True)
    kept: list[_Box] = []
    for box in found:
        if all(box.overlap(other) <= _OVERLAP_LIMIT for other in kept):
            kept.append(box)
    return kept[:6]


def _landmarks(photo: Bytes, box: _Box) -> Face | None:
    """Landmarks of a found box, turned level by its eyes; None when it is no face."""
    side = box.side * 1.5
    if side < 12:
        return None
    across = box.eyes[1] - box.eyes[0]
    angle = float(np.degrees(np.arctan2(across[1], across[0])))
    centre = (box.left + box.side / 2, box.top + box.side / 2)
    turn = np.array(cv2.getRotationMatrix2D(centre, angle, 192 / side), dtype=np.float64)
    turn[:, 2] += np.array([96 - centre[0], 96 - centre[1]])
    crop = cv2.warpAffine(photo, turn, (192, 192), flags=cv2.INTER_LINEAR).astype(np.uint8)
    points, presence = networks.face_landmarks(crop)
    if presence < _LEAST_PRESENCE:
        return None
    back = cv2.invertAffineTransform(turn)
    return Face((points * 192 @ back[:, :2].T + back[:, 2]).astype(np.float32), presence)
