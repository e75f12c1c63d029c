"""The file names of saved pictures: from a pattern, fit for every file system."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

DEFAULT_PATTERN = "{date} {title}"
_LONGEST = 100
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u2028\u2029]+')
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
"""Windows opens a device for these names, whatever their suffix."""


class ExportFormat(StrEnum):
    """How saved pictures are encoded."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"

    @property
    def suffix(self) -> str:
        """Of its files."""
        return ".jpg" if self is ExportFormat.JPEG else f".{self.value}"


@dataclass(frozen=True, slots=True)
class NameParts:
    """What a pattern may ask for."""

    title: str
    style: str
    wish: str
    made_at: datetime
    number: int
    """Counted from 1 within what is saved."""


def file_stem(pattern: str, parts: NameParts) -> str:
    """The name without its suffix, never empty.

    `{date}`, `{title}`, `{style}`, `{wish}` and `{number}` are replaced; without a title the style
    stands for it.
    """
    values = {
        "date": parts.made_at.astimezone().strftime("%Y-%m-%d"),
        "title": parts.title or parts.style,
        "style": parts.style,
        "wish": parts.wish,
        "number": f"{parts.number:04d}",
    }
    return fit_for_files(
        re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), pattern)
    )


def fit_for_files(words: str) -> str:
    """A name without its suffix that every file system takes, never empty."""
    stem = " ".join(_FORBIDDEN.sub(" ", words).split())[:_LONGEST].strip(" .")
    if not stem or _DEVICES.match(stem.partition(".")[0].strip()):
        return f"plushie {stem}".strip()
    return stem


def numbered(stem: str, suffix: str, attempt: int) -> str:
    """The name for the first, second, ... attempt: `bear.png`, `bear (2).png`."""
    return f"{stem}{suffix}" if attempt == 1 else f"{stem} ({attempt}){suffix}"
