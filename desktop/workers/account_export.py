"""Fetching everything that the server keeps of a person, as one zip file."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop.errors import FileNotWritten
from desktop.workers.tasks import Task

_REPORT_EVERY_BYTES = 128 * 1024
_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """How much has arrived; `total_bytes` only if the server said it beforehand."""

    received_bytes: int
    total_bytes: int | None


def export_account(task: Task[Path], path: Path) -> Path:
    """Write the zip to `path`, whole or not at all; reports `ExportProgress`.

    Raises:
        FileNotWritten: No room, no permission.
        Cancelled: The person changed their mind.
        DesktopError: It could not be fetched.
    """
    target = path if path.suffix else path.with_suffix(".zip")
    part = target.with_name(f".{target.name[:64]}.{secrets.token_hex(4)}.part")
    try:
        with _saving(target), os.fdopen(_create(part), "wb") as file:
            _fetch(task, file, target)
        with _saving(target):
            part.replace(target)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return target


def _fetch(task: Task[Path], file: BinaryIO, target: Path) -> None:
    with task.tools.client.account.export() as response:
        length = response.headers.get("Content-Length", "")
        total = int(length) if length.isdecimal() else None
        received, reported = 0, 0
        task.report(ExportProgress(0, total))
        for chunk in response.iter_bytes():
            task.raise_if_cancelled()
            # Here, not outside: an OSError inside the answer would count as one of the line.
            with _saving(target):
                file.write(chunk)
            received += len(chunk)
            if received - reported >= _REPORT_EVERY_BYTES:
                reported = received
                task.report(ExportProgress(received, total))
    task.report(ExportProgress(received, total))


def _create(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)


@contextlib.contextmanager
def _saving(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileNotWritten(str(target), error.strerror or "the disk refused it") from error
