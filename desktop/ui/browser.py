"""Opening pages in the person's own browser."""

from urllib.parse import urlsplit

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_in_browser(url: str) -> bool:
    """Open a page of the web; False when this computer has no browser, or it is no such page."""
    if urlsplit(url).scheme not in {"http", "https"}:
        return False
    return QDesktopServices.openUrl(QUrl(url))
