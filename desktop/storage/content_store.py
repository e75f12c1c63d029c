"""Picture files on this computer, each under the hash of its content, within a number of bytes."""

import hashlib
import logging
import re
import secrets
import shutil
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from desktop.storage.database import Migrations, is_damage, open_database, remove_database

_SMALL_BYTES = 64 * 1024
"""Thumbnails are no larger. They go last: with them the gallery can be browsed without a network."""
_TOUCHES_AT_ONCE = 64
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MIGRATIONS: Migrations = (
    """
    CREATE TABLE files (
        sha256 TEXT PRIMARY KEY,
        size_bytes INTEGER NOT NULL,
        used_at REAL NOT NULL
    ) WITHOUT ROWID;
    """,
)
_log = logging.getLogger(__name__)


class ContentStore:
    """Files by SHA-256. What is read is what was written, or nothing. Safe from any thread.

    A file is entered into a list before it is written and leaves the list after it was removed:
    killed at any moment, the app never keeps more than it counts. When the budget is reached the
    files that were not used for the longest time make room, large ones before thumbnails.
    """

    def __init__(self, folder: Path, budget_bytes: int) -> None:
        self._folder = folder
        self._unfinished = folder / "unfinished"
        self._list_path = folder / "files.sqlite"
        self._budget_bytes = budget_bytes
        self._lock = threading.RLock()
        self._known: OrderedDict[str, int] = OrderedDict()
        """Sizes by name, the longest unused first."""
        self._touched: dict[str, float] = {}
        self._usage_bytes = 0
        self._is_full = False
        self._open()

    @property
    def usage_bytes(self) -> int:
        """The size of all files together."""
        return self._usage_bytes

    @property
    def budget_bytes(self) -> int:
        """What they may take at most."""
        return self._budget_bytes

    @property
    def is_disk_full(self) -> bool:
        """Whether the disk refused the last file that was to be kept."""
        return self._is_full

    def set_budget(self, budget_bytes: int) -> None:
        """Keep at most so much from now on."""
        with self._lock:
            self._budget_bytes = budget_bytes
            self._make_room(0)

    def has_room(self, size_bytes: int) -> bool:
        """Whether it can be kept without another file having to go."""
        return self._usage_bytes + size_bytes <= self._budget_bytes

    def has(self, sha256: str) -> bool:
        """Whether it was kept; only `read` knows whether it is undamaged."""
        return sha256 in self._known

    def kept_path(self, sha256: str) -> Path | None:
        """Where it was kept; None when it was not, or had to make room."""
        path = self._path(sha256)
        return path if self.has(path.name) else None

    def read(self, sha256: str) -> bytes | None:
        """The content; None when it is missing or damaged (then it is removed)."""
        path = self._path(sha256)
        try:
            data = path.read_bytes()
        except OSError:
            if self.has(path.name):
                self.remove(sha256)
            return None
        if hashlib.sha256(data).hexdigest() != sha256:
            _log.warning("A damaged file was removed from the cache: %s", path.name)
            self.remove(sha256)
            return None
        self._touch(path.name)
        return data

    def write(self, sha256: str, data: bytes) -> bool:
        """Keep it. False when there is no room: the cache is a comfort, never a condition."""
        path = self._path(sha256)
        with self._lock:
            self._remove(path.name)
            if len(data) > self._budget_bytes:
                return False
            self._make_room(len(data))
            if not self.has_room(len(data)) or not self._enter(path.name, len(data)):
                return False
        try:
            self._write_file(path, data)
        except OSError as error:
            _log.warning("A picture could not be kept on this computer: %s", error)
            self._is_full = True
            self.remove(path.name)
            return False
        except BaseException:
            self.remove(path.name)
            raise
        self._is_full = False
        return True

    def remove(self, sha256: str) -> None:
        """Forget it; a missing one is no error."""
        with self._lock:
            self._remove(self._path(sha256).name)

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._make_room(self._budget_bytes)

    def close(self) -> None:
        """Write down which were used last."""
        with self._lock:
            self._write_touches()
            self._list.close()

    def _open(self) -> None:
        # What a crash left half written was never entered as a picture.
        shutil.rmtree(self._unfinished, ignore_errors=True)
        self._list, self._is_kept = open_database(self._list_path, _MIGRATIONS)
        try:
            rows = self._list.execute(
                "SELECT sha256, size_bytes FROM files ORDER BY used_at"
            ).fetchall()
        except sqlite3.DatabaseError:
            rows = []
        if rows or not self._is_kept:
            self._known = OrderedDict(rows)
        else:
            self._find_files()
        self._usage_bytes = sum(self._known.values())
        self._make_room(0)

    def _find_files(self) -> None:
        """The list was lost or there never was one: what lies in the folder is in it."""
        found = []
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            try:
                state = path.stat()
            except OSError:
                continue
            if _SHA256.fullmatch(path.name):
                found.append((path.name, state.st_size, state.st_mtime))
            else:
                path.unlink(missing_ok=True)
        found.sort(key=lambda file: file[2])
        self._known = OrderedDict((name, size) for name, size, _ in found)
        self._run("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", found)

    def _enter(self, name: str, size_bytes: int) -> bool:
        row = (name, size_bytes, time.time())
        if not (
            self._is_kept and self._run("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", [row])
        ):
            # Whoever opens the app next would not know of it.
            self._is_full = True
            return False
        self._known[name] = size_bytes
        self._usage_bytes += size_bytes
        return True

    def _remove(self, name: str) -> None:
        if not self._unlink(name):
            return
        self._usage_bytes -= self._known.pop(name, 0)
        self._touched.pop(name, None)
        self._run("DELETE FROM files WHERE sha256 = ?", [(name,)])

    def _make_room(self, size_bytes: int) -> None:
        """Remove what was not used for the longest time until so much more fits."""
        if self.has_room(size_bytes):
            return
        removed = []
        large = [name for name, size in self._known.items() if size > _SMALL_BYTES]
        small = [name for name, size in self._known.items() if size <= _SMALL_BYTES]
        for name in (*large, *small):
            if self.has_room(size_bytes):
                break
            if self._unlink(name):
                self._usage_bytes -= self._known.pop(name)
                self._touched.pop(name, None)
                removed.append((name,))
        self._run("DELETE FROM files WHERE sha256 = ?", removed)

    def _unlink(self, name: str) -> bool:
        try:
            self._path(name).unlink(missing_ok=True)
        except OSError as error:
            # Another program has it open (Windows): it stays, and it still counts.
            _log.warning("A file could not be removed from the cache: %s", error)
            return False
        return True

    def _write_file(self, path: Path, data: bytes) -> None:
        """Write it aside and rename; a file that a power cut spoils is noticed by its hash."""
        self._unfinished.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._unfinished / secrets.token_hex(8)
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

    def _touch(self, name: str) -> None:
        with self._lock:
            if name not in self._known:
                return
            self._known.move_to_end(name)
            self._touched[name] = time.time()
            if len(self._touched) >= _TOUCHES_AT_ONCE:
                self._write_touches()

    def _write_touches(self) -> None:
        rows = [(used_at, name) for name, used_at in self._touched.items()]
        self._touched.clear()
        self._run("UPDATE files SET used_at = ? WHERE sha256 = ?", rows)

    def _run(self, statement: str, rows: Sequence[tuple[str | float, ...]]) -> bool:
        """Carry it out for each row; False when the list could not be written."""
        if not rows:
            return True
        try:
            with self._list:
                self._list.executemany(statement, rows)
        except sqlite3.DatabaseError as error:
            _log.warning("The list of kept pictures could not be written: %s", error)
            if is_damage(error):
                self._begin_new_list()
            return False
        return True

    def _begin_new_list(self) -> None:
        self._list.close()
        try:
            remove_database(self._list_path)
        except OSError as error:
            _log.warning("The damaged list of kept pictures could not be removed: %s", error)
        self._list, self._is_kept = open_database(self._list_path, _MIGRATIONS)
        self._run("INSERT OR REPLACE INTO files VALUES (?, ?, 0)", list(self._known.items()))

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            # A name from the network never becomes a path.
            sha256 = hashlib.sha256(sha256.encode()).hexdigest()
        return self._folder / sha256[:2] / sha256
