"""Stuffing a flat shape until it bulges."""

from typing import Final

import cv2
import numpy as np

from shared.draft.pixels import Floats, floats

_SIDE_PX: Final = 64
_CROSS: Final = np.array([[0, 0.25, 0], [0.25, 0, 0.25], [0, 0.25, 0]], dtype=np.float32)


def bulge(shape: Floats) -> Floats:
    """The slope of a stuffed shape: a disc becomes a half ball.

    It is the root of a membrane under even pressure (Poisson's equation), solved coarse to fine at
    a low resolution.

    Args:
        shape: `(h, w)`, 0 to 1.

    Returns:
        `(h, w, 2)`: how steeply it falls towards right and bottom; 1 is 45 degrees.
    """
    height, width = shape.shape
    factor = max(height, width) / _SIDE_PX
    size = (max(8, round(width / factor)), max(8, round(height / factor)))
    solid = floats(cv2.resize(shape, size, interpolation=cv2.INTER_AREA))
    membrane = np.zeros((2, 2), dtype=np.float32)
    for shrink in (8, 4, 2, 1):
        coarse = (max(3, size[0] // shrink), max(3, size[1] // shrink))
        inside = floats(cv2.resize(solid, coarse, interpolation=cv2.INTER_AREA))
        membrane = floats(cv2.resize(membrane, coarse)) * np.float32(4)
        inside, membrane = np.pad(inside, 1), np.pad(membrane, 1)
        for _ in range(24):
            pressed = cv2.filter2D(membrane, -1, _CROSS, borderType=cv2.BORDER_CONSTANT)
            membrane = floats((pressed + 0.25) * inside)
        membrane = membrane[1:-1, 1:-1]
    dome = cv2.GaussianBlur(2 * np.sqrt(np.maximum(membrane, 0)), (0, 0), 0.9)
    slopes = [-cv2.Sobel(dome, cv2.CV_32F, 1 - axis, axis, scale=1 / 8) for axis in (0, 1)]
    large = cv2.resize(np.dstack(slopes), (width, height), interpolation=cv2.INTER_LINEAR)
    if factor > 1.5:
        # Linear steps would show as facets in the light.
        large = cv2.blur(large, (round(factor), round(factor)))
    return floats(large)
