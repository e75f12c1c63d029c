"""The sewing pattern: which stuffed parts a toy has, where they sit and in which order.

Coordinates are fractions of the picture's side; parts are listed from back to front.
"""

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from shared.draft.pixels import Floats
from shared.generations import EarShape, SubjectKind

HEAD_X: Final = 0.5
HEAD_Y: Final = 0.365
HEAD_RX: Final = 0.262
HEAD_RY: Final = 0.240


@dataclass(frozen=True, slots=True)
class Part:
    """One stuffed piece: an ellipse, drawn to a point at the top where `point` is above 0."""

    name: str
    x: float
    y: float
    rx: float
    ry: float
    degrees: float = 0
    point: float = 0
    bulge: float = 0.60

    def outline(self) -> Floats:
        """The closed outline, `(96, 2)`, fractions of the side."""
        turn = np.linspace(0, 2 * np.pi, 96, endpoint=False)
        across, along = np.sin(turn), -np.cos(turn)
        # Towards the top the width shrinks linearly instead of round: a cat's ear.
        upper = np.clip(-along, 0, 1)
        across = across * (1 - self.point * upper**1.2)
        x, y = across * self.rx, along * self.ry
        angle = np.radians(self.degrees)
        return np.stack(
            [
                self.x + x * np.cos(angle) - y * np.sin(angle),
                self.y + x * np.sin(angle) + y * np.cos(angle),
            ],
            axis=1,
        ).astype(np.float32)

    def mask(self, side_px: int) -> Floats:
        """The piece as `(side, side)`, 0 to 1, with a soft edge."""
        return polygon_mask(self.outline() * side_px, side_px)


def polygon_mask(points: Floats, side_px: int) -> Floats:
    """A filled polygon `(n, 2)` in pixels as `(side, side)`, 0 to 1, with a soft edge."""
    mask = np.zeros((side_px, side_px), dtype=np.uint8)
    cv2.fillPoly(mask, [np.round(points * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 0.8), dtype=np.float32) / np.float32(255)


def _pair(part: Part) -> tuple[Part, Part]:
    """A part and its mirror image; the given one is on the right."""
    return replace(part, x=1 - part.x, degrees=-part.degrees), part


_BODY: Final = Part("body", 0.5, 0.705, 0.172, 0.195)
_ARMS: Final = _pair(Part("arm", 0.660, 0.672, 0.056, 0.112, -28))
_FEET: Final = _pair(Part("foot", 0.610, 0.852, 0.086, 0.070))
_HEAD: Final = Part("head", HEAD_X, HEAD_Y, HEAD_RX, HEAD_RY, bulge=0.55)

_EARS_BEHIND: Final[dict[EarShape, tuple[Part, ...]]] = {
    EarShape.ROUND: (
        *_pair(Part("ear", 0.672, 0.180, 0.082, 0.098, 24)),
        *_pair(Part("inner ear", 0.676, 0.186, 0.048, 0.062, 24)),
    ),
    EarShape.POINTY: (
        *_pair(Part("ear", 0.664, 0.178, 0.104, 0.148, 22, point=0.72, bulge=0.42)),
        *_pair(Part("inner ear", 0.664, 0.196, 0.062, 0.104, 22, point=0.72, bulge=0.25)),
    ),
    EarShape.LONG: (
        *_pair(Part("ear", 0.600, 0.070, 0.066, 0.190, 9, point=0.12)),
        *_pair(Part("inner ear", 0.601, 0.078, 0.036, 0.145, 9, point=0.12, bulge=0.3)),
    ),
    EarShape.FLOPPY: (),
    EarShape.NONE: (),
}
_FLOPPY_EARS: Final = _pair(Part("ear", 0.742, 0.372, 0.072, 0.158, -14, bulge=0.5))


def toy_parts(kind: SubjectKind, ears: EarShape) -> tuple[Part, ...]:
    """The parts of a person or a pet, back to front."""
    if kind is SubjectKind.PERSON:
        hands = _pair(Part("hand", 0.702, 0.752, 0.048, 0.046))
        return (_BODY, *_ARMS, *hands, *_FEET, _HEAD)
    belly = Part("belly", 0.5, 0.722, 0.106, 0.132, bulge=0.25)
    pads = _pair(Part("pad", 0.612, 0.858, 0.046, 0.038, bulge=0.3))
    muzzle = Part("muzzle", 0.5, 0.452, 0.112, 0.080, bulge=0.62)
    floppy = _FLOPPY_EARS if ears is EarShape.FLOPPY else ()
    parts = (
        *_EARS_BEHIND[ears], _BODY, belly, *_ARMS, *_FEET, *pads, _HEAD, muzzle, *floppy,
    )  # fmt: skip
    return _lower(parts) if ears is EarShape.LONG else parts


def _lower(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Make room above: everything a little smaller and further down."""
    return tuple(fit(part, EarShape.LONG) for part in parts)


def fit(part: Part, ears: EarShape) -> Part:
    """A part where it sits in a toy with these ears."""
    if ears is not EarShape.LONG:
        return part
    scale, floor = 0.86, 0.93
    return replace(
        part,
        x=0.5 + (part.x - 0.5) * scale,
        y=floor + (part.y - floor) * scale,
        rx=part.rx * scale,
        ry=part.ry * scale,
    )


def head_of(kind: SubjectKind, ears: EarShape) -> Part:
    """Where the head sits."""
    return fit(_HEAD, ears) if kind is SubjectKind.PET else _HEAD
