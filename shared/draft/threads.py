"""Lines and stitches, drawn as masks."""

import cv2
import numpy as np

from shared.draft.pixels import Bytes, Floats


def draw_line(
    size: tuple[int, ...], points: Floats, width_px: float, *, closed: bool = True
) -> Floats:
    """A line through `(n, 2)` as `(h, w)`, 0 to 1."""
    mask = _empty(size)
    cv2.polylines(mask, [_fixed(points)], closed, 255, max(1, round(width_px)), cv2.LINE_AA, 4)
    return mask.astype(np.float32) / np.float32(255)


def draw_dashes(size: tuple[int, ...], points: Floats, width_px: float, period_px: float) -> Floats:
    """Stitches along a closed line through `(n, 2)` as `(h, w)`, 0 to 1."""
    mask = _empty(size)
    path = np.concatenate([points, points[:1]])
    lengths = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    total = float(lengths[-1])
    count = int(total / max(period_px, 1))
    if count < 3:
        return mask.astype(np.float32)
    starts = np.arange(count) * total / count
    ends = starts + 0.58 * total / count
    dashes = np.stack(
        [
            np.stack([np.interp(at, lengths, path[:, axis]) for axis in (0, 1)], axis=1)
            for at in (starts, ends)
        ],
        axis=1,
    )
    width = max(1, round(width_px))
    cv2.polylines(mask, list(_fixed(dashes)), False, 255, width, cv2.LINE_AA, 4)
    return mask.astype(np.float32) / np.float32(255)


def _empty(size: tuple[int, ...]) -> Bytes:
    return np.zeros(size[:2], dtype=np.uint8)


def _fixed(points: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    """Points with four bits behind the point, as OpenCV's drawing wants them."""
    return np.round(points * 16).astype(np.int32)
