"""Pictures as files: decoding them, and writing them in the format their name asks for."""

import os
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from desktop.errors import DownloadRefused, FileNotWritten
from desktop.storage.atomic import write_atomically

_QUALITIES = {b"jpeg": 92, b"webp": 92}
_FORMATS = {".png": b"png", ".jpg": b"jpeg", ".jpeg": b"jpeg", ".webp": b"webp"}


def decode_picture(data: bytes, longest_side_px: int | None = None) -> QImage:
    """Decode a picture, scaled down while it is read.

    Raises:
        DownloadRefused: It is damaged.
    """
    content = QByteArray(data)
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if longest_side_px is not None and max(size.width(), size.height()) > longest_side_px:
        side = QSize(longest_side_px, longest_side_px)
        reader.setScaledSize(size.scaled(side, Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    if picture.isNull():
        raise DownloadRefused("it cannot be decoded")
    return picture


def checked_target(path: Path) -> Path:
    """The path with a suffix (`.png` without one), in a folder that takes files.

    Raises:
        FileNotWritten: The suffix is of another format, or the folder is not there or read-only.
    """
    target = path if path.suffix else path.with_suffix(".png")
    if target.suffix.lower() not in _FORMATS:
        raise FileNotWritten(target.name, "only PNG, JPEG and WebP can be written")
    if target.is_dir():
        raise FileNotWritten(str(target), "there is a folder of that name")
    if not target.parent.is_dir():
        raise FileNotWritten(str(target), "its folder does not exist")
    if not os.access(target.parent, os.W_OK):
        raise FileNotWritten(str(target), "its folder cannot be written to")
    return target


def write_picture(data: bytes, content_type: str, path: Path) -> Path:
    """Write an encoded picture, in another format if the path's suffix asks for it.

    Returns:
        The path with its suffix.

    Raises:
        FileNotWritten: No room, no permission, or a suffix of another format.
    """
    target = checked_target(path)
    picture_format = _FORMATS[target.suffix.lower()]
    if content_type != f"image/{picture_format.decode()}":
        data = encode_picture(decode_picture(data), picture_format)
    try:
        write_atomically(target, data, mode=0o644, durable=False)
    except OSError as error:
        raise FileNotWritten(str(target), error.strerror or "the disk refused it") from error
    return target


def encode_picture(picture: QImage, picture_format: bytes) -> bytes:
    """Encode a picture as `png`, `jpeg` or `webp`.

    Raises:
        FileNotWritten: It cannot be encoded.
    """
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, picture_format)
    if picture_format in _QUALITIES:
        writer.setQuality(_QUALITIES[picture_format])
    if not writer.write(picture):
        raise FileNotWritten("The picture", "it cannot be encoded")
    return bytes(content.data())
