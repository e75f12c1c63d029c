"""A short film that loops: a bar wipes from the photo to the plushie and back."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from desktop.errors import FileNotRead, FileNotWritten
from desktop.storage.atomic import write_atomically
from desktop.workers.pictures import load_display, load_photo
from desktop.workers.tasks import Task
from shared.gallery import Image

SIDES_PX = {".webp": 640, ".gif": 400}
"""By suffix: a GIF knows no motion, so it takes twenty times the room."""
_PHOTO_SIDE_PX = 1280
_FRAME_MS = 50
_PHOTO_MS, _PLUSHIE_MS = 800, 1_800
_FORTH_FRAMES, _BACK_FRAMES = 24, 12
_BAR_PX = 4
_WEBP_QUALITY = 82

Pixels = NDArray[np.uint8]
"""(height, width, 3) uint8 BGR."""


def save_clip(task: Task[str], image: Image, path: Path) -> str:
    """Write the film as WebP, or as GIF by the path's suffix. Returns the path.

    Raises:
        FileNotRead: The photo was deleted.
        FileNotWritten: No room, no permission, or a suffix of another format.
        DesktopError: Photo or picture could not be loaded.
    """
    target = path if path.suffix else path.with_suffix(".webp")
    if target.suffix.lower() not in SIDES_PX:
        raise FileNotWritten(target.name, "only WebP and GIF can move")
    photo = load_photo(task.tools, image, _PHOTO_SIDE_PX)
    if photo is None:
        raise FileNotRead("The photo of this plushie", "it was deleted")
    plushie = load_display(task.tools, image)
    task.raise_if_cancelled()
    data = encode_clip(photo, plushie, target.suffix.lower())
    try:
        write_atomically(target, data, mode=0o644, durable=False)
    except OSError as error:
        raise FileNotWritten(str(target), error.strerror or "the disk refused it") from error
    return str(target)


def encode_clip(photo: QImage, plushie: QImage, suffix: str) -> bytes:
    """The film, encoded; both pictures are cut to a square.

    Raises:
        FileNotWritten: It cannot be encoded.
    """
    film = cv2.Animation()
    side_px = SIDES_PX[suffix]
    steps = list(_steps(_square(photo, side_px), _square(plushie, side_px)))
    film.frames = [frame for frame, _ in steps]
    film.durations = [duration_ms for _, duration_ms in steps]
    film.loop_count = 0
    options = [cv2.IMWRITE_WEBP_QUALITY, _WEBP_QUALITY] if suffix == ".webp" else []
    done, data = cv2.imencodeanimation(suffix, film, options)
    if not done:
        raise FileNotWritten("The clip", "it cannot be encoded")
    return bytes(data)


def _steps(photo: Pixels, plushie: Pixels) -> Iterator[tuple[Pixels, int]]:
    """Each frame and how long it stands, in ms."""
    yield photo, _PHOTO_MS
    for step in range(1, _FORTH_FRAMES):
        yield _wiped(photo, plushie, 1 - _eased(step / _FORTH_FRAMES)), _FRAME_MS
    yield plushie, _PLUSHIE_MS
    for step in range(1, _BACK_FRAMES):
        yield _wiped(photo, plushie, _eased(step / _BACK_FRAMES)), _FRAME_MS


def _eased(position: float) -> float:
    """Slow at both ends."""
    return position * position * (3 - 2 * position)


def _wiped(photo: Pixels, plushie: Pixels, share: float) -> Pixels:
    """The photo's share from the left, the plushie on the right, a white bar between them."""
    bar = round(share * photo.shape[1])
    frame = plushie.copy()
    frame[:, :bar] = photo[:, :bar]
    frame[:, max(bar - _BAR_PX // 2, 0) : bar + _BAR_PX // 2] = 255
    return frame


def _square(picture: QImage, side_px: int) -> Pixels:
    large = picture.scaled(
        QSize(side_px, side_px),
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    left, top = (large.width() - side_px) // 2, (large.height() - side_px) // 2
    cut = large.copy(left, top, side_px, side_px).convertToFormat(QImage.Format.Format_BGR888)
    lines = np.frombuffer(cut.constBits(), dtype=np.uint8, count=cut.sizeInBytes())
    pixels = lines.reshape(side_px, cut.bytesPerLine())[:, : side_px * 3]
    return pixels.reshape(side_px, side_px, 3).copy()
