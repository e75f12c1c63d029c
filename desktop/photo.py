"""Checking and preparing a photo: the server's own rules, applied before anything is sent.

`prepare` gives what people see, `encode` makes of that what is sent: a photo need not wait to be shown
until it is encoded.

Qt's image classes work without a window, so `plushifyme make` uses the same code.
"""

import stat
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QImageWriter

from desktop.errors import FileNotRead, PhotoRefused
from desktop.photo_cut import cut_out
from desktop.photo_edit import PhotoEdit, PhotoSource
from desktop.photo_formats import (
    ForeignType,
    format_of,
    refuse_animation,
    refuse_size,
    refuse_truncation,
    unreadable,
)
from shared.errors import ErrorCode
from shared.limits import (
    PHOTO_MAX_BYTES,
    PHOTO_SEND_SIDE_PX,
)
from shared.uploads import PhotoType

SMALL_SIDE_PX = 512
SHOWN_SIDE_PX = 1024
_JPEG_MAGIC = b"\xff\xd8\xff"
_JPEG_QUALITY = 88
_WEBP_QUALITY = 90


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A photo that can become a plushie: upright, at most 2048 px, sRGB, free of metadata."""

    name: str
    """The file's name without its suffix, or what it was pasted as."""
    picture: QImage
    """At most `PHOTO_SEND_SIDE_PX`."""
    small: QImage
    """The same at most `SMALL_SIDE_PX`, for tiles."""
    original_width_px: int
    original_height_px: int
    edit: PhotoEdit
    """Which part of the original this is."""

    @property
    def preview(self) -> QImage:
        """The picture to show."""
        return self.picture

    def light(self) -> "Photo":
        """The same, its picture just large enough to be shown and drafted: many are kept at once."""
        return replace(self, picture=scaled_within(self.picture, SHOWN_SIDE_PX))


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """What is sent of a photo."""

    data: bytes
    content_type: str
    """`image/jpeg`, or `image/webp` when the photo is partly transparent."""


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


def first_look(source: PhotoSource, edit: PhotoEdit | None = None) -> Photo | None:
    """The same photo at most `SHOWN_SIDE_PX`, in half the time: a JPEG is decoded as small as it is shown.

    None where that would be no faster: all other formats are decoded in full anyway.

    Raises:
        PhotoRefused, FileNotRead: As `prepare`.
    """
    path = source.path
    data = source.data if path is None else _read(path)
    if not data.startswith(_JPEG_MAGIC):
        return None
    name = source.name if path is None else path.stem or path.name
    return _prepare_data(data, name, edit, SHOWN_SIDE_PX)


def prepare_file(path: Path, edit: PhotoEdit | None = None) -> Photo:
    """Read, check, turn upright, crop and scale a photo file.

    Raises:
        PhotoRefused: It cannot become a plushie; the code is the one the server would give.
        FileNotRead: It is not there, or may not be opened.
    """
    return _prepare_data(_read(path), path.stem or path.name, edit)


def prepare_image(image: QImage, name: str, edit: PhotoEdit | None = None) -> Photo:
    """Check, crop and scale a picture from the clipboard or from a browser.

    Raises:
        PhotoRefused: It cannot become a plushie.
    """
    if image.isNull():
        raise unreadable()
    refuse_size(image.size())
    edit = edit or PhotoEdit.whole(image.width(), image.height())
    scaled = image.scaled(
        _scaled_size(image.size(), edit, PHOTO_SEND_SIDE_PX),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return _prepared(scaled, edit, name)


def _prepare_data(
    data: bytes, name: str, edit: PhotoEdit | None, side_px: int = PHOTO_SEND_SIDE_PX
) -> Photo:
    photo_type = format_of(data)
    if isinstance(photo_type, ForeignType):
        # Imported here: Pillow is needed for the photos of some phones only.
        from desktop.foreign_photos import convert  # noqa: PLC0415

        return prepare_image(convert(photo_type, data), name, edit)
    refuse_animation(photo_type, data)
    refuse_truncation(photo_type, data)
    picture, original = _decode(photo_type, data, edit, side_px)
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


def _decode(
    photo_type: PhotoType, data: bytes, edit: PhotoEdit | None, side_px: int
) -> tuple[QImage, QSize]:
    """The upright picture, scaled while it is decoded, and the original's upright size."""
    content = QByteArray(data)
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, photo_type.value.removeprefix("image/").encode())
    reader.setAutoTransform(True)
    stored_size = reader.size()
    if not stored_size.isValid():
        raise unreadable()
    refuse_size(stored_size)
    reader.setScaledSize(_scaled_size(stored_size, edit, side_px))
    picture = reader.read()
    if picture.isNull():
        raise unreadable()
    is_turned = (picture.width() > picture.height()) != (stored_size.width() > stored_size.height())
    return picture, stored_size.transposed() if is_turned else stored_size


def _scaled_size(size: QSize, edit: PhotoEdit | None, side_px: int) -> QSize:
    """How large the whole photo is to be, so that the part that is kept has this longest side."""
    longest: float = max(size.width(), size.height())
    if edit is not None and not edit.is_untouched:
        longest = max(edit.width, edit.height)
    factor = min(side_px / longest, 1.0)
    return QSize(max(1, round(size.width() * factor)), max(1, round(size.height() * factor)))


def _prepared(picture: QImage, edit: PhotoEdit, name: str) -> Photo:
    picture = cut_out(picture, edit)
    if picture.colorSpace().isValid():
        picture = picture.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    clean = _without_metadata(picture, has_alpha=_is_transparent(picture))
    return Photo(
        name=name,
        picture=clean,
        small=scaled_within(clean, SMALL_SIDE_PX),
        original_width_px=edit.photo_width,
        original_height_px=edit.photo_height,
        edit=edit,
    )


def encode(photo: Photo) -> PhotoFile:
    """Make the file that is sent.

    Raises:
        PhotoRefused: There is no memory for it.
    """
    has_alpha = photo.picture.hasAlphaChannel()
    photo_type = PhotoType.WEBP if has_alpha else PhotoType.JPEG
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, photo_type.value.removeprefix("image/").encode())
    writer.setQuality(_WEBP_QUALITY if has_alpha else _JPEG_QUALITY)
    if not writer.write(photo.picture):
        raise unreadable()
    return PhotoFile(bytes(content.data()), photo_type.value)


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
