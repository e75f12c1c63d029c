"""What other programs offer in drops and in the clipboard, as they were seen to on X11 in November 2026.

Chromium 156, Firefox 153 ESR, Thunar 4.18 and PCManFM 1.3 with Qt 6.11. The order of the formats is
theirs; a picture's bytes are made by whoever asks, all other contents are as they were.
"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QByteArray, QMimeData, QUrl

PAGE = "http://127.0.0.1:8077"
PHOTO_URL = f"{PAGE}/chelsea.jpg?size=1&x=2"
_PHOTO_TAG = (
    f'<img id="plain" src="{PAGE}/chelsea.jpg?size=1&amp;x=2" width="260" height="200" '
    'style="position:absolute;left:20px;top:20px">'
)
BLOB_URL = f"blob:{PAGE}/aec3f9fe-8973-42f4-83e8-1431dc1d4bc7"
_BLOB_TAG = f'<img id="blobimg" width="120" height="120" src="{BLOB_URL}">'


class Offer(QMimeData):
    """Gives what it has when it is asked for it, as other programs do, and remembers what that was."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        super().__init__()
        self._contents = dict(contents)
        self.asked: list[str] = []

    def formats(self) -> list[str]:
        """In the order of the program."""
        return list(self._contents)

    def hasFormat(self, mime_type: str) -> bool:  # noqa: N802 - Qt's name
        """Costs nothing."""
        return mime_type in self._contents

    def retrieveData(self, mime_type: str, _preferred: Any) -> Any:  # noqa: N802 - Qt's name
        """Here the other program would begin to work."""
        self.asked.append(mime_type)
        content = self._contents.get(mime_type)
        if mime_type == "text/uri-list" and content is not None:
            return [QUrl.fromEncoded(QByteArray(line)) for line in content.splitlines()]
        return None if content is None else QByteArray(content)


def dragged_from_chromium(url: str, tag: str, file: bytes) -> Offer:
    """A picture of a page. The octets are its file; no pixels are offered."""
    return Offer(
        {
            "text/uri-list": url.encode(),
            "text/plain": url.encode(),
            "XdndDirectSave0": b"F",
            "application/octet-stream": file,
            "chromium/x-renderer-taint": PAGE.encode(),
            "text/html": f"\ufeff{tag}".encode(),
            "chromium/x-drag-id": b"A64AAD28CE003482D86BF7D410C4B8F9",
        }
    )


def photo_of_chromium(file: bytes) -> Offer:
    """A picture with an address."""
    return dragged_from_chromium(PHOTO_URL, _PHOTO_TAG, file)


def linked_photo_of_chromium(file: bytes) -> Offer:
    """A picture in a link: the addresses are the link's, only the HTML names the picture."""
    tag = f'<img id="linked" src="{PAGE}/coffee.jpg" width="260" height="200" alt="Coffee">'
    return dragged_from_chromium(f"{PAGE}/page.html", tag, file)


def blob_of_chromium(file: bytes) -> Offer:
    """A picture that a page made itself, as messengers do: its address means nothing elsewhere."""
    return dragged_from_chromium(BLOB_URL, _BLOB_TAG, file)


def link_of_chromium() -> Offer:
    """A link without a picture."""
    url = f"{PAGE}/page.html"
    return Offer(
        {
            "text/uri-list": url.encode(),
            "text/plain": url.encode(),
            "_NETSCAPE_URL": f"{url}\nA link to a page".encode(),
            "chromium/x-renderer-taint": PAGE.encode(),
            "text/html": f'\ufeff<a href="{url}">A link to a page</a>'.encode(),
            "chromium/x-drag-id": b"11EC9D16EC1B1CF70CB9AF7CF0078EA9",
        }
    )


def copied_in_chromium(png: bytes) -> Offer:
    """*Copy image*; the last format is the one that Qt adds."""
    tag = f'<img src="{PAGE}/chelsea.jpg?size=1&amp;x=2"/>'
    return Offer(
        {
            "TIMESTAMP": bytes(4),
            "TARGETS": bytes(36),
            "SAVE_TARGETS": b"",
            "MULTIPLE": b"",
            "text/uri-list": PHOTO_URL.encode(),
            "chromium/x-internal-source-rfh-token": bytes(24),
            "chromium/x-source-url": f"{PAGE}/index.html".encode(),
            "image/png": png,
            "text/html": tag.encode(),
            "application/x-qt-image": png,
        }
    )


def dragged_from_firefox(url: str, tag: str, *, png: bytes, jpeg: bytes) -> Offer:
    """A picture of a page, encoded when it is asked for; some formats stay empty."""
    wide = url.encode("utf-16-le")
    return Offer(
        {
            "text/uri-list": b"" if url.startswith("blob:") else f"{url}\r\n".encode(),
            "_NETSCAPE_URL": f"{url}\n{url}".encode(),
            "text/x-moz-url-data": wide,
            "text/x-moz-url-desc": wide,
            "application/x-moz-custom-clipdata": bytes(30),
            "text/_moz_htmlcontext": "<html><body></body></html>".encode("utf-16-le"),
            "text/_moz_htmlinfo": "0,0".encode("utf-16-le"),
            "text/html": (
                f'<meta http-equiv="content-type" content="text/html; charset=utf-8">{tag}'
            ).encode(),
            "text/plain": url.encode(),
            "text/plain;charset=utf-8": url.encode(),
            "application/x-moz-nativeimage": b"",
            "image/png": png,
            "image/jpeg": jpeg,
            "image/jpg": b"",
            "image/gif": b"",
            "application/x-moz-file-promise": b"",
            "XdndDirectSave0": b"E",
            "application/x-moz-file-promise-url": wide,
            "application/x-moz-file-promise-dest-filename": "chelsea.jpg".encode("utf-16-le"),
            "application/x-qt-image": png,
        }
    )


def photo_of_firefox(*, png: bytes, jpeg: bytes) -> Offer:
    """A picture with an address."""
    return dragged_from_firefox(PHOTO_URL, _PHOTO_TAG, png=png, jpeg=jpeg)


def blob_of_firefox(*, png: bytes, jpeg: bytes) -> Offer:
    """A picture that a page made itself."""
    return dragged_from_firefox(BLOB_URL, _BLOB_TAG, png=png, jpeg=jpeg)


def copied_in_thunar() -> Offer:
    """Two files, of which one has a difficult name."""
    uris = "file:///tmp/outbox/coffee.jpg\r\nfile:///tmp/outbox/Mein%20K%C3%A4tzchen%20%231.jpg\r\n"
    return Offer(
        {
            "TIMESTAMP": bytes(4),
            "TARGETS": bytes(24),
            "MULTIPLE": b"",
            "text/uri-list": uris.encode(),
            "x-special/gnome-copied-files": f"copy\n{uris.replace(chr(13), '')}".encode(),
            "text/plain": "/tmp/outbox/coffee.jpg\n/tmp/outbox/Mein Kätzchen #1.jpg".encode(),
        }
    )


def dragged_from_pcmanfm() -> Offer:
    """A file."""
    uri = b"file:///tmp/inbox/plushie-cute-fluffy-b238bb.png\r\n"
    return Offer(
        {
            "text/uri-list": uri,
            "application/x-fmlist-ptr": bytes(8),
            "text/plain": uri,
            "COMPOUND_TEXT": uri,
            "text/plain;charset=utf-8": uri,
        }
    )
