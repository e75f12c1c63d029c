"""One image as the index holds it: what the server has told, and what waits on top of it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from desktop.storage.change_queue import WITH, YES, Change, ChangedField, Place, Waiting
from desktop.storage.gallery_schema import HIDDEN, IN_GALLERY, IN_TRASH
from shared.gallery import Image, ImageFile
from shared.generations import GenerationStatus

FILES: Final = ("photo", "result", "display", "thumbnail")
LAST_TITLE = "\U0010ffff"
"""What has no name is sorted after every name."""


@dataclass(frozen=True, slots=True)
class Row:
    """The columns of `images`, apart from its key and its epoch."""

    id: str
    revision: int
    place: int
    is_running: bool
    waiting: int
    """The number of the latest change that waits; 0: none does."""
    style: str
    favourite: bool
    created_at: float
    trashed_at: float | None
    title: str
    sort_title: str
    wish: str
    tags: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One image as the server has told it, and whether a change of it waits."""

    image: Image
    is_waiting: bool


def row_of(told: Image, waiting: Waiting) -> Row:
    """What is searched and sorted by."""
    image = image_of(Entry(told, is_waiting=bool(waiting)), waiting)
    return Row(
        id=image.id,
        revision=image.revision,
        place=_place(image, waiting),
        is_running=not image.status.is_final,
        waiting=max((change.number for change in waiting.values()), default=0),
        style=image.style.value,
        favourite=image.favourite,
        created_at=image.created_at.timestamp(),
        trashed_at=None if image.trashed_at is None else image.trashed_at.timestamp(),
        title=image.title,
        sort_title=image.title.casefold() or LAST_TITLE,
        wish=image.prompt,
        tags=" ".join(image.tags),
    )


def image_of(entry: Entry, waiting: Waiting) -> Image:
    """The image as the person who changed it sees it."""
    image = entry.image
    for change in waiting.values():
        image = with_change(image, change)
    return image


def with_change(image: Image, change: Change) -> Image:
    """The image once this change is carried out."""
    match change.field:
        case ChangedField.TITLE:
            return image.model_copy(update={"title": change.value})
        case ChangedField.FAVOURITE:
            return image.model_copy(update={"favourite": change.value == YES})
        case ChangedField.PLACE:
            is_out = change.value == Place.GALLERY
            trashed_at = None if is_out else image.trashed_at or change.made_at
            return image.model_copy(update={"trashed_at": trashed_at})
        case ChangedField.TAG:
            return image.model_copy(update={"tags": _tags_with(image.tags, change)})


def _tags_with(tags: list[str], change: Change) -> list[str]:
    """Upper and lower case make no difference; the first spelling stays, as at the server."""
    has = change.tag.casefold() in {tag.casefold() for tag in tags}
    if change.value.startswith(WITH):
        return tags if has else [*tags, change.tag]
    return [tag for tag in tags if tag.casefold() != change.tag.casefold()]


def without_addresses(image: Image) -> Image:
    """Signed addresses live an hour and are most of an entry: they are not kept."""
    files = {name: file for name in FILES if (file := getattr(image, name)) is not None}
    return image.model_copy(
        update={
            name: ImageFile.model_copy(file, update={"url": ""}) for name, file in files.items()
        }
    )


def moment(seconds: float) -> datetime:
    """A time of the index."""
    return datetime.fromtimestamp(seconds, UTC)


def _place(image: Image, waiting: Waiting) -> int:
    change = waiting.get(ChangedField.PLACE)
    is_gone = change is not None and change.value == Place.GONE
    has_picture = image.status is GenerationStatus.COMPLETED and image.result is not None
    if is_gone or not has_picture:
        return HIDDEN
    return IN_GALLERY if image.trashed_at is None else IN_TRASH
