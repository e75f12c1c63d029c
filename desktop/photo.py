"""Checking and preparing a photo: the server's own rules, applied before anything is sent.

Qt's image classes work without a window, so `plushifyme make` uses the same code.
"""

import re
import stat
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QImageWriter

from desktop.errors import FileNotRead, PhotoRefused
from desktop.photo_cut import cut_out
from desktop.photo_edit import PhotoEdit, PhotoSource
from shared.errors import ErrorCode
from shared.limits import (
    PHOTO_MAX_BYTES,
    PHOTO_MAX_PIXELS,
    PHOTO_MIN_SIDE_PX,
    PHOTO_SEND_SIDE_PX,
)
from shared.uploads import PhotoType

SMALL_SIDE_PX = 512
SHOWN_SIDE_PX = 1024
_JPEG_QUALITY = 88
_WEBP_QUALITY = 90
_MAGIC_BYTES = 16
_OTHER_FORMATS = (
    (re.compile(rb"GIF8"), "a GIF"),
    (re.compile(rb"BM"), "a BMP picture"),
    (re.compile(rb"II\*\x00|MM\x00\*"), "a TIFF or camera raw file"),
    (re.compile(rb"....ftyp(avif|avis)", re.DOTALL), "an AVIF picture"),
    (re.compile(rb"....ftyp(heic|heix|hevc|mif1|msf1)", re.DOTALL), "a HEIC photo"),
    (re.compile(rb"%PDF"), "a PDF"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A photo that is ready to be sent: upright, at most 2048 px, sRGB, free of metadata."""

    name: str
    """The file's name without its suffix, or what it was pasted as."""
    picture: QImage
    """What is sent, as a picture of at most `PHOTO_SEND_SIDE_PX`."""
    small: QImage
    """The same at most `SMALL_SIDE_PX`, for tiles."""
    original_width_px: int
    original_height_px: int
    data: bytes
    """What is sent, encoded."""
    content_type: str
    """`image/jpeg`, or `image/webp` when the photo is partly transparent."""
    edit: PhotoEdit
    """Which part of the original this is."""

    @property
    def preview(self) -> QImage:
        """The picture to show."""
        return self.picture

    def light(self) -> "Photo":
        """The same, its picture just large enough to be shown and drafted: many are kept at once."""
        return replace(self, picture=scaled_within(self.picture, SHOWN_SIDE_PX))


def prepare(source: PhotoSource, edit: PhotoEdit | None = None) -> Photo:
    """Prepare a photo from wherever it comes, as it was edited.

    Raises:
        PhotoRefused: It cannot become a plushie; the code is the one the server would give.
        FileNotRead: It is not there any more, or may not be opened.
    """
    if source.path is not None:
        return prepare_file(source.path, edit)
    if source.image is not None:
        return prepare_image(source.image, source.name, edit)
    return _prepare_data(source.data, source.name, edit)


def prepare_file(path: Path, edit: PhotoEdit | None = None) -> Photo:
    """Read, check, turn upright, crop, scale and encode a photo file.

    Raises:
        PhotoRefused: It cannot become a plushie; the code is the one the server would give.
        FileNotRead: It is not there, or may not be opened.
    """
    return _prepare_data(_read(path), path.stem or path.name, edit)


def prepare_image(image: QImage, name: str, edit: PhotoEdit | None = None) -> Photo:
    """Check, crop, scale and encode a picture from the clipboard or from a browser.

    Raises:
        PhotoRefused: It cannot become a plushie.
    """
    if image.isNull():
        raise _unreadable()
    _refuse_size(image.size())
    edit = edit or PhotoEdit.whole(image.width(), image.height())
    scaled = image.scaled(
        _scaled_size(image.size(), edit),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return _prepared(scaled, edit, name)


def _prepare_data(data: bytes, name: str, edit: PhotoEdit | None) -> Photo:
    photo_type = _type_of(data)
    _refuse_animation(photo_type, data)
    _refuse_truncation(photo_type, data)
    picture, original = _decode(photo_type, data, edit)
    edit = edit or PhotoEdit.whole(original.width(), original.height())
    return _prepared(picture, edit, name)


def _read(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise FileNotRead(path.name, "it is not a file")
        if status.st_size > PHOTO_MAX_BYTES:
            raise PhotoRefused(
                ErrorCode.PHOTO_TOO_LARGE,
                f"This photo has {status.st_size / 2**20:.1f} MiB; "
                f"at most {PHOTO_MAX_BYTES // 2**20} MiB work.",
                "Please export it smaller, for example as a JPEG, and try again.",
            )
        with path.open("rb") as file:
            return file.read(PHOTO_MAX_BYTES)
    except OSError as error:
        raise FileNotRead(path.name, error.strerror or "it cannot be opened") from error


def _type_of(data: bytes) -> PhotoType:
    """The format by content; a file's name proves nothing."""
    if data.startswith(b"\xff\xd8\xff"):
        return PhotoType.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PhotoType.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return PhotoType.WEBP
    found = next(
        (name for magic, name in _OTHER_FORMATS if magic.match(data[:_MAGIC_BYTES])), "not a photo"
    )
    raise PhotoRefused(
        ErrorCode.UNSUPPORTED_PHOTO_TYPE,
        f"This file is {found}; JPEG, PNG and WebP photos work.",
        "Please choose another file, or export this one as a JPEG.",
    )


def _refuse_animation(photo_type: PhotoType, data: bytes) -> None:
    if photo_type is PhotoType.WEBP:
        # The extended header's flags; bit 1 is "animation". Source: WebP container specification.
        is_animated = data[12:16] == b"VP8X" and len(data) > 20 and bool(data[20] & 0x02)
    elif photo_type is PhotoType.PNG:
        # An animated PNG announces itself before its first picture data.
        is_animated = b"acTL" in data[: max(data.find(b"IDAT"), 0)]
    else:
        is_animated = False
    if is_animated:
        raise PhotoRefused(
            ErrorCode.PHOTO_ANIMATED,
            "This picture is animated; a single photo is needed.",
            "Please choose another file, or export one of its frames.",
        )


def _refuse_truncation(photo_type: PhotoType, data: bytes) -> None:
    """Qt decodes what is there of a truncated file and says nothing."""
    if photo_type is PhotoType.JPEG:
        is_complete = _jpeg_is_complete(data)
    elif photo_type is PhotoType.PNG:
        is_complete = b"IEND" in data
    else:
        is_complete = int.from_bytes(data[4:8], "little") <= len(data) - 8
    if not is_complete:
        raise PhotoRefused(
            ErrorCode.PHOTO_UNREADABLE,
            "This photo is not complete: its end is missing.",
            "Please copy or download it again, or choose another one.",
        )


_JPEG_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Within picture data, everything but stuffed bytes, restarts and fill bytes is a real marker."""
_START_OF_SCAN = 0xDA
_END_OF_IMAGE = 0xD9


def _jpeg_is_complete(data: bytes) -> bool:
    """Walk the markers to the end of the image. Source: ITU T.81, annex B."""
    position = 2
    while match := _JPEG_MARKER.search(data, position):
        marker = data[match.start() + 1]
        if marker == _END_OF_IMAGE:
            return True
        length = int.from_bytes(data[match.end() : match.end() + 2], "big")
        position = match.end() + max(length, 2)
    return False


def _decode(photo_type: PhotoType, data: bytes, edit: PhotoEdit | None) -> tuple[QImage, QSize]:
    """The upright picture, scaled while it is decoded, and the original's upright size."""
    content = QByteArray(data)
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, photo_type.value.removeprefix("image/").encode())
    reader.setAutoTransform(True)
    stored_size = reader.size()
    if not stored_size.isValid():
        raise _unreadable()
    _refuse_size(stored_size)
    reader.setScaledSize(_scaled_size(stored_size, edit))
    picture = reader.read()
    if picture.isNull():
        raise _unreadable()
    is_turned = (picture.width() > picture.height()) != (stored_size.width() > stored_size.height())
    return picture, stored_size.transposed() if is_turned else stored_size


def _refuse_size(size: QSize) -> None:
    if size.width() * size.height() > PHOTO_MAX_PIXELS:
        megapixels = size.width() * size.height() / 1e6
        raise PhotoRefused(
            ErrorCode.PHOTO_TOO_MANY_PIXELS,
            f"This photo has {megapixels:.0f} megapixels; "
            f"at most {PHOTO_MAX_PIXELS // 1_000_000} work.",
            "Please export it smaller and try again.",
        )
    sent = _send_size(size)
    if min(sent.width(), sent.height()) < PHOTO_MIN_SIDE_PX:
        raise PhotoRefused(
            ErrorCode.PHOTO_TOO_SMALL,
            f"This photo has only {size.width()} x {size.height()} pixels; "
            f"each side needs at least {PHOTO_MIN_SIDE_PX}.",
            "Please choose a larger photo.",
        )


def _scaled_size(size: QSize, edit: PhotoEdit | None) -> QSize:
    """How large the whole photo is to be, so that the part that is kept can be sent as it is."""
    if edit is None or edit.is_untouched:
        return _send_size(size)
    factor = min(PHOTO_SEND_SIDE_PX / max(edit.width, edit.height), 1.0)
    return QSize(max(1, round(size.width() * factor)), max(1, round(size.height() * factor)))


def _send_size(size: QSize) -> QSize:
    longest = max(size.width(), size.height())
    if longest <= PHOTO_SEND_SIDE_PX:
        return size
    factor = PHOTO_SEND_SIDE_PX / longest
    return QSize(max(1, round(size.width() * factor)), max(1, round(size.height() * factor)))


def _prepared(picture: QImage, edit: PhotoEdit, name: str) -> Photo:
    picture = cut_out(picture, edit)
    if picture.colorSpace().isValid():
        picture = picture.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    has_alpha = _is_transparent(picture)
    clean = _without_metadata(picture, has_alpha=has_alpha)
    photo_type = PhotoType.WEBP if has_alpha else PhotoType.JPEG
    return Photo(
        name=name,
        picture=clean,
        small=scaled_within(clean, SMALL_SIDE_PX),
        original_width_px=edit.photo_width,
        original_height_px=edit.photo_height,
        data=_encode(clean, photo_type),
        content_type=photo_type.value,
        edit=edit,
    )


def scaled_within(picture: QImage, longest_side_px: int) -> QImage:
    """The picture, no larger than this."""
    if max(picture.width(), picture.height()) <= longest_side_px:
        return picture
    return picture.scaled(
        longest_side_px,
        longest_side_px,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _is_transparent(picture: QImage) -> bool:
    """Whether any pixel lets something through: many opaque photos carry an alpha channel."""
    if not picture.hasAlphaChannel():
        return False
    alpha = picture.convertToFormat(QImage.Format.Format_Alpha8)
    rows = memoryview(alpha.constBits())
    stride, width = alpha.bytesPerLine(), alpha.width()
    opaque = b"\xff" * width
    return any(rows[row * stride : row * stride + width] != opaque for row in range(alpha.height()))


def _without_metadata(picture: QImage, *, has_alpha: bool) -> QImage:
    """A picture of the same pixels that knows nothing of camera, place or author."""
    pixel_format = QImage.Format.Format_ARGB32 if has_alpha else QImage.Format.Format_RGB32
    pixels = picture.convertToFormat(pixel_format)
    bare = QImage(
        pixels.constBits(), pixels.width(), pixels.height(), pixels.bytesPerLine(), pixel_format
    )
    return bare.copy()


def _encode(picture: QImage, photo_type: PhotoType) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, photo_type.value.removeprefix("image/").encode())
    writer.setQuality(_JPEG_QUALITY if photo_type is PhotoType.JPEG else _WEBP_QUALITY)
    if not writer.write(picture):
        raise _unreadable()
    return bytes(content.data())


def _unreadable() -> PhotoRefused:
    return PhotoRefused(
        ErrorCode.PHOTO_UNREADABLE,
        "This photo cannot be read; the file seems to be damaged.",
        "Please choose another one, or export it again as a JPEG.",
    )
