"""Picture files on this computer, each under the hash of its content."""

import hashlib
import logging
import re
from pathlib import Path

from desktop.storage.atomic import write_atomically

_SHA256 = re.compile(r"[0-9a-f]{64}")
_log = logging.getLogger(__name__)


class ContentStore:
    """Files by SHA-256. What is read is what was written, or nothing. Safe from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, sha256: str) -> bytes | None:
        """The content; None when it is missing or damaged (then it is removed)."""
        path = self._path(sha256)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() != sha256:
            _log.warning("A damaged file was removed from the cache: %s", path.name)
            self.remove(sha256)
            return None
        return data

    def write(self, sha256: str, data: bytes) -> bool:
        """Keep it. False when there is no room: the cache is a comfort, never a condition."""
        try:
            # A file that a crash left half written is noticed by its hash: no fsync needed.
            write_atomically(self._path(sha256), data, durable=False)
        except OSError as error:
            _log.warning("A picture could not be kept on this computer: %s", error)
            return False
        return True

    def remove(self, sha256: str) -> None:
        """Forget it; a missing one is no error."""
        try:
            self._path(sha256).unlink(missing_ok=True)
        except OSError as error:
            _log.warning("A file could not be removed from the cache: %s", error)

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            # A name from the network never becomes a path.
            sha256 = hashlib.sha256(sha256.encode()).hexdigest()
        return self._folder / sha256[:2] / sha256
