"""What the app was asked to open: photos from a file manager, or a page by a `plushifyme://` link.

A link comes from anywhere, any web page can hold one. So it can name a page of the app, and nothing
else: no server, no token, no file, no action. A link that tries brings the app to the front only.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

SCHEME: Final = "plushifyme"
PAGES: Final = frozenset({"create", "gallery", "credits", "settings"})
PHOTO_SUFFIXES: Final = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".heic", ".heif", ".avif"}
)
_LONGEST_LINK: Final = 64
_MOST_PHOTOS: Final = 20


@dataclass(frozen=True, slots=True)
class Targets:
    """Photos to work with, and the page to show; both may be missing."""

    photos: tuple[Path, ...] = ()
    page: str = ""


def targets_of(words: Iterable[str]) -> Targets:
    """Read what came with `plushifyme --open`, or from the system.

    Words that are neither a photo that is there nor a link to a page count for nothing.
    """
    photos: list[Path] = []
    page = ""
    for word in words:
        if is_link(word):
            page = page_of(word) or page
        elif (photo := _photo(word)) is not None and len(photos) < _MOST_PHOTOS:
            photos.append(photo)
    return Targets(tuple(photos), page)


def is_link(word: str) -> bool:
    """Whether this is one of the app's own links, a good or a bad one."""
    return word.lower().startswith(f"{SCHEME}:")


def page_of(link: str) -> str:
    """The page that a link names; "" when it is anything but `plushifyme://PAGE`."""
    if len(link) > _LONGEST_LINK:
        return ""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    page = parts.netloc.lower()
    is_bare = parts.path in {"", "/"} and not parts.query and not parts.fragment
    return page if parts.scheme == SCHEME and is_bare and page in PAGES else ""


def _photo(word: str) -> Path | None:
    """A file of this computer with a photo's suffix; what it holds is checked when it is opened."""
    if "\0" in word or word.startswith(("\\\\", "//")):
        return None
    path = _path_of_url(word) if word.lower().startswith("file:") else Path(word)
    if path is None or path.suffix.lower() not in PHOTO_SUFFIXES:
        return None
    try:
        return path.absolute() if path.is_file() else None
    except OSError:
        return None


def _path_of_url(url: str) -> Path | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme != "file" or parts.netloc not in {"", "localhost"}:
        return None
    if os.name != "nt":
        return Path(unquote(parts.path))
    # Imported here: it brings an HTTP client along, which the first window must not wait for.
    from urllib.request import url2pathname  # noqa: PLC0415

    return Path(url2pathname(parts.path))
