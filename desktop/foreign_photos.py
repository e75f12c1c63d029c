"""Photos in the formats of phones that Qt does not read: HEIC with libheif, AVIF with Pillow."""

import io

import pi_heif.HeifImagePlugin  # noqa: F401 - its import registers HEIF with Pillow
from PIL import Image, ImageOps
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QColorSpace, QImage

from desktop.errors import PhotoRefused
from desktop.photo_formats import ForeignType, refuse_size, unreadable
from shared.errors import ErrorCode

_FORMATS = {ForeignType.HEIC: ("HEIF",), ForeignType.AVIF: ("AVIF",)}


def convert(foreign: ForeignType, data: bytes) -> QImage:
    """The upright picture of such a file, with its colour space.

    Raises:
        PhotoRefused: It is damaged, animated, or has too many pixels or too few.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS[foreign]) as image:
            refuse_size(QSize(*image.size))
            if foreign is ForeignType.AVIF and getattr(image, "is_animated", False):
                raise PhotoRefused(
                    ErrorCode.PHOTO_ANIMATED,
                    "This picture is animated; a single photo is needed.",
                    "Please choose another file, or export one of its frames.",
                )
            return _to_qt(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoRefused(
            ErrorCode.PHOTO_TOO_MANY_PIXELS,
            "This photo has too many pixels.",
            "Please export it smaller and try again.",
        ) from error
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError) as error:
        raise unreadable() from error


def _to_qt(image: Image.Image) -> QImage:
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    has_alpha = upright.has_transparency_data
    pixels = upright.convert("RGBA" if has_alpha else "RGB")
    pixel_format = QImage.Format.Format_RGBA8888 if has_alpha else QImage.Format.Format_RGB888
    bytes_a_pixel = 4 if has_alpha else 3
    width, height = pixels.size
    data = pixels.tobytes()
    picture = QImage(data, width, height, width * bytes_a_pixel, pixel_format).copy()
    if profile:
        space = QColorSpace.fromIccProfile(QByteArray(profile))
        if space.isValid():
            picture.setColorSpace(space)
    return picture
