"""Saving many pictures into a folder or a zip file, on a worker thread."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop.errors import AppError, DesktopError, FileNotWritten, ServerUnreachable, describe
from desktop.storage.export_files import FolderTarget, ZipTarget
from desktop.storage.export_journal import Begun, ExportJournal, ExportOrder
from desktop.storage.export_names import ExportFormat, NameParts, file_stem
from desktop.storage.picture_files import decode_picture, encode_picture
from desktop.workers.pictures import file_data, result_file
from desktop.workers.tasks import Task
from desktop.workers.tools import Tools
from shared.gallery import Image
from shared.styles import STYLE_DESCRIPTIONS

_log = logging.getLogger(__name__)
_ENTRIES_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """How far saving has come."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ExportResult:
    """How saving has ended."""

    saved: int
    target: str
    missed: int = 0
    """Pictures that could not be fetched."""
    error: AppError | None = None
    """Why the first of them could not."""


def unfinished_export(tools: Tools) -> Begun | None:
    """What was being saved when the app ended."""
    return _journal(tools).read()


def forget_export(tools: Tools) -> None:
    """It is not to go on."""
    _journal(tools).end()


def export_pictures(task: Task[ExportResult], order: ExportOrder) -> ExportResult:
    """Save what was ordered; what an interrupted run of the same order has saved is left alone.

    A picture that cannot be fetched is counted and left out. When the task is cancelled, what is
    there stays there, and the order can be resumed.

    Raises:
        Cancelled: Somebody has cancelled it.
        FileNotWritten: The target takes no more files.
    """
    journal = _journal(task.tools)
    begun = journal.read()
    saved = begun.saved if begun is not None and begun.order == order else {}
    if not saved:
        journal.begin(order)
    path = Path(order.target)
    if not order.as_zip and not path.is_dir():
        raise FileNotWritten(order.target, "this folder does not exist")
    run = _Run(task, order)
    with ZipTarget(path) if order.as_zip else FolderTarget(path) as target:
        for number, image in enumerate(_images(task.tools, order), start=1):
            task.raise_if_cancelled()
            name = saved.get(image.id)
            if name is not None and target.has(name):
                run.saved += 1
            elif (data := run.data_of(image)) is not None:
                stem = file_stem(order.pattern, _parts(image, number))
                name = target.add(stem, order.picture_format.suffix, data)
                run.saved += 1
                if not order.as_zip:
                    journal.note(image.id, name)
            task.report(ExportProgress(run.saved + run.missed, len(order.image_ids)))
    if not run.missed:
        journal.end()
    return ExportResult(run.saved, order.target, run.missed, run.error)


class _Run:
    """One run: what was saved and missed, and whether the line is worth another try."""

    def __init__(self, task: Task[ExportResult], order: ExportOrder) -> None:
        self._tools = task.tools
        self._format = order.picture_format
        self._is_offline = False
        self.saved = 0
        self.missed = 0
        self.error: AppError | None = None

    def data_of(self, image: Image) -> bytes | None:
        """The encoded picture; None when it cannot be had."""
        try:
            if self._is_offline and not self._is_kept(image):
                self.missed += 1
                return None
            return _encoded(file_data(self._tools, image, result_file), image, self._format)
        except DesktopError as error:
            _log.info("A picture could not be saved: %s", error)
            self._is_offline = self._is_offline or isinstance(error, ServerUnreachable)
            self.missed += 1
            self.error = self.error or describe(error)
            return None

    def _is_kept(self, image: Image) -> bool:
        contents = self._tools.account.contents
        return image.result is not None and contents.has(image.result.sha256)


def _encoded(data: bytes, image: Image, wanted: ExportFormat) -> bytes:
    if image.result is not None and image.result.content_type == f"image/{wanted.value}":
        return data
    return encode_picture(decode_picture(data), wanted.value.encode())


def _images(tools: Tools, order: ExportOrder) -> Iterator[Image]:
    """The entries of the ordered pictures; those that are gone by now are left out."""
    ids = order.image_ids
    for start in range(0, len(ids), _ENTRIES_AT_ONCE):
        for image, _is_waiting in tools.account.index.images(ids[start : start + _ENTRIES_AT_ONCE]):
            yield image


def _parts(image: Image, number: int) -> NameParts:
    style = QCoreApplication.translate("Style", STYLE_DESCRIPTIONS[image.style].name)
    return NameParts(image.title, style, image.prompt, image.created_at, number)


def _journal(tools: Tools) -> ExportJournal:
    account = tools.account
    folders = tools.folders.account(tools.server.name, account.user_id)
    return ExportJournal(folders.jobs.with_name("export.jsonl"))
