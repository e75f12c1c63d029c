"""Photos in drops and in the clipboard: files, pixels, and pictures of web pages."""

import html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

_PICTURE_IN_PAGE = re.compile(r"""<img\b[^>]*?\bsrc\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
_WEB = frozenset({"http", "https"})
_PNG, _JPEG = "image/png", "image/jpeg"
_FILE_OF_CHROMIUM = "application/octet-stream"
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic")
_LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True, eq=False)
class Transfer:
    """Files and folders, a file's bytes, pixels, or only an address."""

    paths: tuple[str, ...] = ()
    """Files and folders of this computer."""
    data: bytes = b""
    """A picture's file, which is not decoded yet."""
    image: QImage | None = None
    url: str = ""
    """Where the picture stands in the web; with neither `data` nor `image` it is still to be fetched."""


def takes(data: QMimeData) -> bool:
    """Whether there may be a photo in it; decodes nothing."""
    return (
        data.hasImage()
        or any(url.isLocalFile() for url in data.urls())
        or bool(_web_url(data))
        or _has_file_of_page(data)
    )


def photo_of(data: QMimeData) -> Transfer | None:
    """What is in it. Files come first: they are the photo as it is. Then pixels, then addresses.

    Pixels are taken as the encoded bytes that the other program gives, where it gives any: to decode
    12 megapixels takes a third of a second, which a worker has and the window has not.
    """
    paths = tuple(url.toLocalFile() for url in data.urls() if url.isLocalFile())
    if paths:
        return Transfer(paths=paths)
    url = _web_url(data)
    for name in _encoded_formats(url) if data.hasImage() else ():
        if content := _bytes_of(data, name):
            return Transfer(data=content, url=url)
    if data.hasImage():
        image = data.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Transfer(image=image)
    if url:
        return Transfer(url=url)
    if _has_file_of_page(data) and (content := _bytes_of(data, _FILE_OF_CHROMIUM)):
        return Transfer(data=content)
    return None


def takes_time(data: QMimeData) -> bool:
    """Whether the other program has to be asked for a whole file now, which the window waits for.

    A picture that only stands in a page of Chromium has no address. Beyond about a megabyte the file
    never comes, and Qt gives it up after five seconds.
    """
    has_more = data.hasImage() or any(url.isLocalFile() for url in data.urls())
    return not has_more and not _web_url(data) and _has_file_of_page(data)


def _encoded_formats(url: str) -> tuple[str, str]:
    """Firefox offers both, and encodes what is asked for: a JPEG of 12 megapixels in 0.15 s, a PNG in 1.1 s.

    Only the PNG keeps what is transparent, so it is left out where the picture was no PNG.
    """
    is_jpeg = urlsplit(url).path.lower().endswith((".jpg", ".jpeg"))
    return (_JPEG, _PNG) if is_jpeg else (_PNG, _JPEG)


def _has_file_of_page(data: QMimeData) -> bool:
    """Whether Chromium gives the file of a picture that has no address outside of its page (`blob:`).

    Asked for other pictures only their address counts: beyond about a megabyte Chromium does not give
    the file, and Qt waits five seconds for it.
    """
    return (
        data.hasFormat(_FILE_OF_CHROMIUM)
        and data.hasHtml()
        and _PICTURE_IN_PAGE.search(data.html()) is not None
    )


def _bytes_of(data: QMimeData, name: str) -> bytes:
    return bytes(data.data(name).data()) if data.hasFormat(name) else b""


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
