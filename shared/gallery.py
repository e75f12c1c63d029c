"""The pictures of a user, and how an app keeps its copy of them up to date."""

from shared.generations import Failure, GenerationStatus
from shared.styles import Style
from shared.wire import UtcDateTime, WireModel


class ImageFile(WireModel):
    """One stored file. `url` is signed and expires; `sha256` (hex) names the content for ever."""

    url: str
    content_type: str
    size_bytes: int
    sha256: str
    width: int
    height: int


class Image(WireModel):
    """One plushie, from the moment it was asked for.

    `revision` is the owner's revision at its last change. The four files are there once
    `status` is completed; `photo` may be there before. `display` is a WebP of at most 1440 px,
    `thumbnail` one of at most 256 px.
    """

    id: str
    status: GenerationStatus
    style: Style
    prompt: str
    title: str
    favourite: bool
    revision: int
    attempt: int
    created_at: UtcDateTime
    started_at: UtcDateTime | None = None
    completed_at: UtcDateTime | None = None
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
    """

    images: list[Image]
    deleted_ids: list[str]
    revision: int
    more: bool = False
    resync_required: bool = False
