"""A zip file that is written while it is sent: nothing of it is kept in memory or on disk."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, Final

_EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""The format knows no time before."""


class _Sink(io.RawIOBase):
    """Takes what the zip file writes, until it is collected."""

    def __init__(self) -> None:
        self._parts = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        written = bytes(data)  # type: ignore[call-overload]  # any buffer, as io says
        self._parts += written
        return len(written)

    def collect(self) -> bytes:
        collected = bytes(self._parts)
        self._parts.clear()
        return collected


class ZipStream:
    """Give it entries one after the other, and collect what is ready to be sent in between."""

    def __init__(self) -> None:
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w")

    @contextmanager
    def text(self, name: str) -> Iterator["TextEntry"]:
        """A compressed entry that is written bit by bit."""
        info = _describe(name, datetime.now(UTC), zipfile.ZIP_DEFLATED)
        with self._zip.open(info, "w", force_zip64=True) as entry:
            yield TextEntry(entry)

    def add(self, name: str, data: bytes, moment: datetime) -> None:
        """A whole entry as it is: pictures do not get smaller."""
        self._zip.writestr(_describe(name, moment, zipfile.ZIP_STORED), data)

    def collect(self) -> bytes:
        """What was written since the last time."""
        return self._sink.collect()

    def finish(self) -> bytes:
        """The rest of the file, with its directory."""
        self._zip.close()
        return self.collect()


class TextEntry:
    """An entry that is being written."""

    def __init__(self, entry: IO[bytes]) -> None:
        self._entry = entry

    def write(self, text: str) -> None:
        """Add to it."""
        self._entry.write(text.encode())


def _describe(name: str, moment: datetime, compression: int) -> zipfile.ZipInfo:
    at = max(moment.astimezone(UTC), _EARLIEST)
    info = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    info.compress_type = compression
    info.external_attr = 0o644 << 16
    return info
