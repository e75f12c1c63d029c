"""Soft-edged marks on a finished picture: discs, cut shapes and threads."""

import cv2
import numpy as np

from shared.draft.pieces import Rgb
from shared.draft.pixels import Bytes, Floats, blur, floats

_REFERENCE_SIDE = 1024


class Canvas:
    """Paints into an image `(side, side, 3)`, 0 to 1; places are fractions of the side."""

    def __init__(self, image: Floats) -> None:
        self._image = image
        self._side = image.shape[0]
        self._unit = self._side / _REFERENCE_SIDE

    def disc(
        self,
        at: tuple[float, float],
        radii: tuple[float, float],
        colour: Rgb,
        *,
        amount: float = 1,
        soft: float = 0,
    ) -> None:
        """An ellipse; `soft` is the width of its fading edge as a share of its radius."""
        side, (x, y), (rx, ry) = self._side, at, radii
        reach = max(rx, ry) * (1 + soft) * 1.1 + 2 / side
        left, right = (int(np.clip((x + sign * reach) * side, 0, side)) for sign in (-1, 1))
        top, bottom = (int(np.clip((y + sign * reach) * side, 0, side)) for sign in (-1, 1))
        if right <= left or bottom <= top:
            return
        rows, columns = np.mgrid[top:bottom, left:right].astype(np.float32)
        across, down = ((columns + 0.5) / side - x) / rx, ((rows + 0.5) / side - y) / ry
        edge = max(soft, 1.2 / (side * min(rx, ry)))
        weight = np.clip((1 + edge / 2 - np.hypot(across, down)) / edge, 0, 1)
        weight = floats(weight * weight * (3 - 2 * weight) * amount)
        window = self._image[top:bottom, left:right]
        window += (floats(colour) - window) * weight[:, :, None]

    def shape(
        self, points: Floats, colour: Rgb, *, amount: float = 1, soft_px: float = 0.5
    ) -> None:
        """A filled outline `(n, 2)`; `soft_px` at a side of 1024."""
        mask = np.zeros((self._side, self._side), dtype=np.uint8)
        cv2.fillPoly(mask, [self._fixed(points)], 255, cv2.LINE_AA, 4)
        self._paint(mask, colour, amount, soft_px * self._unit)

    def thread(
        self,
        points: Floats,
        colour: Rgb,
        width_px: float,
        *,
        amount: float = 1,
        raised: bool = True,
    ) -> None:
        """A line of satin thread along `(n, 2)`, its shadow below and its shine on top."""
        unit = self._unit
        width = max(1, round(width_px * unit))
        if raised:
            shadow = points + np.array([0, 1.6]) / _REFERENCE_SIDE
            self._line(shadow, (0, 0, 0), width, 0.30 * amount, 1.6 * unit)
        self._line(points, colour, width, amount, 0.6 * unit)
        if raised:
            red, green, blue = (part + (1 - part) * 0.2 for part in colour)
            shine = points - np.array([0.6, 1.2]) / _REFERENCE_SIDE
            self._line(shine, (red, green, blue), max(1, width // 3), 0.5 * amount, 1.2 * unit)

    def _line(self, points: Floats, colour: Rgb, width: int, amount: float, soft_px: float) -> None:
        mask = np.zeros((self._side, self._side), dtype=np.uint8)
        cv2.polylines(mask, [self._fixed(points)], False, 255, width, cv2.LINE_AA, 4)
        self._paint(mask, colour, amount, soft_px)

    def _fixed(self, points: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
        return np.asarray(np.round(points * self._side * 16), dtype=np.int32)

    def _paint(self, mask: Bytes, colour: Rgb, amount: float, soft_px: float) -> None:
        x, y, width, height = cv2.boundingRect(mask)
        if not width:
            return
        pad = int(soft_px * 3) + 1
        here = np.s_[max(0, y - pad) : y + height + pad, max(0, x - pad) : x + width + pad]
        weight = blur(mask[here].astype(np.float32) / 255, soft_px) * amount
        window = self._image[here]
        window += (floats(colour) - window) * weight[:, :, None]
