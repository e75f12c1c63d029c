"""Pictures on worker threads: from the cache or the storage, decoded, ready to be shown."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from desktop.api.downloads import FileOf, download_file, download_preview
from desktop.errors import DownloadRefused, FileNotWritten
from desktop.storage.atomic import write_atomically
from desktop.workers.tools import Tools
from shared.gallery import Image, ImageFile

_JPEG_QUALITY = 92
_WEBP_QUALITY = 92
_FORMATS = {".png": b"png", ".jpg": b"jpeg", ".jpeg": b"jpeg", ".webp": b"webp"}


def file_data(tools: Tools, image: Image, file_of: FileOf) -> bytes:
    """One of an image's files, from this computer if it is there, else from the storage."""
    contents = tools.account.contents
    file = file_of(image)
    if file is not None and (kept := contents.read(file.sha256)) is not None:
        return kept
    data = download_file(tools.client, image, file_of)
    if file is not None:
        contents.write(file.sha256, data)
    return data


def load_thumbnail(tools: Tools, image: Image) -> QImage:
    """The picture at most 256 px."""
    return decoded(file_data(tools, image, _thumbnail))


def load_display(tools: Tools, image: Image) -> QImage:
    """The picture as large as a screen needs it."""
    return decoded(file_data(tools, image, _display))


def load_photo(tools: Tools, image: Image, longest_side_px: int) -> QImage | None:
    """The photo it was made from; None when it was deleted."""
    if image.photo is None:
        return None
    return decoded(file_data(tools, image, _photo), longest_side_px)


def load_preview(tools: Tools, url: str) -> QImage:
    """A picture as it emerges."""
    return decoded(download_preview(tools.client, url))


def save_picture(tools: Tools, image: Image, path: Path) -> Path:
    """Write the full picture as PNG, JPEG or WebP by the path's suffix (PNG without one).

    Raises:
        FileNotWritten: No room, no permission, or a suffix of another format.
        DesktopError: The picture could not be loaded.
    """
    target = path if path.suffix else path.with_suffix(".png")
    picture_format = _FORMATS.get(target.suffix.lower())
    if picture_format is None:
        raise FileNotWritten(target.name, "only PNG, JPEG and WebP can be written")
    data = file_data(tools, image, _result)
    if image.result is None or image.result.content_type != f"image/{picture_format.decode()}":
        data = _encoded(decoded(data), picture_format)
    try:
        write_atomically(target, data, mode=0o644, durable=False)
    except OSError as error:
        raise FileNotWritten(str(target), error.strerror or "the disk refused it") from error
    return target


def decoded(data: bytes, longest_side_px: int | None = None) -> QImage:
    """Decode a picture.

    Raises:
        DownloadRefused: It is damaged.
    """
    content = QByteArray(data)
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if longest_side_px is not None and max(size.width(), size.height()) > longest_side_px:
        reader.setScaledSize(
            size.scaled(QSize(longest_side_px, longest_side_px), Qt.AspectRatioMode.KeepAspectRatio)
        )
    picture = reader.read()
    if picture.isNull():
        raise DownloadRefused("it cannot be decoded")
    return picture


def _encoded(picture: QImage, picture_format: bytes) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, picture_format)
    if picture_format == b"jpeg":
        writer.setQuality(_JPEG_QUALITY)
    elif picture_format == b"webp":
        writer.setQuality(_WEBP_QUALITY)
    if not writer.write(picture):
        raise FileNotWritten("The picture", "it cannot be encoded")
    return bytes(content.data())


def _thumbnail(image: Image) -> ImageFile | None:
    return image.thumbnail


def _display(image: Image) -> ImageFile | None:
    return image.display or image.result


def _result(image: Image) -> ImageFile | None:
    return image.result


def _photo(image: Image) -> ImageFile | None:
    return image.photo
