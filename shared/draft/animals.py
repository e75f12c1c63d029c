"""Which animal a photo shows, as far as a toy maker cares: its ears, whiskers and mane."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from shared.draft.pixels import Floats
from shared.draft.recognition import classes
from shared.generations import EarShape

_LEAST_CERTAINTY: Final = 0.4


@dataclass(frozen=True, slots=True)
class Animal:
    """A furry animal."""

    ears: EarShape
    is_cat: bool = False
    is_spotted: bool = False
    has_mane: bool = False


_POINTED_DOGS: Final = classes(
    151, 157, 158, 173, 174, 186, 191, 192, 193, 195, 199, 201, 203, 223, 224, 225, 227, 231, 235,
    236, 237, 245, 246, 248, 249, 250, 253, 258, 259, 260, 261, 263, 264, 268,
)  # fmt: skip
_KINDS: Final = (
    (classes((281, 285), 287), Animal(EarShape.POINTY, is_cat=True)),
    (classes(286, 292), Animal(EarShape.ROUND, is_cat=True)),
    (
        classes((288, 290), 293),
        Animal(EarShape.ROUND, is_cat=True, is_spotted=True),
    ),
    (classes(291), Animal(EarShape.ROUND, is_cat=True, has_mane=True)),
    (_POINTED_DOGS, Animal(EarShape.POINTY)),
    (classes((151, 268)) - _POINTED_DOGS, Animal(EarShape.FLOPPY)),
    (classes((269, 275), (277, 280)), Animal(EarShape.POINTY)),
    (classes(104, (330, 332)), Animal(EarShape.LONG)),
    (classes(335, (339, 343), (350, 353), 355), Animal(EarShape.POINTY)),
    (classes((345, 349)), Animal(EarShape.FLOPPY)),
    (
        classes((105, 106), 276, (294, 299), (333, 334), (336, 338), 344,
                 354, (356, 362), (364, 384), (387, 388), 850),
        Animal(EarShape.ROUND),
    ),
)  # fmt: skip
"""Classes of ImageNet, and the toy they become. Others, such as birds and fish, keep their shape."""


def find_animal(shares: Floats) -> tuple[Animal | None, float]:
    """The animal that is recognised by `shares` of all classes, and how surely it is furry."""
    weights = [float(shares[list(numbers)].sum()) for numbers, _ in _KINDS]
    certainty = sum(weights)
    if certainty < _LEAST_CERTAINTY:
        return None, certainty
    return _KINDS[int(np.argmax(weights))][1], certainty
