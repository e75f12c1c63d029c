"""Where the files of a picture lie in the object store.

Every key follows from the image and the attempt, so two workers never write to the same one, and
whatever an attempt may have left behind can be named without a listing.
"""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

RESULT_NAME: Final = "original.png"
DISPLAY_NAME: Final = "display.webp"
THUMBNAIL_NAME: Final = "thumbnail.webp"
PHOTO_NAME: Final = "photo.jpg"

PREVIEWS_FOLDER: Final = "previews/"
PREVIEWS_MAX: Final = 12
"""The most previews that are shown of one attempt."""


def picture_key(image_id: UUID, attempt: int, name: str) -> str:
    """The key of one of the four kept files."""
    return f"images/{image_id}/{attempt}/{name}"


def preview_key(image_id: UUID, attempt: int, sequence: int) -> str:
    """The key of one preview; the first has `sequence` 1."""
    return f"{PREVIEWS_FOLDER}{image_id}/{attempt}/{sequence}.webp"


def picture_keys(image_id: UUID, attempts: int) -> Iterator[str]:
    """Every file that the first so many attempts may have stored."""
    for attempt in range(1, attempts + 1):
        for name in (RESULT_NAME, DISPLAY_NAME, THUMBNAIL_NAME, PHOTO_NAME):
            yield picture_key(image_id, attempt, name)
