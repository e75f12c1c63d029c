"""Closed outlines of sewn pieces: points `(n, 2)`, x then y, as fractions of the picture's side."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from shared.draft.pixels import Bytes, Floats, floats


def ellipse(  # noqa: PLR0917 - place, size and turn: the order that everybody knows
    x: float, y: float, rx: float, ry: float, degrees: float = 0, squareness: float = 2
) -> Floats:
    """An ellipse turned clockwise by `degrees`; above 2 `squareness` fills its corners."""
    turn = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    across = np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** (2 / squareness) * rx
    along = np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** (2 / squareness) * ry
    angle = np.radians(degrees)
    return np.stack(
        [
            x + across * np.cos(angle) - along * np.sin(angle),
            y + across * np.sin(angle) + along * np.cos(angle),
        ],
        axis=1,
    ).astype(np.float32)


def blob(corners: Sequence[tuple[float, float]]) -> Floats:
    """A soft closed shape whose corners are rounded off (Chaikin's corner cutting)."""
    points = np.array(corners, dtype=np.float32)
    for _ in range(4):
        ahead = np.roll(points, -1, axis=0)
        points = np.stack([0.75 * points + 0.25 * ahead, 0.25 * points + 0.75 * ahead], axis=1)
        points = points.reshape(-1, 2).astype(np.float32)
    return points


def tube(spine: Sequence[tuple[float, float]], radii: Sequence[float]) -> Floats:
    """A tail or a limb: a bent tube along `spine`, its radius given at each point of it."""
    path = np.array(spine, dtype=np.float32)
    steps = np.linspace(0, len(path) - 1, 40)
    places = np.arange(len(path))
    x, y = (np.interp(steps, places, path[:, axis]) for axis in (0, 1))
    kernel = np.hanning(19) / np.hanning(19).sum()
    x, y = (np.convolve(np.pad(line, 9, mode="edge"), kernel, "valid") for line in (x, y))
    radius = np.interp(steps, places, np.array(radii))
    dx, dy = np.gradient(x), np.gradient(y)
    length = np.maximum(np.hypot(dx, dy), 1e-6)
    side = np.stack([-dy / length, dx / length], axis=1) * radius[:, None]
    spine_points = np.stack([x, y], axis=1)
    start, end = np.arctan2(dy[0], dx[0]), np.arctan2(dy[-1], dx[-1])
    cap = np.linspace(np.pi / 2, -np.pi / 2, 14)
    tip = spine_points[-1] + radius[-1] * np.stack([np.cos(end + cap), np.sin(end + cap)], 1)
    back = start + np.pi
    root = spine_points[0] + radius[0] * np.stack([np.cos(back + cap), np.sin(back + cap)], 1)
    return np.concatenate([spine_points + side, tip, (spine_points - side)[::-1], root]).astype(
        np.float32
    )


def mirrored(outline: Floats, axis: float = 0.5) -> Floats:
    """The same shape on the other side of an upright line through `axis`."""
    return floats(np.stack([2 * axis - outline[:, 0], outline[:, 1]], axis=1))


def as_drawn(outline: Floats) -> Floats:
    """The shape itself, where its pair is made with `mirrored`."""
    return outline


BOTH: Final = (mirrored, as_drawn)
"""For a pair of limbs: what is done with the right one."""


def inset(outline: Floats, distance: float) -> Floats:
    """The outline moved inward by `distance`; meant for smooth shapes larger than that."""
    ahead, behind = np.roll(outline, -2, axis=0), np.roll(outline, 2, axis=0)
    along = ahead - behind
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6)
    x, y = outline[:, 0], outline[:, 1]
    turns_right = float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) > 0
    inward = np.stack([-along[:, 1], along[:, 0]], axis=1) * (1 if turns_right else -1)
    return (outline + inward * distance).astype(np.float32)


def around(mask: Floats, smooth: int = 9) -> Floats | None:
    """The outline of the largest piece of a mask `(h, w)`, in its pixels; None when it is empty."""
    found, _ = cv2.findContours(
        (mask > 0.5).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    if not found:
        return None
    points = max(found, key=cv2.contourArea)[:, 0].astype(np.float32)
    if len(points) < 4 * smooth:
        return None
    kernel = np.hanning(2 * smooth + 3)[1:-1]
    kernel /= kernel.sum()
    rounded = [
        np.convolve(np.pad(points[:, axis], smooth, mode="wrap"), kernel, "valid")
        for axis in (0, 1)
    ]
    return np.stack(rounded, axis=1).astype(np.float32)


def fill(outline: Floats, width: int, height: int, shift: tuple[int, int] = (0, 0)) -> Floats:
    """The outline, in pixels and moved by `-shift`, as a mask `(height, width)`, 0 to 1."""
    mask: Bytes = np.zeros((height, width), dtype=np.uint8)
    points = np.round((outline - np.array(shift, dtype=np.float32)) * 16).astype(np.int32)
    cv2.fillPoly(mask, [points], 255, cv2.LINE_AA, 4)
    return mask.astype(np.float32) / np.float32(255)
