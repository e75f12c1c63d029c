"""What the gallery shows, in which order, and how much there is: questions to the index."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from shared.styles import Style


class GalleryOrder(Enum):
    """The order of the gallery. The trash is always sorted by what went in last."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    """By name, without regard to upper and lower case; what has no name comes last."""


@dataclass(frozen=True, slots=True)
class GalleryFilter:
    """Which pictures. The default shows all that are not in the trash."""

    text: str = ""
    """Words that all must stand, or begin a word, in title, wish or tags."""
    style: Style | None = None
    favourites: bool = False
    since: date | None = None
    """The first day, in this computer's time zone."""
    until: date | None = None
    """The last day; it is included."""
    order: GalleryOrder = GalleryOrder.NEWEST
    trashed: bool = False
    """The trash, in place of the gallery."""

    @property
    def is_narrowed(self) -> bool:
        """Whether it may hide pictures: an empty result then means that nothing matches."""
        return bool(self.text.strip() or self.style or self.favourites or self.since or self.until)


@dataclass(frozen=True, slots=True)
class GalleryCounts:
    """How many pictures there are, whatever is shown of them."""

    all: int = 0
    """Without those in the trash."""
    favourites: int = 0
    trashed: int = 0
