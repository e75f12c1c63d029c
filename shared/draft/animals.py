"""Which animal a photo shows, as far as a toy maker cares: its ears, whiskers and mane."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from shared.draft import networks
from shared.draft.pixels import Bytes, Floats, floats
from shared.generations import EarShape

_LEAST_CERTAINTY: Final = 0.4
_MARGIN: Final = 0.08


@dataclass(frozen=True, slots=True)
class Animal:
    """A furry animal."""

    ears: EarShape
    is_cat: bool = False
    is_spotted: bool = False
    has_mane: bool = False


def _numbers(*spans: tuple[int, int]) -> frozenset[int]:
    return frozenset(number for first, last in spans for number in range(first, last + 1))


_POINTED_DOGS: Final = frozenset({
    151, 157, 158, 173, 174, 186, 191, 192, 193, 195, 199, 201, 203, 223, 224, 225, 227, 231, 235,
    236, 237, 245, 246, 248, 249, 250, 253, 258, 259, 260, 261, 263, 264, 268,
})  # fmt: skip
_KINDS: Final = (
    (_numbers((281, 285), (287, 287)), Animal(EarShape.POINTY, is_cat=True)),
    (_numbers((286, 286), (292, 292)), Animal(EarShape.ROUND, is_cat=True)),
    (
        _numbers((288, 290), (293, 293)),
        Animal(EarShape.ROUND, is_cat=True, is_spotted=True),
    ),
    (_numbers((291, 291)), Animal(EarShape.ROUND, is_cat=True, has_mane=True)),
    (_POINTED_DOGS, Animal(EarShape.POINTY)),
    (_numbers((151, 268)) - _POINTED_DOGS, Animal(EarShape.FLOPPY)),
    (_numbers((269, 275), (277, 280)), Animal(EarShape.POINTY)),
    (_numbers((104, 104), (330, 332)), Animal(EarShape.LONG)),
    (_numbers((335, 335), (339, 343), (350, 353), (355, 355)), Animal(EarShape.POINTY)),
    (_numbers((345, 349)), Animal(EarShape.FLOPPY)),
    (
        _numbers((105, 106), (276, 276), (294, 299), (333, 334), (336, 338), (344, 344),
                 (354, 354), (356, 362), (364, 384), (387, 388), (850, 850)),
        Animal(EarShape.ROUND),
    ),
)  # fmt: skip
"""Classes of ImageNet, and the toy they become. Others, such as birds and fish, keep their shape.

Source: the class list of ILSVRC 2012.
"""


def find_animal(photo: Bytes, mask: Floats) -> tuple[Animal | None, float]:
    """The animal that a mask `(h, w)` tells from the rest, and how surely it is furry, 0 to 1."""
    shares = networks.classes(_around(photo, mask))
    weights = [float(shares[list(numbers)].sum()) for numbers, _ in _KINDS]
    certainty = sum(weights)
    if certainty < _LEAST_CERTAINTY:
        return None, certainty
    return _KINDS[int(np.argmax(weights))][1], certainty


def _around(photo: Bytes, mask: Floats) -> Bytes:
    """The part of the photo around the mask; what stands around it helps, so some of that too."""
    height, width = mask.shape
    left, top, wide, tall = cv2.boundingRect((mask > 0.5).astype(np.uint8))
    if not wide:
        return photo
    side = max(wide, tall) * (1 + 2 * _MARGIN)
    x, y = floats([left + wide / 2, top + tall / 2])
    rows = np.s_[max(0, int(y - side / 2)) : min(height, int(y + side / 2) + 1)]
    columns = np.s_[max(0, int(x - side / 2)) : min(width, int(x + side / 2) + 1)]
    return photo[rows, columns]
