"""Finding the photos in what was dropped: files, and folders with all that lies in them."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.api.web_photos import fetch_photo, name_of
from desktop.photo_edit import PhotoSource
from desktop.targets import PHOTO_SUFFIXES
from desktop.workers.tasks import Task

_DEEPEST = 6
_MOST_ENTRIES = 20_000
"""A drive that was dropped by mistake must not be read for minutes."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The photos that were found, and what was left out.

    `others` are the files in folders that are no photos by their names; `too_many` the photos
    beyond the limit; `unread` the folders that could not be read; `is_cut_short` says that there
    was more than could be looked at.
    """

    sources: tuple[PhotoSource, ...]
    others: int = 0
    too_many: int = 0
    unread: int = 0
    is_cut_short: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether nothing was left out."""
        return not (self.others or self.too_many or self.unread or self.is_cut_short)


def gather(task: Task[Gathered], paths: Iterable[str], most: int) -> Gathered:
    """Look through files and folders, in the order in which people sort them.

    A file that was named itself is always taken: what is wrong with it is told when it is read.

    Raises:
        Cancelled: Something else was chosen meanwhile.
    """
    return _Search(task, most).run([Path(path) for path in paths])


def fetch(task: Task[Gathered], url: str, data: bytes, nameless: str) -> Gathered:
    """Take the photo from the web, unless its file is there already; its address tells its name.

    Raises:
        DesktopError: As `web_photos.fetch_photo`.
    """
    data = data or fetch_photo(task.tools.client.line, url, task.is_cancelled)
    return Gathered(sources=(PhotoSource(name_of(url) or nameless, data=data),))


class _Search:
    def __init__(self, task: Task[Gathered], most: int) -> None:
        self._task = task
        self._most = most
        self._found: dict[Path, None] = {}
        self._others = 0
        self._unread = 0
        self._seen = 0

    def run(self, paths: list[Path]) -> Gathered:
        for path in paths:
            if not path.is_dir():
                self._found[path] = None
                continue
            for file in self._files_below(path, 0):
                if file.suffix.lower() in PHOTO_SUFFIXES:
                    self._found[file] = None
                else:
                    self._others += 1
        taken = list(self._found)[: self._most]
        return Gathered(
            sources=tuple(PhotoSource(path.stem or path.name, path) for path in taken),
            others=self._others,
            too_many=len(self._found) - len(taken),
            unread=self._unread,
            is_cut_short=self._seen >= _MOST_ENTRIES,
        )

    def _files_below(self, folder: Path, depth: int) -> Iterator[Path]:
        """Visible files, without following links to other folders."""
        self._task.raise_if_cancelled()
        try:
            with os.scandir(folder) as entries:
                children = sorted(entries, key=lambda entry: _natural(entry.name))
        except OSError:
            self._unread += 1
            return
        folders = []
        for child in children:
            self._seen += 1
            if self._seen >= _MOST_ENTRIES:
                return
            if child.name.startswith("."):
                continue
            if child.is_dir(follow_symlinks=False):
                folders.append(child)
            elif child.is_file():
                yield Path(child.path)
        for each in folders:
            if depth < _DEEPEST:
                yield from self._files_below(Path(each.path), depth + 1)
            else:
                self._unread += 1


def _natural(name: str) -> list[tuple[int, str]]:
    """Photo 2 before photo 10."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
