"""Photos that are about nobody and nothing: what tells them from the others."""

from enum import StrEnum
from typing import Final

import cv2
import numpy as np

from shared.draft.pixels import Bytes, Floats, to_lab

_LEAST_PEAK: Final = 0.6
_LEAST_AREA: Final = 0.012
_MOST_AREA: Final = 0.94
_MOST_UNDECIDED: Final = 1.2
_LETTERS: Final = 40
_LETTERS_IN_LINES: Final = 0.5
_STROKE_CONTRAST: Final = 40
_COAT_SHARE: Final = 0.7


class Doubt(StrEnum):
    """Why a photo has no clear subject; the middle of it is taken then."""

    NOTHING_STANDS_OUT = "nothing_stands_out"
    FULL_FRAME = "full_frame"
    TEXT = "text"

    @property
    def note(self) -> str:
        """What to tell a person; fit to show below the picture."""
        return _NOTES[self]


_NOTES: Final = {
    Doubt.NOTHING_STANDS_OUT: "Nobody and nothing stands out in this photo, so its middle became "
    "a cushion. Crop it to what should become a plushie.",
    Doubt.FULL_FRAME: "This photo is full from edge to edge, so its middle became a cushion. Crop "
    "it to what should become a plushie.",
    Doubt.TEXT: "This photo shows mostly text, so its middle became a cushion. A person, a pet or "
    "a thing makes a better plushie.",
}

CROWDED_NOTE: Final = (
    "There are more people in this photo than the plushie shows. Crop it to those whom you mean."
)


def find_doubt(photo: Bytes, saliency: Floats, peak: float, mask: Floats) -> Doubt | None:
    """Whether the mask is only a guess.

    Args:
        photo: `(h, w, 3) uint8 RGB`.
        saliency: `(h, w)`, stretched to 0 to 1.
        peak: The most that anything stood out before it was stretched, 0 to 1.
        mask: `(h, w)`, the piece that was chosen.
    """
    area = float(mask.mean())
    if area > _MOST_AREA:
        return Doubt.FULL_FRAME
    undecided = float(((saliency > 0.15) & (saliency < 0.85)).sum())
    chosen = max(float((saliency > 0.5).sum()), 1)
    if peak < _LEAST_PEAK or area < _LEAST_AREA or undecided > _MOST_UNDECIDED * chosen:
        return Doubt.TEXT if is_text(photo) else Doubt.NOTHING_STANDS_OUT
    return Doubt.TEXT if is_text(photo) else None


def is_text(photo: Bytes) -> bool:
    """Whether the photo is full of letters that stand in lines."""
    luma = np.asarray(cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    return any(_has_lines(luma, stroke) for stroke in (cv2.MORPH_BLACKHAT, cv2.MORPH_TOPHAT))


def _has_lines(luma: Bytes, stroke: int) -> bool:
    strokes = cv2.morphologyEx(luma, stroke, np.ones((17, 17), np.uint8))
    stats = cv2.connectedComponentsWithStats((strokes > _STROKE_CONTRAST).astype(np.uint8))[2][1:]
    left, top, width, height, area = stats.T
    is_letter = (height >= 5) & (height <= 34) & (width >= 2) & (width <= 3 * height)
    is_letter &= (area >= 10) & (area < 0.75 * width * height + 8)
    left, foot, height = left[is_letter], (top + height)[is_letter], height[is_letter]
    if not _LETTERS <= len(left) <= 4000:
        return False
    in_lines = 0
    for x, y, tall in zip(left, foot, height, strict=True):
        beside = (np.abs(left - x) < 6 * tall) & (np.abs(foot - y) <= max(2, 0.2 * tall))
        beside &= np.abs(height - tall) <= 0.35 * tall + 1
        in_lines += int(beside.sum() > 3)
    return in_lines >= max(_LETTERS, _LETTERS_IN_LINES * len(left))


def could_be_fur(photo: Bytes, mask: Floats) -> bool:
    """Whether most of the subject has colours that animals have: brown, ginger, grey."""
    chosen = photo[mask > 0.5]
    if not len(chosen):
        return False
    lab = to_lab(chosen.reshape(1, -1, 3).astype(np.float32) / 255)[0]
    chroma, hue = np.hypot(lab[:, 1], lab[:, 2]), np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))
    is_coat = (chroma < 14) | ((hue > 15) & (hue < 112))
    return float(is_coat.mean()) > _COAT_SHARE
