"""What the gallery's models ask of worker threads, by name; see `work` for why imports stand inside."""

# ruff: noqa: PLC0415 - see above

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.errors import AppError, Cancelled, DesktopError, describe
from desktop.workers.tasks import Task
from shared.limits import TITLE_MAX_CHARACTERS

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from desktop.storage.change_queue import ChangedField
    from desktop.storage.gallery_filter import GalleryCounts, GalleryFilter
    from desktop.storage.gallery_queries import SortKey
    from shared.gallery import Image

_ENTRIES_AT_FIRST = 120
_ROWS_AT_FIRST = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry of the gallery as it is shown."""

    image: "Image"
    is_waiting: bool
    result_path: Path | None
    """The file of the full picture, when it was kept on this computer."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures that belong to the gallery as a whole."""

    counts: "GalleryCounts"
    waiting_count: int
    is_kept: bool
    """Whether the disk takes what is to be kept."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a filter finds, in order, and the entries of the first rows."""

    keys: "list[SortKey]"
    key_of: "dict[str, SortKey]"
    entries: list[Shown]
    has_days: bool
    """Whether the order is one of days."""
    totals: Totals | None
    """None: these are the first rows only; the others follow, with the totals."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where some images stand now; those that are not shown any more have no key."""

    ids: list[str]
    key_of: "dict[str, SortKey]"
    entries: list[Shown]
    totals: Totals


@dataclass(frozen=True, slots=True)
class FileReady:
    """The full picture of an image is on this computer."""

    image_id: str
    path: str


@dataclass(frozen=True, slots=True)
class FileFailed:
    """The full picture of an image could not be had."""

    image_id: str
    error: AppError


def get_ready(task: Task[None]) -> None:
    """Load what the first page needs, and read it once, while the window is still being built."""
    from desktop.storage.gallery_filter import GalleryFilter
    from desktop.workers import pictures

    index = task.tools.account.index
    keys = index.find(GalleryFilter(), _ENTRIES_AT_FIRST)
    entries = index.images([str(key[-1]) for key in keys])
    contents = task.tools.account.contents
    for image, _ in entries[:1]:
        if image.thumbnail is not None and contents.has(image.thumbnail.sha256):
            pictures.load_thumbnail(task.tools, image)


def find(task: Task[Found], wanted: "GalleryFilter") -> Found:
    """Ask the index for everything that is wanted; reports the first rows before all of them.

    A hundred thousand rows take a tenth of a second to read, the first ones a tenth of that.
    """
    index = task.tools.account.index
    keys = index.find(wanted, _ROWS_AT_FIRST)
    task.raise_if_cancelled()
    first = Found(
        keys=keys,
        key_of=_by_id(keys),
        entries=_entries(task, [str(key[-1]) for key in keys[:_ENTRIES_AT_FIRST]]),
        has_days=wanted.trashed or wanted.order.value != "title",
        totals=None,
    )
    task.report(first)
    if len(keys) == _ROWS_AT_FIRST:
        keys = index.find(wanted, is_unwanted=task.is_cancelled)
    task.raise_if_cancelled()
    return replace(first, keys=keys, key_of=_by_id(keys), totals=_totals(task))


def find_beginning(
    task: "Task[SortKey | None]", wanted: "GalleryFilter", typed: str, after: "SortKey | None"
) -> "SortKey | None":
    """See `gallery_queries.find_beginning`."""
    return task.tools.account.index.find_beginning(wanted, typed, after)


def place(
    task: Task[Placed], ids: Sequence[str], wanted: "GalleryFilter", loaded_ids: Sequence[str]
) -> Placed:
    """Ask the index where these stand; entries come for those of `loaded_ids`."""
    index = task.tools.account.index
    key_of: dict[str, SortKey] = {}
    for start in range(0, len(ids), 500):
        key_of |= index.place(ids[start : start + 500], wanted)
    return Placed(list(ids), key_of, _entries(task, loaded_ids), _totals(task))


def entries(task: Task[list[Shown]], ids: Sequence[str]) -> list[Shown]:
    """Some entries."""
    return _entries(task, ids)


def change(task: Task[None], ids: Sequence[str], field: "ChangedField", value: str) -> None:
    """Write a change of some images down, and show it.

    Raises:
        InvalidInput: A name that the contract does not take.
    """
    account = task.tools.account
    account.changes.add(ids, field, _checked(field, value))
    account.index.refresh(ids)


def empty_trash(task: Task[list[str]]) -> list[str]:
    """Delete everything that lies in the trash for good. Returns the ids."""
    from desktop.storage.change_queue import ChangedField, Place

    account = task.tools.account
    ids = account.index.ids_in(Place.TRASH)
    account.changes.add(ids, ChangedField.PLACE, Place.GONE)
    account.index.refresh(ids)
    return ids


def send_changes(task: Task[None]) -> None:
    """Send what waits; reports `gallery_sync.ChangesSent`.

    Raises:
        DesktopError: It has to be tried again later.
    """
    from desktop.workers.gallery_sync import GallerySync

    for sent in GallerySync(task.tools.client, task.tools.account).send(task.is_cancelled):
        task.report(sent)


def load_display(task: "Task[QImage]", image_id: str) -> "QImage":
    """The picture as large as a screen needs it."""
    from desktop.workers import pictures

    return pictures.load_display(task.tools, known(task, image_id))


def load_result(task: "Task[QImage]", image_id: str) -> "QImage":
    """The full picture."""
    from desktop.workers import pictures

    return pictures.load_result(task.tools, known(task, image_id))


def load_photo(task: "Task[QImage | None]", image_id: str, longest_side_px: int) -> "QImage | None":
    """The photo it was made from; None when it was deleted."""
    from desktop.workers import pictures

    return pictures.load_photo(task.tools, known(task, image_id), longest_side_px)


def save_picture(task: Task[str], image_id: str, path: str) -> str:
    """See `pictures.save_picture`."""
    from desktop.workers import pictures

    return str(pictures.save_picture(task.tools, known(task, image_id), Path(path)))


def save_comparison(task: Task[str], image_id: str, path: str) -> str:
    """See `comparisons.save_comparison`."""
    from desktop.workers import comparisons

    return str(comparisons.save_comparison(task.tools, known(task, image_id), Path(path)))


def fetch_files(task: Task[None], ids: Sequence[str]) -> None:
    """Bring full pictures to this computer; reports `FileReady` and `FileFailed`."""
    from desktop.workers import pictures

    for image_id in ids:
        task.raise_if_cancelled()
        try:
            path = pictures.fetch_result(task.tools, known(task, image_id))
        except Cancelled:
            raise
        except DesktopError as error:
            task.report(FileFailed(image_id, describe(error)))
        else:
            task.report(FileReady(image_id, str(path)))


def known(task: Task[Any], image_id: str) -> "Image":
    """An image of the index, also when the gallery has not loaded its entry.

    Raises:
        DownloadRefused: It is gone.
    """
    from desktop.errors import DownloadRefused

    image = task.tools.account.index.image(image_id)
    if image is None:
        raise DownloadRefused("it is not there any more")
    return image


def _checked(field: "ChangedField", value: str) -> str:
    """The value as the server will keep it."""
    from desktop.storage.change_queue import ChangedField

    if field is not ChangedField.TITLE:
        return value
    import pydantic

    from desktop.api.routes import InvalidInput
    from shared.gallery import ImageChange

    try:
        return ImageChange(title=value).title
    except pydantic.ValidationError as error:
        raise InvalidInput(
            f"A name has one line of at most {TITLE_MAX_CHARACTERS} characters."
        ) from error


def _entries(task: Task[Any], ids: Sequence[str]) -> list[Shown]:
    account = task.tools.account
    return [
        Shown(
            image,
            is_waiting,
            account.contents.kept_path(image.result.sha256) if image.result else None,
        )
        for image, is_waiting in account.index.images(ids)
    ]


def _by_id(keys: "list[SortKey]") -> "dict[str, SortKey]":
    return {str(key[-1]): key for key in keys}


def _totals(task: Task[Any]) -> Totals:
    account = task.tools.account
    return Totals(
        counts=account.index.counts(),
        waiting_count=len(account.changes.latest_numbers()),
        is_kept=account.is_kept,
    )
