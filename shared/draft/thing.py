"""A thing as a toy: its own outline, simplified until it could be sewn."""

from typing import Final

import cv2
import numpy as np

from shared.draft.colours import as_tuple, median_colour
from shared.draft.composition import Composition, FacePlace, stuffed
from shared.draft.pixels import Bytes, Floats, blur, smoothstep
from shared.draft.subject import Subject

_WIDTH: Final = 0.80
_HEIGHT: Final = 0.76
_FLOOR: Final = 0.885


def compose_thing(subject: Subject, side_px: int, *, friendly_face: bool) -> Composition:
    """Build the toy of a thing; `friendly_face` sews eyes and a smile onto it."""
    toy = Composition.empty(side_px)
    outline = _sewable(subject)
    ys, xs = np.nonzero(outline > 0.5)
    left, right, top, bottom = xs.min(), xs.max() + 1, ys.min(), ys.max() + 1
    scale = min(_WIDTH * side_px / (right - left), _HEIGHT * side_px / (bottom - top))
    shift = (
        0.5 * side_px - scale * (left + right) / 2,
        _FLOOR * side_px - scale * bottom,
    )
    into = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]], dtype=np.float32)
    size = (side_px, side_px)
    colour = cv2.warpAffine(subject.colours, into, size, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpAffine(outline, into, size, flags=cv2.INTER_CUBIC)
    mask = blur(np.asarray(mask, dtype=np.float32), side_px * 0.006)
    toy.mask = smoothstep(mask, 0.44, 0.56)
    toy.colour = np.asarray(colour, dtype=np.float32)
    solid = (toy.mask > 0.5).astype(np.uint8)
    radius = float(cv2.distanceTransform(solid, cv2.DIST_L2, 5).max())
    toy.height = stuffed(toy.mask, 0.62 * radius / side_px)
    if friendly_face:
        toy.face = _face_place(toy, side_px)
    return toy


def _sewable(subject: Subject) -> Floats:
    """The mask without thin bits and notches, its cut sides rounded; one piece, `(h, w)`."""
    height, width = subject.mask.shape
    pad = max(height, width) // 8
    mask = cv2.copyMakeBorder(subject.mask, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=0.0)
    solid = (mask > 0.5).astype(np.uint8)
    radius = float(np.sqrt(solid.sum() / np.pi))
    solid = _morph(solid, cv2.MORPH_CLOSE, radius * 0.16)
    opened = _morph(solid, cv2.MORPH_OPEN, radius * 0.14)
    if opened.sum() > 0.6 * solid.sum():
        solid = opened
    soft = blur(solid.astype(np.float32), radius * 0.09)
    solid = (soft > 0.5).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
    if count > 1:
        solid = (labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))).astype(np.uint8)
    else:
        cv2.circle(solid, (width // 2 + pad, height // 2 + pad), min(height, width) // 3, 1, -1)
    if subject.is_close_up:
        _round_off(solid)
    return np.asarray(solid[pad : pad + height, pad : pad + width], dtype=np.float32)


def _round_off(solid: Bytes) -> None:
    """Where the frame cut the thing, let a rounded rectangle end it."""
    ys, xs = np.nonzero(solid)
    centre_y, centre_x = (ys.min() + ys.max()) / 2, (xs.min() + xs.max()) / 2
    half_y, half_x = np.ptp(ys) / 2 + 1, np.ptp(xs) / 2 + 1
    rows, columns = np.mgrid[0 : solid.shape[0], 0 : solid.shape[1]]
    inside = (np.abs(rows - centre_y) / half_y) ** 3 + (np.abs(columns - centre_x) / half_x) ** 3
    solid[inside > 1] = 0


def _morph(solid: Bytes, operation: int, radius_px: float) -> Bytes:
    size = max(3, round(radius_px) * 2 + 1)
    element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return cv2.morphologyEx(solid, operation, element).astype(np.uint8)


def _face_place(toy: Composition, side_px: int) -> FacePlace:
    """Where a face fits best: well inside, near the middle and a little above it."""
    solid = (toy.mask > 0.5).astype(np.uint8)
    depth = np.asarray(cv2.distanceTransform(solid, cv2.DIST_L2, 5), dtype=np.float32)
    ys, xs = np.nonzero(solid)
    centre = xs.mean(), ys.mean() - 0.04 * side_px
    rows, columns = np.mgrid[0:side_px, 0:side_px].astype(np.float32)
    away = np.hypot(columns - centre[0], rows - centre[1])
    score = np.minimum(depth, 0.62 * float(depth.max())) - 0.45 * away
    row, column = np.unravel_index(int(np.argmax(score)), score.shape)
    room = float(depth[row, column]) / side_px
    near = np.zeros_like(depth)
    cv2.circle(near, (int(column), int(row)), max(3, int(room * side_px * 0.6)), 1.0, cv2.FILLED)
    skin = median_colour(toy.colour, near, np.array([0.7, 0.6, 0.5], dtype=np.float32))
    return FacePlace(
        x=float(column) / side_px,
        y=float(row) / side_px,
        spread=float(np.clip(room * 0.9, 0.06, 0.16)),
        smile=0.8,
        is_pet=False,
        iris=(0.26, 0.16, 0.10),
        skin=as_tuple(skin),
    )
