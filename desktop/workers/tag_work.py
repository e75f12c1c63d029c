"""What the gallery's models ask of worker threads about tags; see `work` for why imports stand inside."""

# ruff: noqa: PLC0415 - see above

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.workers.tasks import Task
from shared.limits import TAG_MAX_CHARACTERS, TAGS_MAX

if TYPE_CHECKING:
    from desktop.storage.gallery_index import GalleryIndex
    from shared.gallery import Image

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag, and how many of some pictures have it."""

    tag: str
    count: int


def tags_of(task: Task[list[TagCount]], ids: Sequence[str]) -> list[TagCount]:
    """The tags of some pictures, the most frequent first."""
    spelled: dict[str, str] = {}
    counts: dict[str, int] = {}
    for image in _images(task.tools.account.index, ids):
        task.raise_if_cancelled()
        for tag in image.tags:
            key = tag.casefold()
            spelled.setdefault(key, tag)
            counts[key] = counts.get(key, 0) + 1
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    return [TagCount(spelled[key], counts[key]) for key in ordered]


def change_tags(
    task: Task[None], ids: Sequence[str], added: Sequence[str], removed: Sequence[str]
) -> None:
    """Write changes of the tags of some images down, and show them.

    Raises:
        InvalidInput: A tag that the contract does not take, or one too many; nothing has changed.
    """
    from desktop.storage.change_queue import WITH, WITHOUT, ChangedField

    account = task.tools.account
    checked = _checked(added)
    _refuse_too_many(account.index, ids, checked, removed)
    # First those that go: a picture that is full may then take others.
    for sign, tags in ((WITHOUT, removed), (WITH, checked)):
        for tag in tags:
            account.changes.add(ids, ChangedField.TAG, sign + tag)
    account.index.refresh(ids)


def _checked(tags: Sequence[str]) -> list[str]:
    """The tags as the server will keep them."""
    import pydantic

    from desktop.api.routes import InvalidInput
    from shared.gallery import ImageChange

    try:
        return ImageChange(tags=list(tags)).tags
    except pydantic.ValidationError as error:
        raise InvalidInput(
            f"A tag is one line of at most {TAG_MAX_CHARACTERS} characters."
        ) from error


def _refuse_too_many(
    index: "GalleryIndex", ids: Sequence[str], added: Sequence[str], removed: Sequence[str]
) -> None:
    from desktop.api.routes import InvalidInput

    gone = {tag.casefold() for tag in removed}
    come = {tag.casefold() for tag in added}
    if come and any(
        len(({tag.casefold() for tag in image.tags} - gone) | come) > TAGS_MAX
        for image in _images(index, ids)
    ):
        raise InvalidInput(f"A picture can have {TAGS_MAX} tags, and one of these would have more.")


def _images(index: "GalleryIndex", ids: Sequence[str]) -> "Iterator[Image]":
    for start in range(0, len(ids), _AT_ONCE):
        for image, _ in index.images(ids[start : start + _AT_ONCE]):
            yield image
