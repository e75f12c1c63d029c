"""Seams, stitches and outlines."""

import cv2
import numpy as np

from shared.draft.looks import Rgb
from shared.draft.pixels import Floats, blur, mix


def groove(seams: Floats, side_px: int) -> Floats:
    """Where two patches meet the cloth is pulled in: `(side, side)`, 0 to 1."""
    return np.asarray(np.clip(blur(seams, 2.2 * side_px / 1024) * 1.3, 0, 1), dtype=np.float32)


def dashes(mask: Floats, inset_px: float, on_px: float, off_px: float, width_px: float) -> Floats:
    """A dashed line that follows the toy's outline inside it, `(side, side)`, 0 to 1."""
    side = mask.shape[0]
    unit = side / 1024
    solid = (mask > 0.5).astype(np.uint8)
    depth = np.asarray(cv2.distanceTransform(solid, cv2.DIST_L2, 5), dtype=np.float32)
    inner = (depth > inset_px * unit).astype(np.uint8)
    outlines, _ = cv2.findContours(inner, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    drawn = np.zeros((side, side), dtype=np.uint8)
    for outline in outlines:
        points = outline[:, 0].astype(np.float32)
        if len(points) < 60 * unit:
            continue
        points = _smooth_loop(points, max(3, round(9 * unit)))
        steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
        along = np.concatenate([[0], np.cumsum(steps)])
        period = (on_px + off_px) * unit
        for start in np.arange(0, along[-1] - on_px * unit, period):
            chosen = points[(along >= start) & (along <= start + on_px * unit)]
            if len(chosen) > 1:
                fixed = [np.round(chosen * 16).astype(np.int32)]
                cv2.polylines(
                    drawn, fixed, False, 255, max(1, round(width_px * unit)), cv2.LINE_AA, 4
                )
    return np.asarray(drawn, dtype=np.float32) / np.float32(255)


def _smooth_loop(points: Floats, window: int) -> Floats:
    padded = np.concatenate([points[-window:], points, points[:window]])
    kernel = np.ones(2 * window + 1) / (2 * window + 1)
    return np.stack(
        [np.convolve(padded[:, axis], kernel, mode="valid") for axis in (0, 1)], axis=1
    ).astype(np.float32)


def sew(image: Floats, line: Floats, thread: Rgb) -> Floats:
    """Lay stitches on the picture, with the little shadow they throw."""
    unit = image.shape[0] / 1024
    shadow = np.roll(blur(line, 2 * unit), max(1, round(2 * unit)), axis=0)
    shaded = image * (1 - 0.30 * shadow)[:, :, None]
    tone = np.broadcast_to(np.array(thread, dtype=np.float32), image.shape).astype(np.float32)
    return mix(shaded.astype(np.float32), tone, line * 0.88)


def outline(mask: Floats, width_px: float) -> Floats:
    """A line around the toy, `(side, side)`, 0 to 1."""
    side = mask.shape[0]
    width = max(1.0, width_px * side / 1024)
    outside = (mask <= 0.5).astype(np.uint8)
    away = np.asarray(cv2.distanceTransform(outside, cv2.DIST_L2, 5), dtype=np.float32)
    inside = np.asarray(cv2.distanceTransform(1 - outside, cv2.DIST_L2, 5), dtype=np.float32)
    line = np.clip(width - np.maximum(away, inside * 1.6) + 0.5, 0, 1)
    return blur(line.astype(np.float32), 0.7)
