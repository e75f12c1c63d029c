"""Where saved pictures go: a folder in which nothing is ever overwritten, or one zip file."""

import contextlib
import os
import secrets
import zipfile
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from desktop.errors import FileNotWritten
from desktop.storage.atomic import write_atomically
from desktop.storage.export_names import numbered


class ExportTarget(Protocol):
    """Takes one picture after another."""

    def add(self, stem: str, suffix: str, data: bytes) -> str:
        """Put a picture there, under a name that is free; returns that name.

        Raises:
            FileNotWritten: No room, or no permission.
        """
        ...

    def has(self, name: str) -> bool:
        """Whether a picture of this name is there already."""
        ...


class FolderTarget:
    """Files of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing is left open."""

    def add(self, stem: str, suffix: str, data: bytes) -> str:
        """See `ExportTarget.add`."""
        part = self._folder / f".{secrets.token_hex(8)}.part"
        try:
            write_atomically(part, data, mode=0o644, durable=False)
            target = _reserved(self._folder, stem, suffix)
            part.replace(target)
        except OSError as error:
            raise _not_written(self._folder, error) from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        return target.name

    def has(self, name: str) -> bool:
        """See `ExportTarget.has`."""
        return (self._folder / name).is_file()


class ZipTarget:
    """One zip file, which appears under its name when it is whole.

    The pictures are packed as they are: they are compressed already.
    """

    def __init__(self, path: Path) -> None:
        self._path = path if path.suffix.lower() == ".zip" else path.with_name(f"{path.name}.zip")
        self._part = self._path.with_name(f".{self._path.stem[:64]}.{secrets.token_hex(4)}.part")
        self._names: set[str] = set()
        self._zip: zipfile.ZipFile | None = None

    def __enter__(self) -> Self:
        try:
            self._zip = zipfile.ZipFile(self._part, "x", zipfile.ZIP_STORED)
        except OSError as error:
            raise _not_written(self._path, error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        try:
            if self._zip is not None:
                self._zip.close()
            if kind is None:
                self._part.replace(_reserved(self._path.parent, self._path.stem, ".zip"))
        except OSError as error:
            raise _not_written(self._path, error) from error
        finally:
            with contextlib.suppress(OSError):
                self._part.unlink(missing_ok=True)

    def add(self, stem: str, suffix: str, data: bytes) -> str:
        """See `ExportTarget.add`."""
        assert self._zip is not None  # noqa: S101 - inside `with`
        attempt = 1
        while (name := numbered(stem, suffix, attempt)).casefold() in self._names:
            attempt += 1
        self._names.add(name.casefold())
        try:
            self._zip.writestr(name, data)
        except OSError as error:
            raise _not_written(self._path, error) from error
        return name

    def has(self, _name: str) -> bool:
        """A zip file is always begun anew."""
        return False


def _reserved(folder: Path, stem: str, suffix: str) -> Path:
    """An empty file of our own, under the first name that is free.

    Raises:
        OSError: The folder takes no files.
    """
    attempt = 1
    while True:
        path = folder / numbered(stem, suffix, attempt)
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        except FileExistsError:
            attempt += 1
        else:
            return path


def _not_written(path: Path, error: OSError) -> FileNotWritten:
    return FileNotWritten(str(path), error.strerror or "the disk refused it")
