"""Invented pictures for the index, and what it finds of them."""

from datetime import UTC, datetime, timedelta

from desktop.storage.gallery_filter import GalleryFilter
from desktop.storage.gallery_index import GalleryIndex
from desktop.storage.gallery_queries import Cursor
from shared.gallery import Image, ImageFile
from shared.generations import GenerationStatus
from shared.styles import Style

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FILE = ImageFile(
    url="https://storage.example/picture?signature=secret",
    content_type="image/png",
    size_bytes=10,
    sha256="0" * 64,
    width=1024,
    height=1024,
)
ALL = GalleryFilter()
COMPLETE = Cursor(is_complete=True, in_trash=True)


def make_image(number: int, revision: int, title: str = "", **fields: object) -> Image:
    """A finished picture; a higher number is newer."""
    image = Image(
        id=f"image-{number}",
        status=GenerationStatus.COMPLETED,
        style=Style.CUTE_FLUFFY,
        prompt="",
        title=title,
        favourite=False,
        revision=revision,
        attempt=1,
        created_at=NOON + timedelta(minutes=number),
        cost_credits=1,
        result=FILE,
    )
    return image.model_copy(update=fields)


def found(index: GalleryIndex, **wanted: object) -> list[str]:
    """The ids of what a filter finds, in order."""
    return [str(key[-1]) for key in index.find(GalleryFilter(**wanted))]  # type: ignore[arg-type]
