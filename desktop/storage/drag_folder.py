"""Where files lie that are dragged into other programs; no longer than the app runs."""

import logging
import shutil
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QLockFile

_log = logging.getLogger(__name__)


class DragFolder:
    """Made when the first file is wanted.

    Args:
        place: Holds a folder for each app that runs, and beside it a lock that is void without it.
    """

    def __init__(self, place: Path) -> None:
        self._folder = place / uuid4().hex
        self._lock: QLockFile | None = None

    def path(self, name: str) -> str:
        """Where the file of this name is, or would be."""
        return str(self._folder / name)

    def owns(self, path: str) -> bool:
        """Whether a file was only written to be dragged."""
        return Path(path).is_relative_to(self._folder)

    def make(self) -> bool:
        """Make the folder, unless it is there; False when that cannot be."""
        if self._lock is None:
            lock = _lock_of(self._folder)
            try:
                self._folder.parent.mkdir(parents=True, exist_ok=True)
                # Before the folder: without a lock it would count as abandoned.
                if lock.tryLock(0):
                    self._folder.mkdir()
                    self._lock = lock
            except OSError as error:
                _log.warning("There is no folder for what is dragged: %s", error)
                lock.unlock()
        return self._lock is not None

    def remove(self) -> None:
        """The app ends, and what was dragged goes with it."""
        if self._lock is not None:
            _remove(self._folder, self._lock)
            self._lock = None


def remove_abandoned(place: Path) -> None:
    """Remove the folders of apps that were killed, if there are any."""
    for folder in place.glob("*/"):
        lock = _lock_of(folder)
        if lock.tryLock(0):
            _remove(folder, lock)


def _lock_of(folder: Path) -> QLockFile:
    lock = QLockFile(f"{folder}.lock")
    # Only the end of its process voids it, never its age: windows stay open for weeks.
    lock.setStaleLockTime(0)
    return lock


def _remove(folder: Path, lock: QLockFile) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.unlock()
