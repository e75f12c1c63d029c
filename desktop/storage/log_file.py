"""The app's own log: a few files of limited size in the person's log folder, free of secrets."""

import contextlib
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from desktop.scrubbing import scrub

LOG_NAME: Final = "plushifyme.log"
_FILE_BYTES: Final = 512 * 1024
_OLDER_FILES: Final = 3
_TALKATIVE: Final = ("httpx2", "httpcore2", "hpack", "PIL", "asyncio")
_log = logging.getLogger(__name__)


class ScrubbingFormatter(logging.Formatter):
    """Formats a record whole, traceback included, and then takes out what is personal."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, safe to send to support."""
        return scrub(super().format(record))


class QuietFileHandler(RotatingFileHandler):
    """A full or read-only disk costs the log, never the app."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing can be written: nothing to say it with."""


def start_log(folder: Path) -> Path | None:
    """Write all logging to a rotating file. Returns its path, or None when there can be none."""
    path = folder / LOG_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = QuietFileHandler(
            path, maxBytes=_FILE_BYTES, backupCount=_OLDER_FILES, encoding="utf-8", delay=False
        )
    except OSError as error:
        _log.warning("There will be no log file: %s", error)
        return None
    handler.setLevel(logging.INFO)
    handler.setFormatter(
        ScrubbingFormatter("%(asctime)s %(levelname)-7s %(threadName)s %(name)s: %(message)s")
    )
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(min(root.level or logging.INFO, logging.INFO))
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    return path


def stop_log() -> None:
    """Close the file; what is logged from now on goes elsewhere."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, QuietFileHandler)]:
        root.removeHandler(handler)
        with contextlib.suppress(OSError):
            handler.close()
