"""Drawn creatures: two dots for eyes on flat colour, which no network for photos recognises."""

from dataclasses import dataclass
from itertools import combinations
from typing import Final

import cv2
import numpy as np

from shared.draft.pixels import Bytes, Floats, floats
from shared.generations import Point

_FLAT: Final = 4
_LEAST_FLAT: Final = 0.74
"""How much the lightness changes from pixel to pixel at most, and in what share of a drawing."""
_DARK: Final = (95, 55)
"""How dark dots are at most; black ones on brown fur are found by the second."""
_LEAST_CONTRAST: Final = 45
_AREAS: Final = (0.0006, 0.025)
"""Of a dot, as shares of the creature."""
_LOWEST: Final = 0.6
"""Where eyes are at most, as a share of the creature's height."""


@dataclass(frozen=True, slots=True)
class DrawnFace:
    """Where eyes and nose were drawn; the left eye first."""

    eyes: tuple[Point, Point]
    nose: Point | None


@dataclass(frozen=True, slots=True, eq=False)
class _Dot:
    x: float
    y: float
    radius: float


def find_drawn_face(photo: Bytes, mask: Floats) -> DrawnFace | None:
    """The face of a drawn creature that a mask `(h, w)` tells from the rest."""
    solid = (mask > 0.5).astype(np.uint8)
    luma = np.asarray(cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    if not solid.any() or not _is_drawn(luma, solid):
        return None
    for darkness in _DARK:
        face = _face_of(_dots(luma, solid, darkness), solid)
        if face is not None:
            return face
    return None


def _face_of(dots: list[_Dot], solid: Bytes) -> DrawnFace | None:
    """The only pair of dots that can be eyes, and the nose below."""
    _, top, _, tall = cv2.boundingRect(solid)
    pairs = [
        pair
        for pair in combinations(sorted(dots, key=lambda dot: dot.x), 2)
        if _are_eyes(*pair) and max(dot.y for dot in pair) < top + _LOWEST * tall
    ]
    if len(pairs) != 1:
        return None
    [(left, right)] = pairs
    height, width = solid.shape
    nose = next((dot for dot in dots if _is_nose(dot, left, right)), None)
    return DrawnFace(
        (_point(left, width, height), _point(right, width, height)),
        None if nose is None else _point(nose, width, height),
    )


def _is_drawn(luma: Bytes, solid: Bytes) -> bool:
    """Whether most of the subject has no grain and no shades."""
    soft = cv2.GaussianBlur(luma.astype(np.float32), (0, 0), 2)
    change = np.hypot(cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)) / 4
    inside = cv2.erode(solid, np.ones((5, 5), np.uint8)) > 0
    return bool(inside.any()) and float((change[inside] < _FLAT).mean()) > _LEAST_FLAT


def _dots(luma: Bytes, solid: Bytes, darkness: int) -> list[_Dot]:
    """Round dark dots on something light, inside the subject."""
    inside = cv2.erode(solid, np.ones((7, 7), np.uint8))
    dark = ((luma < darkness) & (inside > 0)).astype(np.uint8)
    count, labels, stats, centres = cv2.connectedComponentsWithStats(dark)
    least, most = floats(_AREAS) * float(solid.sum())
    dots = []
    for index in range(1, count):
        left, top, wide, tall, area = (int(part) for part in stats[index])
        is_round = area > 0.62 * wide * tall and 0.55 < wide / tall < 1.7
        if not least < area < most or not is_round:
            continue
        ring = np.s_[max(0, top - 4) : top + tall + 4, max(0, left - 4) : left + wide + 4]
        near = labels[ring] == index
        around = (cv2.dilate(near.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0) & ~near
        if float(np.median(luma[ring][around])) - float(luma[ring][near].mean()) > _LEAST_CONTRAST:
            x, y = (float(part) for part in centres[index])
            dots.append(_Dot(x, y, float(np.sqrt(area / np.pi))))
    return dots


def _are_eyes(left: _Dot, right: _Dot) -> bool:
    """Whether two dots are of one size and level, and neither too near nor too far."""
    apart, size = right.x - left.x, (left.radius + right.radius) / 2
    is_alike = 0.65 < left.radius / right.radius < 1.5
    is_level = abs(right.y - left.y) < 0.22 * apart
    return is_alike and is_level and 2.6 * size < apart < 16 * size


def _is_nose(dot: _Dot, left: _Dot, right: _Dot) -> bool:
    apart = right.x - left.x
    middle, level = (left.x + right.x) / 2, (left.y + right.y) / 2
    return abs(dot.x - middle) < 0.25 * apart and 0.25 * apart < dot.y - level < 1.3 * apart


def _point(dot: _Dot, width: int, height: int) -> Point:
    return Point(x=dot.x / width, y=dot.y / height)
