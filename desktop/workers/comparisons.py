"""Photo and plushie beside each other in one picture, to be shown around."""

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.errors import FileNotRead
from desktop.storage.picture_files import (
    checked_target,
    decode_picture,
    encode_picture,
    write_picture,
)
from desktop.workers.pictures import file_data, load_photo, result_file
from desktop.workers.tools import Tools
from shared.gallery import Image

_HEIGHT_PX = 1024
_WIDEST_PX = 1536
_MARGIN_PX = 32
_PAPER = QColor("#FBF6F0")


def save_comparison(tools: Tools, image: Image, path: Path) -> Path:
    """Write both as one picture: PNG, JPEG or WebP by the path's suffix (PNG without one).

    Raises:
        FileNotRead: The photo was deleted.
        FileNotWritten: No room, no permission, or a suffix of another format.
        DesktopError: Photo or picture could not be loaded.
    """
    target = checked_target(path)
    photo = load_photo(tools, image, _WIDEST_PX)
    if photo is None:
        raise FileNotRead("The photo of this plushie", "it was deleted")
    plushie = decode_picture(file_data(tools, image, result_file))
    return write_picture(encode_picture(side_by_side(photo, plushie), b"png"), "image/png", target)


def side_by_side(photo: QImage, plushie: QImage) -> QImage:
    """The photo on the left, the plushie on the right, equally high unless the photo is very wide."""
    keep = Qt.AspectRatioMode.KeepAspectRatio
    left = photo.size().scaled(QSize(_WIDEST_PX, _HEIGHT_PX), keep)
    right = plushie.size().scaled(QSize(_WIDEST_PX, _HEIGHT_PX), keep)
    whole = QSize(left.width() + right.width() + 3 * _MARGIN_PX, _HEIGHT_PX + 2 * _MARGIN_PX)
    made = QImage(whole, QImage.Format.Format_RGB32)
    made.fill(_PAPER)
    painter = QPainter(made)
    start = _MARGIN_PX
    for picture, size in ((photo, left), (plushie, right)):
        top = (whole.height() - size.height()) // 2
        scaled = picture.scaled(
            size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(QRect(start, top, size.width(), size.height()), scaled)
        start += size.width() + _MARGIN_PX
    painter.end()
    return made
