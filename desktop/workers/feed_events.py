"""What the feed of changes tells the models."""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from desktop.errors import AppError

if TYPE_CHECKING:
    from shared.gallery import Image


class ConnectionState(Enum):
    """How changes reach the app."""

    CONNECTING = auto()
    ONLINE = auto()
    """By the event stream, at once."""
    POLLING = auto()
    """By asking every few seconds: the stream does not get through."""
    OFFLINE = auto()
    """Not at all."""


@dataclass(frozen=True, slots=True)
class LineChanged:
    """The connection has another state."""

    state: ConnectionState


@dataclass(frozen=True, slots=True)
class ImagesLoaded:
    """The index on this computer is there, or was filled anew: whatever was known of it is void.

    `images` are those that are being made, and the newest of the others.
    """

    images: "list[Image]"
    is_first: bool = False
    """The app has just started: whoever reads the index has done so, or is about to."""


@dataclass(frozen=True, slots=True)
class ImagesChanged:
    """Images that are new or different, and images that are gone; the index has them already.

    What lies in the trash is one of `deleted_ids`.
    """

    images: "list[Image]" = field(default_factory=list)
    deleted_ids: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """All of them."""
        return [*(image.id for image in self.images), *self.deleted_ids]


@dataclass(frozen=True, slots=True)
class ChangesSent:
    """The server has answered: these pictures wait no more, or not for this."""

    ids: list[str]
    refused: AppError | None = None
    """Why it did not take them over; what was changed is undone here."""


@dataclass(frozen=True, slots=True)
class PreviewTold:
    """A picture emerges; `url` is signed."""

    image_id: str
    attempt: int
    sequence: int
    url: str


@dataclass(frozen=True, slots=True)
class CreditsTold:
    """The balance."""

    balance: int
    held: int


FeedEvent = LineChanged | ImagesLoaded | ImagesChanged | PreviewTold | CreditsTold


@dataclass(frozen=True, slots=True)
class FeedTiming:
    """How patient the feed is, in seconds."""

    poll_s: float = 2.0
    """Between two questions while the stream does not get through."""
    first_retry_s: float = 0.5
    longest_retry_s: float = 30.0
    first_word_s: float = 0.0
    """So long a start waits for the server's word on the stored session before it opens it."""
    pictures_first_s: float = 0.25
    """So long after a stored session was opened nothing is asked: the first pictures come first."""
    silence_s: float = 45.0
    """Three heartbeats: the stream counts as broken."""
