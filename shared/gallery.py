"""The pictures of a user, and how an app keeps its copy of them up to date."""

import unicodedata
from enum import StrEnum
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    Field,
    RootModel,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from shared.generations import Failure, GenerationStatus, Hints
from shared.limits import (
    BULK_MAX_IMAGES,
    SHARE_MAX_DAYS,
    TAG_MAX_CHARACTERS,
    TAGS_MAX,
    TITLE_MAX_CHARACTERS,
)
from shared.styles import Style
from shared.wire import RequestModel, UtcDateTime, WireModel


class ImageFile(WireModel):
    """One stored file. `url` is signed and expires; `sha256` (hex) names the content for ever."""

    url: str
    content_type: str
    size_bytes: int
    sha256: str
    width: int
    height: int


def _if_understood(hints: object, read: ValidatorFunctionWrapHandler) -> Hints | None:
    """An older app must not lose a picture over a hint that it does not know yet."""
    try:
        understood: Hints | None = read(hints)
    except ValidationError:
        return None
    return understood


class Image(WireModel):
    """One plushie, from the moment it was asked for.

    `revision` is the owner's revision at its last change. The four files are there once
    `status` is completed; `photo` may be there before. `display` is a WebP of at most 1440 px,
    `thumbnail` one of at most 256 px. With `trashed_at` it lies in the trash, and is deleted for
    good `TRASH_KEPT_DAYS` after that.
    """

    id: str
    status: GenerationStatus
    style: Style
    prompt: str
    hints: Annotated[Hints | None, WrapValidator(_if_understood)] = None
    """What was told about the photo when this one was asked for."""
    title: str
    favourite: bool
    tags: list[str] = Field(default_factory=list)
    revision: int
    attempt: int
    created_at: UtcDateTime
    started_at: UtcDateTime | None = None
    completed_at: UtcDateTime | None = None
    trashed_at: UtcDateTime | None = None
    cost_credits: int
    failure: Failure | None = None
    placeholder: str | None = None
    """A ThumbHash of the result, base64; draws a blurred picture before any file has arrived."""
    photo: ImageFile | None = None
    result: ImageFile | None = None
    display: ImageFile | None = None
    thumbnail: ImageFile | None = None


class Generation(WireModel):
    """A generation as `POST` and `GET /api/generate` answer it.

    `balance` is the owner's balance at that moment; `queue_position` is 0 for the next in line
    and None once a worker has it.
    """

    image: Image
    balance: int
    queue_position: int | None = None


class GenerationBatch(WireModel):
    """What `POST /api/generate/batch` answers: each generation in the order in which it was asked for.

    From then on they are generations like all others. `balance` is the one after the last of them.
    """

    generations: list[Generation]
    balance: int


class GalleryDelta(WireModel):
    """What changed after revision `since`, oldest change first.

    A client that has applied it has seen everything up to `revision`. `more` says that another
    request is needed. `resync_required` says that `since` is unknown: start again from 0.

    A picture in the trash is one of `deleted_ids`, and one of `images` again once it is restored.
    With `trash=true` it stays one of `images`, with its `trashed_at`.
    """

    images: list[Image]
    deleted_ids: list[str]
    revision: int
    more: bool = False
    resync_required: bool = False


class GallerySort(StrEnum):
    """The order of the gallery's pages. The trash is always sorted by what went in last."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"


class GalleryPage(WireModel):
    """One page of pictures; `next_cursor` leads to the next one, None: this is the last.

    `revision` is the gallery's when the page was read. Who reads every page, and then the delta
    since the first page's revision, has seen everything.
    """

    images: list[Image]
    next_cursor: str | None = None
    revision: int


class GalleryAnswer(RootModel[GalleryDelta | GalleryPage]):
    """What `GET /api/images` answers: a delta when it is asked `since` a revision, else a page."""


def _compose(text: str) -> str:
    """One spelling for characters that Unicode can write in two ways: macOS sends the other."""
    return unicodedata.normalize("NFC", text)


def _without_repetitions(tags: list[str]) -> list[str]:
    first_spellings: dict[str, str] = {}
    for tag in tags:
        first_spellings.setdefault(tag.casefold(), tag)
    return list(first_spellings.values())


_ID = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
_ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"

Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=TITLE_MAX_CHARACTERS, pattern=_ONE_LINE),
    AfterValidator(_compose),
]
Tag = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=TAG_MAX_CHARACTERS, pattern=_ONE_LINE
    ),
    AfterValidator(_compose),
]
Tags = Annotated[list[Tag], Field(max_length=TAGS_MAX), AfterValidator(_without_repetitions)]
"""Two that differ only in upper and lower case are one: the first."""


class ImageChange(RequestModel):
    """What `PATCH /api/images/{id}` changes: the fields that are sent. `tags` replaces all."""

    title: Title = ""
    favourite: bool = False
    tags: Tags = Field(default_factory=list)

    @model_validator(mode="after")
    def _must_change_something(self) -> Self:
        if not self.model_fields_set:
            msg = "Nothing is to be changed"
            raise ValueError(msg)
        return self


class BulkAction(StrEnum):
    """What can be done to many pictures at once."""

    TRASH = "trash"
    RESTORE = "restore"
    DELETE_FOREVER = "delete_forever"
    FAVOURITE = "favourite"
    UNFAVOURITE = "unfavourite"
    ADD_TAGS = "add_tags"
    REMOVE_TAGS = "remove_tags"


class BulkRequest(RequestModel):
    """Do one thing to many pictures, all of it or nothing. `tags` is for the two actions on tags."""

    ids: Annotated[
        list[Annotated[str, StringConstraints(pattern=_ID)]],
        Field(min_length=1, max_length=BULK_MAX_IMAGES),
    ]
    action: BulkAction
    tags: Tags = Field(default_factory=list)

    @model_validator(mode="after")
    def _tags_belong_to_their_actions(self) -> Self:
        if bool(self.tags) != (self.action in {BulkAction.ADD_TAGS, BulkAction.REMOVE_TAGS}):
            msg = "tags are needed to add or remove them, and for nothing else"
            raise ValueError(msg)
        return self


class BulkAnswer(WireModel):
    """What became of them. Pictures that are neither changed nor missing were so already.

    `missing_ids` are nobody's, or another's, or deleted for good. The delta tells the rest.
    """

    changed_ids: list[str]
    missing_ids: list[str]
    revision: int


class ShareRequest(RequestModel):
    """A link that everybody who has it can open; without `expires_in_days` until it is revoked."""

    expires_in_days: Annotated[int, Field(ge=1, le=SHARE_MAX_DAYS)] | None = None


class ShareLink(WireModel):
    """A link that works. What it is only its maker has been told."""

    created_at: UtcDateTime
    expires_at: UtcDateTime | None = None


class Shares(WireModel):
    """The links to a picture that work, oldest first."""

    links: list[ShareLink]


class Share(WireModel):
    """A new link. `url` is told this once: the server keeps only a hash of it."""

    url: str
    created_at: UtcDateTime
    expires_at: UtcDateTime | None = None
