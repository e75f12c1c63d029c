"""Showing invented pictures in a gallery, as if the index had found them."""

from collections.abc import Iterable, Sequence

from desktop.models.gallery import GalleryModel
from desktop.storage.gallery_filter import GalleryCounts
from desktop.storage.gallery_queries import SortKey
from desktop.workers.gallery_work import Found, Placed, Shown, Totals
from shared.gallery import Image


def fill_gallery(gallery: GalleryModel, images: Iterable[Image]) -> None:
    """Show these pictures, newest first, and no others."""
    shown = sorted(images, key=_key)
    keys = [_key(image) for image in shown]
    gallery._on_found(
        gallery.filter,
        Found(
            keys=keys,
            key_of={str(key[-1]): key for key in keys},
            entries=_entries(shown),
            totals=_totals(len(keys)),
            has_days=True,
        ),
    )


def change_gallery(
    gallery: GalleryModel, images: Sequence[Image], deleted_ids: Sequence[str] = ()
) -> None:
    """Show these as well, or in their new state; do not show those any more."""
    ids = [*(image.id for image in images), *deleted_ids]
    key_of = {image.id: _key(image) for image in images}
    gallery._on_placed(Placed(ids, key_of, _entries(images), _totals(gallery.rowCount())))


def hide_picture(gallery: GalleryModel, image: Image) -> None:
    """It is not among what is shown any more, but it is there."""
    gallery._on_placed(Placed([image.id], {}, _entries([image]), _totals(gallery.rowCount())))


def _key(image: Image) -> SortKey:
    return (-image.created_at.timestamp(), image.id)


def _entries(images: Iterable[Image]) -> list[Shown]:
    return [Shown(image, is_waiting=False, result_path=None) for image in images]


def _totals(count: int) -> Totals:
    return Totals(GalleryCounts(all=count), waiting_count=0, is_kept=True)
