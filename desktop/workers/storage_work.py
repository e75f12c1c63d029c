"""What the storage model asks of worker threads: figures, limits, and originals in advance."""

# ruff: noqa: PLC0415 - see `work`: modules that take long to load are loaded on the worker threads

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.errors import DownloadRefused
from desktop.workers.tasks import Task

if TYPE_CHECKING:
    from shared.gallery import Image, ImageFile

_AT_ONCE = 50
_REST_S = 0.02
"""Between two files: whoever looks at a picture meanwhile has the line for themselves."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What is kept on this computer for one account."""

    pictures_bytes: int
    index_bytes: int
    budget_bytes: int
    is_kept: bool
    """Whether the disk took the last things that were to be kept."""


@dataclass(frozen=True, slots=True)
class OriginalsKept:
    """How many pictures are on this computer in full, of how many."""

    kept: int
    total: int
    is_full: bool = False
    """Whether it stopped because no more may be kept."""


def usage(task: Task[Usage]) -> Usage:
    """Exact figures."""
    account = task.tools.account
    return Usage(
        pictures_bytes=account.contents.usage_bytes,
        index_bytes=account.index.size_bytes,
        budget_bytes=account.contents.budget_bytes,
        is_kept=account.is_kept,
    )


def set_budget(task: Task[Usage], budget_bytes: int) -> Usage:
    """Keep at most so much from now on, also after the next sign-in."""
    task.tools.budget_bytes = budget_bytes
    task.tools.account.contents.set_budget(budget_bytes)
    return usage(task)


def clear(task: Task[Usage]) -> Usage:
    """Remove all copies of pictures; they are fetched again when they are looked at."""
    task.tools.account.contents.clear()
    return usage(task)


def remove_abandoned_drags(task: Task[None]) -> None:
    """Remove what was dragged out of apps that were killed."""
    from desktop.storage.drag_folder import remove_abandoned

    remove_abandoned(task.tools.folders.drags)


def keep_originals(task: Task[OriginalsKept]) -> OriginalsKept:
    """Fetch full pictures and photos, newest first, as long as nothing else has to go for them.

    Reports `OriginalsKept`.

    Raises:
        DesktopError: The line; it goes on where it was when it is tried again.
    """
    from desktop.storage.change_queue import Place

    index = task.tools.account.index
    ids = index.ids_in(Place.GALLERY)
    kept = 0
    for start in range(0, len(ids), _AT_ONCE):
        for image, _ in index.images(ids[start : start + _AT_ONCE]):
            task.raise_if_cancelled()
            if not _keep(task, image):
                return OriginalsKept(kept, len(ids), is_full=True)
            kept += 1
        task.report(OriginalsKept(kept, len(ids)))
    return OriginalsKept(kept, len(ids))


def _keep(task: Task[Any], image: "Image") -> bool:
    """Have both originals of an image here; False when there is no room for them."""
    from desktop.workers import pictures

    contents = task.tools.account.contents
    for file_of in (pictures.result_file, pictures.photo_file):
        file: ImageFile | None = file_of(image)
        if file is None or contents.has(file.sha256):
            continue
        if not contents.has_room(file.size_bytes):
            return False
        try:
            pictures.file_data(task.tools, image, file_of)
        except DownloadRefused:
            # It was deleted at the storage: the others are still wanted.
            continue
        task.wait_cancelled(_REST_S)
    return True
