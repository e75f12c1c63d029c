"""Arrays as they come in, and the small steps on arrays that every stage uses."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from shared.draft.errors import UnusablePixels

Floats = NDArray[np.floating[Any]]
Bytes = NDArray[np.uint8]
Bools = NDArray[np.bool_]


def floats(values: Any) -> Floats:
    """Whatever OpenCV answered, as the engine's own kind of numbers; copies only if it must."""
    return np.asarray(values, dtype=np.float32)


def to_rgb(photo: NDArray[Any]) -> Bytes:
    """Any usual picture as `(height, width, 3) uint8 RGB`.

    Takes grey `(h, w)` or `(h, w, 1)`, RGB and RGBA (laid on white), 8 or 16 bit, or floats
    in 0 to 1.

    Raises:
        UnusablePixels: It is none of these.
    """
    pixels = np.asarray(photo)
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    if pixels.ndim != 3 or pixels.shape[2] not in {1, 3, 4} or 0 in pixels.shape:
        raise UnusablePixels(f"A photo of shape {pixels.shape} is no picture.")
    if pixels.dtype == np.uint16:
        pixels = (pixels >> 8).astype(np.uint8)
    elif pixels.dtype.kind == "f":
        pixels = (np.nan_to_num(np.clip(pixels, 0, 1)) * 255).round().astype(np.uint8)
    elif pixels.dtype != np.uint8:
        raise UnusablePixels(f"A photo of {pixels.dtype} numbers is no picture.")
    if pixels.shape[2] == 1:
        return np.ascontiguousarray(np.repeat(pixels, 3, axis=2))
    if pixels.shape[2] == 4:
        alpha = pixels[:, :, 3:].astype(np.uint16)
        laid = (pixels[:, :, :3].astype(np.uint16) * alpha + 255 * (255 - alpha)) // 255
        return np.ascontiguousarray(laid.astype(np.uint8))
    return np.ascontiguousarray(pixels)


def limit_side(photo: Bytes, side_px: int) -> Bytes:
    """Scale down so that the longer side is at most `side_px`; the shorter is at least 1."""
    height, width = photo.shape[:2]
    scale = side_px / max(height, width)
    if scale >= 1:
        return photo
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(photo, size, interpolation=cv2.INTER_AREA).astype(np.uint8)


def blur(image: Floats, sigma_px: float) -> Floats:
    """Gaussian blur; wide ones at a lower resolution, where nobody sees the difference."""
    if sigma_px < 0.3:
        return image
    if sigma_px < 6:
        return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma_px), dtype=np.float32)
    height, width = image.shape[:2]
    factor = max(1, int(sigma_px / 3))
    small_size = (max(1, width // factor), max(1, height // factor))
    small = cv2.resize(image, small_size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma_px / factor)
    return enlarge(np.asarray(small, dtype=np.float32), width, height)


def enlarge(image: Floats, width: int, height: int) -> Floats:
    """Scale up so that slopes stay smooth.

    OpenCV's cubic weights do not keep a straight slope straight: its derivative shows a grid.
    """
    factor = max(width / image.shape[1], height / image.shape[0])
    large = cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR)
    if factor > 1.2:
        large = cv2.GaussianBlur(large, (0, 0), 0.55 * factor)
    return np.asarray(large, dtype=np.float32)


def smoothstep(values: Floats, low: float, high: float) -> Floats:
    """0 below `low`, 1 above `high`, smooth between."""
    t = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def mix(below: Floats, above: Floats, amount: Floats | float) -> Floats:
    """Blend two `(h, w, 3)` or `(h, w)` images; `amount` is `(h, w)` or a number, 0 to 1."""
    weight = amount
    if isinstance(amount, np.ndarray) and below.ndim == 3 and amount.ndim == 2:
        weight = amount[:, :, None]
    return np.asarray(below + (above - below) * weight, dtype=np.float32)


def to_lab(rgb: Floats) -> Floats:
    """`(h, w, 3)` RGB in 0 to 1 as CIE Lab (L 0 to 100)."""
    return np.asarray(cv2.cvtColor(np.clip(rgb, 0, 1), cv2.COLOR_RGB2Lab), dtype=np.float32)


def to_unit_rgb(lab: Floats) -> Floats:
    """`(h, w, 3)` CIE Lab as RGB in 0 to 1."""
    return np.asarray(
        np.clip(cv2.cvtColor(lab.astype(np.float32), cv2.COLOR_Lab2RGB), 0, 1), dtype=np.float32
    )


def fill_outside(image: Floats, known: Floats, levels: int = 9) -> Floats:
    """Carry colours from where `known` is 1 to where it is 0 (push-pull over a pyramid).

    Args:
        image: `(h, w, 3)`.
        known: `(h, w)`, 0 to 1.
        levels: Depth of the pyramid.

    Returns:
        `(h, w, 3)`: the image where it is known, smooth colours elsewhere.
    """
    colours = [image * known[:, :, None]]
    weights = [known]
    while len(colours) < levels and min(colours[-1].shape[:2]) > 2:
        colours.append(np.asarray(cv2.pyrDown(colours[-1]), dtype=np.float32))
        weights.append(np.asarray(cv2.pyrDown(weights[-1]), dtype=np.float32))
    filled = colours[-1] / np.maximum(weights[-1], 1e-4)[:, :, None]
    for colour, weight in zip(reversed(colours[:-1]), reversed(weights[:-1]), strict=True):
        height, width = weight.shape
        up = np.asarray(cv2.resize(filled, (width, height), interpolation=cv2.INTER_LINEAR))
        share = np.clip(weight * 4, 0, 1)[:, :, None]
        own = colour / np.maximum(weight, 1e-4)[:, :, None]
        filled = (up * (1 - share) + own * share).astype(np.float32)
    return np.asarray(filled, dtype=np.float32)
