"""Photos in drops and in the clipboard: files, pixels, and pictures of web pages."""

import html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

_PICTURE_IN_PAGE = re.compile(r"""<img\b[^>]*?\bsrc\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
_WEB = frozenset({"http", "https"})
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic")
_LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True, eq=False)
class Transfer:
    """One of the three."""

    paths: tuple[str, ...] = ()
    """Files and folders of this computer."""
    image: QImage | None = None
    url: str = ""
    """A picture of a web page, still to be fetched."""


def takes(data: QMimeData) -> bool:
    """Whether there may be a photo in it; decodes nothing."""
    return data.hasImage() or any(url.isLocalFile() for url in data.urls()) or bool(_web_url(data))


def photo_of(data: QMimeData) -> Transfer | None:
    """What is in it. Files come first: they are the photo as it is. Then pixels, then addresses."""
    paths = tuple(url.toLocalFile() for url in data.urls() if url.isLocalFile())
    if paths:
        return Transfer(paths=paths)
    if data.hasImage():
        image = data.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Transfer(image=image)
    url = _web_url(data)
    return Transfer(url=url) if url else None


def _web_url(data: QMimeData) -> str:
    """The picture itself comes before the link that it may stand in."""
    if data.hasHtml():
        found = _PICTURE_IN_PAGE.search(data.html())
        if found is not None and _is_picture_address(source := html.unescape(found.group(1))):
            return source
    for url in data.urls():
        address = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        if _is_picture_address(address):
            return address
    return _address_in_text(data)


def _is_picture_address(address: str) -> bool:
    scheme = address.partition(":")[0].lower()
    return scheme in _WEB or address[:11].lower() == "data:image/"


def _address_in_text(data: QMimeData) -> str:
    """A copied "image address": the text is one address, of a file with a picture's name."""
    text = data.text().strip() if data.hasText() else ""
    if len(text) > _LONGEST_TEXT or any(each.isspace() for each in text):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    is_picture = parts.path.lower().endswith(_SUFFIXES)
    return text if parts.scheme.lower() in _WEB and is_picture else ""
