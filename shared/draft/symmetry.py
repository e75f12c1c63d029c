"""Things that are nearly symmetric become so, and stand on an even base."""

from typing import Final

import cv2
import numpy as np

from shared.draft.pixels import Bytes, Floats, blur, floats, smoothstep

_LEAST_SYMMETRY: Final = 0.78
_LEAST_RAGGED: Final = 1.25
"""How much longer than a rubber band around it the outline of a ragged thing is."""
_LEAST_PART_PX: Final = 4.5
_SMOOTH_PX: Final = 7
_UNEVEN: Final = 0.04
"""How far above the base a part may end, as a share of the height, to be lengthened down to it."""


def even_out(solid: Bytes) -> tuple[Bytes, float | None]:
    """Make a shape `(h, w)` even, where it nearly is.

    Returns:
        The shape; and the column it was mirrored in, when that changed it a lot: ragged things are
        made of the better part of both sides, others keep what only one side has, such as a handle.
    """
    if not solid.any():
        return solid, None
    overlap, mirror, axis = _best_mirror(solid)
    is_ragged = _raggedness(solid) > _LEAST_RAGGED
    if overlap > _LEAST_SYMMETRY:
        both = blur(floats((solid.astype(np.float32) + mirror) / 2), _SMOOTH_PX)
        kept = solid & (0 if is_ragged else _parts(solid ^ mirror))
        solid = np.asarray((both > 0.5) | (kept > 0), dtype=np.uint8)
    rows = np.flatnonzero(solid.any(axis=1))
    low = int(rows[-1] - _UNEVEN * (rows[-1] - rows[0]))
    has_feet = np.count_nonzero(np.diff(solid[low].astype(np.int8))) > 2
    if is_ragged or has_feet:
        solid[low : rows[-1]] |= solid[low : rows[-1]].any(axis=0)
    return solid, axis if is_ragged and overlap > _LEAST_SYMMETRY else None


def mirror_lit_half(image: Floats, mask: Floats, column: float) -> Floats:
    """Both halves of `(h, w, 3)` with the colours of the half that has more light."""
    height, width = mask.shape
    columns = np.arange(width, dtype=np.float32)[None, :]
    lightness = image.mean(axis=2) * mask
    left, right = (
        float((lightness * side).sum()) / max(float((mask * side).sum()), 1)
        for side in (columns < column, columns >= column)
    )
    into = np.array([[-1, 0, 2 * column], [0, 1, 0]], dtype=np.float32)
    flipped = floats(cv2.warpAffine(image, into, (width, height), borderMode=cv2.BORDER_REPLICATE))
    own = smoothstep(
        columns if right > left else -columns,
        *((column - 3, column + 3) if right > left else (-column - 3, -column + 3)),
    )
    return floats(flipped + (image - flipped) * own[:, :, None])


def _best_mirror(solid: Bytes) -> tuple[float, Bytes, float]:
    """How well the shape covers its mirror image, that image, and the column between them."""
    height, width = solid.shape
    columns = np.flatnonzero(solid.any(axis=0))
    middle = (float(np.nonzero(solid)[1].mean()) + float(columns[0] + columns[-1]) / 2) / 2
    best, found, column = 0.0, solid, middle
    for reach, step in ((9.0, 3.0), (2.0, 1.0)):
        for axis in column + np.arange(-reach, reach + 1, step):
            into = np.array([[-1, 0, 2 * axis], [0, 1, 0]], dtype=np.float32)
            flipped = np.asarray(cv2.warpAffine(solid, into, (width, height)), dtype=np.uint8)
            overlap = float((solid & flipped).sum()) / max(float((solid | flipped).sum()), 1)
            if overlap > best:
                best, found, column = overlap, flipped, float(axis)
    return best, found, column


def _raggedness(solid: Bytes) -> float:
    found, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(found, key=cv2.contourArea)
    around = cv2.arcLength(cv2.convexHull(outline), closed=True)
    return float(cv2.arcLength(outline, closed=True)) / max(around, 1)


def _parts(differing: Bytes) -> Bytes:
    """The pieces that are thick enough to be a part of the thing, not a wobble of its border."""
    depth = cv2.distanceTransform(differing, cv2.DIST_L2, 5)
    count, labels = cv2.connectedComponents(differing)
    kept = np.zeros_like(differing)
    for index in range(1, count):
        piece = labels == index
        if float(depth[piece].max()) > _LEAST_PART_PX:
            kept[piece] = 1
    return kept
