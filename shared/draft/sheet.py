"""A contact sheet of all sample photos in all styles: `python -m shared.draft.sheet OUT.png`."""

import sys
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from shared.draft.pixels import Bytes, limit_side
from shared.draft.render import render
from shared.draft.subject import analyse
from shared.generations import EarShape, Hints, Point
from shared.resources import resource_path
from shared.styles import Style

_SIDE_PX: Final = 480
_ROWS: Final[tuple[tuple[str, Hints], ...]] = (
    ("astronaut.jpg", Hints()),
    ("chelsea.jpg", Hints()),
    (
        "chelsea.jpg",
        Hints(
            left_eye=Point(x=0.373, y=0.383),
            right_eye=Point(x=0.705, y=0.453),
            nose=Point(x=0.588, y=0.81),
            ears=EarShape.POINTY,
        ),
    ),
    ("chelsea.jpg", Hints(ears=EarShape.FLOPPY)),
    ("chelsea.jpg", Hints(ears=EarShape.LONG)),
    ("coffee.jpg", Hints()),
    ("coffee.jpg", Hints(friendly_face=True)),
)


def read_photo(path: Path) -> Bytes:
    """Read a file as `(h, w, 3) uint8 RGB`.

    Raises:
        ValueError: It is no picture.
    """
    photo = cv2.imdecode(np.frombuffer(path.read_bytes(), dtype=np.uint8), cv2.IMREAD_COLOR)
    if photo is None:
        raise ValueError(f"{path} is no picture.")
    return cv2.cvtColor(photo, cv2.COLOR_BGR2RGB).astype(np.uint8)


def draw_sheet(side_px: int = _SIDE_PX) -> Bytes:
    """One row a photo and its hints, one column a style, the photo first."""
    rows = []
    for name, hints in _ROWS:
        photo = read_photo(resource_path("samples", name))
        subject = analyse(photo)
        cells = [_framed(photo, side_px)]
        cells += [render(subject, style, side_px, hints) for style in Style]
        rows.append(np.hstack(cells))
    return np.vstack(rows)


def _framed(photo: Bytes, side_px: int) -> Bytes:
    small = limit_side(photo, side_px)
    frame = np.full((side_px, side_px, 3), 246, dtype=np.uint8)
    top, left = (side_px - small.shape[0]) // 2, (side_px - small.shape[1]) // 2
    frame[top : top + small.shape[0], left : left + small.shape[1]] = small
    return frame


def main() -> None:
    """Write the sheet to the path that the command line names."""
    path = Path(sys.argv[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), cv2.cvtColor(draw_sheet(), cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    main()
