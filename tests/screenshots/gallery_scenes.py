"""The scenes of the gallery: full, narrowed, picked, its trash, its empty states, and one picture.

The pictures are real ones, made by the draft engine. So that a year's worth of them need not be
made, each stands in the index several times, on other days and under other names.
"""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog

from desktop.app import Application
from desktop.models.connection import ConnectionState
from desktop.storage.export_journal import Begun, ExportOrder
from desktop.ui.main_window import MainWindow
from desktop.ui.share_dialog import ShareDialog
from desktop.ui.tags_dialog import TagsDialog
from shared.gallery import Image, ShareLink, Shares
from shared.resources import resource_path
from shared.styles import Style
from tests.screenshots.camera import SIZES, Camera, rest, wait_for

PHOTOS = tuple(
    str(resource_path("samples", name)) for name in ("chelsea.jpg", "astronaut.jpg", "coffee.jpg")
)
_TITLES = ("Biscuit", "Aunt Ada", "", "Morning coffee", "Mr Whiskers", "", "For Lena", "")
_DAYS_AGO = (0, 0, 0, 1, 1, 1, 1, 3, 3, 9, 12, 15, 18, 40, 44, 46, 47, 51, 60, 75, 76, 80, 110)
_TAGS = ("present", "for grandma", "winter 2026")
_MANY = 120
NOW = datetime.now(UTC)


class GalleryScenes:
    """Plays them in order; the demo account is signed in."""

    def __init__(self, application: Application, window: MainWindow, camera: Camera) -> None:
        self._application = application
        self._models = application.models
        self._window = window
        self._camera = camera

    def play(self) -> None:
        """All of them."""
        originals = self._real_pictures()
        gallery = self._models.gallery
        many = [_variation(originals, number) for number in range(_MANY)]
        index = self._application.tools.account.index
        index.apply(many, [], index.revision)
        gallery.on_index_changed([image.id for image in many])
        wait_for(lambda: gallery.rowCount() > _MANY // 2, "many plushies in the gallery")
        self._window.studio.show_page("gallery")
        self._wait_for_thumbnails()
        self._full()
        self._narrowed()
        self._picked()
        self._saving()
        self._offline()
        self._trash()
        self._detail()
        index.apply([], [image.id for image in many], index.revision)
        gallery.on_index_changed([image.id for image in many])
        wait_for(lambda: gallery.rowCount() == len(originals), "only what was made")

    def _real_pictures(self) -> list[Image]:
        studio, gallery = self._models.studio, self._models.gallery
        wanted = len(PHOTOS) * len(Style)
        for photo in PHOTOS if gallery.rowCount() < wanted else ():
            studio.choose_file(photo)
            name = Path(photo).stem
            wait_for(partial(self._is_chosen, name), "the photo")
            studio.choose_all_styles()
            studio.make()
        wait_for(lambda: gallery.rowCount() >= wanted, "the plushies", 180)
        wait_for(
            lambda: all(job.state.is_final for job in self._models.jobs.jobs()), "all jobs done"
        )
        for job in self._models.jobs.jobs():
            self._models.jobs.dismiss(job.id)
        rest(300)
        self._window.toast.expire_now()
        images = [gallery.image(image_id) for image_id in gallery.ids()]
        return [image for image in images if image is not None]

    def _is_chosen(self, name: str) -> bool:
        studio = self._models.studio
        return studio.photo is not None and studio.photo.name == name and studio.can_make

    def _wait_for_thumbnails(self) -> None:
        gallery, view = self._models.gallery, self._window.studio.gallery_page.view

        def are_there() -> bool:
            ids = [gallery.id_at(row) for row in view.visible_rows()]
            return all(gallery.thumbnail(image_id) is not None for image_id in ids)

        self._window.resize(SIZES[0])
        rest(100)
        wait_for(are_there, "the thumbnails")
        rest(250)

    def _full(self) -> None:
        page = self._window.studio.gallery_page
        self._camera.shoot("gallery-full")
        page.view._hover(7)
        self._camera.shoot("gallery-hovered")
        page.view._hover(-1)
        bar = page.view.verticalScrollBar()
        bar.setValue(bar.maximum() // 3)
        self._wait_for_thumbnails()
        self._camera.shoot("gallery-scrolled")
        side = page.view.tile_side
        page.view.set_tile_side(112)
        self._wait_for_thumbnails()
        self._camera.shoot("gallery-small")
        page.view.set_tile_side(side)
        bar.setValue(0)

    def _narrowed(self) -> None:
        page, gallery = self._window.studio.gallery_page, self._models.gallery
        page.filter_bar.style_choice.pick(Style.CUTE_FLUFFY)
        page.filter_bar.favourites_button.click()
        page.filter_bar.search.setText("whisk")
        wait_for(lambda: 0 < gallery.rowCount() < _MANY // 4, "some plushies match")
        self._wait_for_thumbnails()
        self._camera.shoot("gallery-filtered")
        page.filter_bar.search.setText("unicorn")
        wait_for(lambda: page.is_no_match_shown, "no plushie matches")
        self._camera.shoot("gallery-no_match")
        page.show_all_button.click()
        wait_for(lambda: gallery.rowCount() > _MANY // 2, "all plushies again")

    def _picked(self) -> None:
        page = self._window.studio.gallery_page
        self._wait_for_thumbnails()
        page.view.picks.set_runs([range(1, 3), range(4, 5), range(7, 9)])
        self._camera.shoot("gallery-selection")
        self._window.studio.gallery_actions.tag(self._models.gallery.ids(12, 20))
        dialog = next(each for each in self._window.findChildren(TagsDialog) if each.isVisible())
        wait_for(lambda: bool(dialog.tags.tags), "the tags")
        self._camera.shoot("gallery-tags", dialog)
        dialog.reject()

    def _saving(self) -> None:
        page, studio = self._window.studio.gallery_page, self._window.studio
        studio.gallery_actions.save(page.view.picked_ids())
        dialog = next(each for each in studio.findChildren(QDialog) if each.isVisible())
        dialog._folder = Path("/home/mia/Pictures")  # type: ignore[attr-defined]
        dialog._render()  # type: ignore[attr-defined]
        self._camera.shoot("gallery-save_many", dialog)
        dialog.reject()
        page.view.picks.clear()
        order = ExportOrder(tuple(self._models.gallery.ids()), "/home/mia/Pictures")
        self._models.save_many._set_unfinished(
            Begun(order, dict.fromkeys(order.image_ids[:80], "x"))
        )
        self._camera.shoot("gallery-save_rest")
        self._models.save_many._set_unfinished(None)

    def _offline(self) -> None:
        connection = self._models.connection
        before = connection.state
        connection._machine._state = ConnectionState.OFFLINE
        connection.state_changed.emit()
        self._camera.shoot("gallery-offline")
        connection._machine._state = before
        connection.state_changed.emit()

    def _trash(self) -> None:
        page, gallery = self._window.studio.gallery_page, self._models.gallery
        page.show_trash()
        wait_for(lambda: gallery.filter.trashed and 0 < gallery.rowCount() < 20, "the trash")
        self._wait_for_thumbnails()
        self._camera.shoot("gallery-trash")
        page.view.picks.set_runs([range(1, 3)])
        self._camera.shoot("gallery-trash_selection")
        page.view.picks.clear()
        gallery._forget_all()
        self._camera.shoot("gallery-trash_empty")
        page.leave_trash()
        wait_for(lambda: gallery.rowCount() > _MANY // 2, "the gallery again")

    def _detail(self) -> None:
        studio, gallery = self._window.studio, self._models.gallery
        row = next(row for row in range(gallery.rowCount()) if self._has_title(row))
        image_id = gallery.id_at(row)
        studio.show_image(image_id)
        wait_for(
            lambda: (
                gallery.picture(image_id) is not None and gallery.original(image_id) is not None
            ),
            "picture and photo",
        )
        rest(400)
        self._camera.shoot("gallery-detail")
        studio.detail_page.facts_button.click()
        self._camera.shoot("gallery-detail_facts")
        studio.detail_page.facts_button.click()
        studio.detail_page.toggle_zoom()
        studio.detail_page.pair.zoom.zoom_to(2.5)
        self._camera.shoot("gallery-detail_zoom")
        studio.detail_page.leave_zoom()
        studio.gallery_actions.share(image_id)
        dialog = next(each for each in studio.findChildren(ShareDialog) if each.isVisible())
        sharing = self._models.sharing
        wait_for(lambda: not sharing.is_busy, "an answer about the links")
        dialog.notice.clear()
        sharing._on_links(Shares(links=[ShareLink(created_at=NOW, expires_at=NOW)]))
        sharing.shared.emit(
            "https://plushify.example/s/u8aFz0q9bT0m3p2yJxkq7Yw1c5VtR6nE4hLdSgKoZiQ"
        )
        self._camera.shoot("gallery-share", dialog)
        dialog.reject()

    def _has_title(self, row: int) -> bool:
        image = self._models.gallery.image(self._models.gallery.id_at(row))
        return image is not None and bool(image.title and image.tags)


def _variation(originals: list[Image], number: int) -> Image:
    """The same picture on another day, newer than the originals, which stand side by side."""
    image = originals[number * 7 % len(originals)]
    # Never the id of the original itself, which would be taken away with the others afterwards.
    mark = "0" if image.id[-4] != "0" else "1"
    now = datetime.now(UTC)
    made_at = now - timedelta(days=_DAYS_AGO[number % len(_DAYS_AGO)], seconds=number - _MANY)
    return image.model_copy(
        update={
            "id": f"{image.id[:-4]}{mark}{number:03d}",
            "title": _TITLES[number % len(_TITLES)],
            "favourite": number % 5 == 1,
            "tags": list(_TAGS[: number % 4]),
            "created_at": made_at,
            "trashed_at": now - timedelta(days=number % 30) if number % 17 == 3 else None,
        }
    )
