"""The events of `GET /api/events` (server-sent events, one stream a user).

An `image` event carries the owner's revision as its `id:`. A client that reconnects with
`Last-Event-ID` gets every image that changed since, so it never misses one. The others are
ephemeral: they carry no id and are not replayed.
"""

from enum import StrEnum

from shared.gallery import Image
from shared.wire import WireModel


class EventName(StrEnum):
    """The `event:` field."""

    HELLO = "hello"
    IMAGE = "image"
    DELETED = "deleted"
    PREVIEW = "preview"
    CREDITS = "credits"


class HelloEvent(WireModel):
    """First on every stream, after the replay: the client has now seen up to `revision`.

    `resync_required` says that nothing could be replayed from where the client was: it must
    fetch its gallery anew.
    """

    revision: int
    balance: int
    held: int
    resync_required: bool = False


class ImageEvent(WireModel):
    """An image was created or changed. `id:` is `image.revision`."""

    image: Image


class DeletedEvent(WireModel):
    """An image is gone. `id:` is `revision`."""

    image_id: str
    revision: int


class PreviewEvent(WireModel):
    """A picture emerges. `sequence` counts up within one attempt; `url` is signed."""

    image_id: str
    attempt: int
    sequence: int
    stage: str
    url: str


class CreditsEvent(WireModel):
    """The balance changed."""

    balance: int
    held: int
