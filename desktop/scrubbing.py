"""Takes out of logs and crash reports what is nobody's business: tokens, names, addresses, links.

Whatever leaves the app in words goes through `scrub`, so that a person can send it to support
without reading it first.
"""

import getpass
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_HIDDEN: Final = "[hidden]"
_LEAST_NAME_CHARACTERS: Final = 3

_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    # Signed links carry their right in the query; the path may name a person's file.
    (re.compile(r"(https?://)[^/\s@'\"]+@"), r"\1"),
    (re.compile(r"(https?://[^\s/?#'\"<>]+)[^\s'\"<>]*"), r"\1/…"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), rf"\1 {_HIDDEN}"),
    (
        re.compile(
            r"(?i)(['\"]?\b[\w-]*(?:password|passwd|secret|token|authorization|api[_-]?key|cookie)"
            r"\b['\"]?\s*[:=]\s*)(?:'[^']*'|\"[^\"]*\"|[^\s,;)}\]]+)"
        ),
        rf"\1{_HIDDEN}",
    ),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    # Photos and pictures carry the names that people gave them.
    (
        re.compile(r"(?i)[^\s'\"/\\:]+\.(jpe?g|png|webp|gif|heic|avif|bmp|tiff?)\b"),
        r"[picture].\1",
    ),
    # A session token, a signature, a key: long and of no meaning to a reader.
    (re.compile(r"(?<![\w/.-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{32,}(?![\w-])"), _HIDDEN),
)


def scrub(text: str, *, home: Path | None = None, user: str | None = None) -> str:
    """The same text without tokens, passwords, links, e-mail addresses, picture and user names.

    Args:
        text: A log line, or a whole traceback.
        home: The folder that becomes `~`; the person's own by default.
        user: The name of the person at this computer; found out by default.
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    for known, shown in _personal(home, user):
        text = text.replace(known, shown)
    return text


def _personal(home: Path | None, user: str | None) -> Iterable[tuple[str, str]]:
    folder = _home() if home is None else home
    if folder is not None and len(folder.parts) > 1:
        yield str(folder), "~"
        yield folder.as_posix(), "~"
    name = _user() if user is None else user
    if len(name) >= _LEAST_NAME_CHARACTERS and name != "root":
        for before in ("/", "\\"):
            yield f"{before}{name}{before}", f"{before}[user]{before}"


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:  # no home is known: nothing to hide
        return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
