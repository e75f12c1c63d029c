"""Who runs a local cloud on a data folder: told to a second start, and to the next one."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil

from backend.local_cloud.json_files import read_json, write_json

# The kernel counts from the boot time, which moves a little when the clock is set.
_SAME_START_S = 2.0


@dataclass(frozen=True, slots=True)
class ProcessMark:
    """A process, recognised by more than its number: numbers are used again."""

    name: str
    pid: int
    started_at_s: float

    @classmethod
    def of(cls, name: str, pid: int) -> Self | None:
        """Mark a living process; None when it is gone."""
        try:
            return cls(name, pid, psutil.Process(pid).create_time())
        except psutil.Error:
            return None

    def process(self) -> psutil.Process | None:
        """The process if it still lives; None when it is gone or the number is another's now."""
        try:
            process = psutil.Process(self.pid)
            is_same = abs(process.create_time() - self.started_at_s) < _SAME_START_S
            return process if is_same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.Error:
            return None


@dataclass(frozen=True, slots=True)
class CloudState:
    """What the state file says."""

    pid: int
    url: str | None
    """None while it is starting."""
    parts: tuple[ProcessMark, ...] = ()

    def write(self, path: Path) -> None:
        """Publish it."""
        parts = [
            {"name": part.name, "pid": part.pid, "startedAt": part.started_at_s}
            for part in self.parts
        ]
        write_json(path, {"pid": self.pid, "url": self.url, "parts": parts})

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """Read it; None when there is none, or when it is being replaced at this moment."""
        try:
            content = read_json(path)
        except PermissionError:
            return None
        if content is None:
            return None
        pid, url, parts = content.get("pid"), content.get("url"), content.get("parts")
        if not isinstance(pid, int):
            return None
        return cls(
            pid=pid,
            url=url if isinstance(url, str) else None,
            parts=tuple(_marks(parts if isinstance(parts, list) else ())),
        )


def _marks(parts: Iterable[object]) -> Iterable[ProcessMark]:
    for part in parts:
        match part:
            case {"name": str(name), "pid": int(pid), "startedAt": float(started_at_s)}:
                yield ProcessMark(name, pid, started_at_s)
            case _:
                continue
