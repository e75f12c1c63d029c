"""What the subject of a photo most likely is, by the classes of ImageNet."""

from typing import Final

import cv2
import numpy as np

from shared.draft import networks
from shared.draft.pixels import Bytes, Floats, floats

_MARGIN: Final = 0.08


def recognise(photo: Bytes, mask: Floats) -> Floats:
    """How likely what a mask `(h, w)` tells from the rest is of each class, `(1000,)`."""
    return networks.classes(_around(photo, mask))


def classes(*spans: int | tuple[int, int]) -> frozenset[int]:
    """Numbers of classes, spans of them with both ends.

    Source: the class list of ILSVRC 2012.
    """
    pairs = [(span, span) if isinstance(span, int) else span for span in spans]
    return frozenset(number for first, last in pairs for number in range(first, last + 1))


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
