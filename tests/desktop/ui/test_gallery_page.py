"""The gallery: by mouse and by keyboard, with an undo for what is deleted."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.errors import AppError
from desktop.models.gallery import GalleryModel
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.detail import DetailPage
from desktop.ui.pages.gallery import GalleryPage
from desktop.ui.pages.studio import Studio
from desktop.ui.widgets.gallery_view import GalleryView
from desktop.ui.widgets.square_grid import HEADING_PX
from shared.gallery import Image, ImageFile
from shared.generations import GenerationStatus
from shared.styles import Style
from tests.desktop.gallery_filling import change_gallery, fill_gallery
from tests.desktop.ui.conftest import ScriptedDialogs
from tests.desktop.ui.hands import click, press
from tests.desktop.ui.test_job_page import picture

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FILE = ImageFile(
    url="http://127.0.0.1:9/picture",
    content_type="image/png",
    size_bytes=10,
    sha256="0" * 64,
    width=1024,
    height=1024,
)


def make_image(number: int) -> Image:
    """The picture of this number; a higher one is newer. It has no thumbnail to load."""
    return Image(
        id=f"image-{number}",
        status=GenerationStatus.COMPLETED,
        style=Style.REALISTIC_PLUSH,
        prompt="with a scarf",
        title="",
        favourite=False,
        revision=number,
        attempt=1,
        created_at=NOON + timedelta(minutes=number),
        cost_credits=1,
        result=FILE,
    )


@pytest.fixture
def model(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> GalleryModel:
    gallery = studio._models.gallery
    monkeypatch.setattr(gallery, "open", lambda _image_id, **_more: None)
    return gallery


@pytest.fixture
def page(studio: Studio, model: GalleryModel) -> GalleryPage:
    """The gallery page with ten pictures, newest first."""
    fill_gallery(model, [make_image(number) for number in range(10)])
    studio.show_page("gallery")
    return studio.gallery_page


@pytest.fixture
def moved(model: GalleryModel, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """What the model was asked to move, in order."""
    told: list[tuple[str, list[str]]] = []
    for name in ("trash", "restore", "purge"):
        monkeypatch.setattr(model, name, lambda ids, name=name: told.append((name, ids)))
    return told


@pytest.fixture
def detail(studio: Studio, page: GalleryPage) -> DetailPage:
    """The newest picture, large."""
    studio.show_image("image-9")
    return studio.detail_page


def test_an_empty_gallery_invites_to_make_the_first_plushie(
    studio: Studio, model: GalleryModel
) -> None:
    studio.show_page("gallery")
    before = studio.gallery_page.is_empty_shown
    fill_gallery(model, [])
    assert (before, studio.gallery_page.is_empty_shown) == (False, True)
    click(studio.gallery_page.create_button)
    assert studio.current_page is studio.create_page


def test_a_click_opens_the_picture_that_is_there(
    studio: Studio, page: GalleryPage, qtbot: QtBot
) -> None:
    _click(page.view, 3)
    assert studio.current_page is studio.detail_page
    assert studio.detail_page.image_id == "image-6"


def test_a_click_beside_the_pictures_opens_nothing(studio: Studio, page: GalleryPage) -> None:
    below = QPoint(page.view.viewport().width() - 5, page.view.viewport().height() - 5)
    click(page.view.viewport(), below)
    assert studio.current_page is page


def test_no_two_pictures_overlap_and_each_is_found_where_it_is(page: GalleryPage) -> None:
    view = page.view
    areas = [view.visualRect(view.model().index(row, 0)) for row in range(10)]
    for row, area in enumerate(areas):
        assert area.width() == area.height()
        assert view.indexAt(area.center()).row() == row
        assert not any(area.intersects(other) for other in areas[row + 1 :])
        assert area.right() < view.viewport().width()


def test_the_arrow_keys_walk_the_grid(page: GalleryPage) -> None:
    view = page.view
    assert view.hasFocus()
    columns = view.column_count
    for key, row in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 1 + columns),
        (Qt.Key.Key_Left, columns),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_End, 9),
        (Qt.Key.Key_Down, 9),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Left, 0),
    ):
        press(view, key)
        assert view.currentIndex().row() == row


def test_the_current_picture_is_ringed_for_the_keyboard_only(page: GalleryPage) -> None:
    view = page.view
    plain = view.viewport().grab().toImage()
    press(view, Qt.Key.Key_Home)
    assert view.viewport().grab().toImage() != plain
    below = QPoint(view.viewport().width() - 5, view.viewport().height() - 5)
    click(view.viewport(), below)
    assert view.viewport().grab().toImage() == plain


def test_return_opens_and_escape_leads_back(studio: Studio, page: GalleryPage) -> None:
    press(page.view, Qt.Key.Key_Home)
    press(page.view, Qt.Key.Key_Return)
    assert studio.detail_page.image_id == "image-9"
    press(studio.window(), Qt.Key.Key_Escape)
    assert studio.current_page is page


def test_many_pictures_scroll_and_the_current_one_stays_in_view(
    page: GalleryPage, model: GalleryModel
) -> None:
    change_gallery(model, [make_image(number) for number in range(10, 500)], [])
    bar = page.view.verticalScrollBar()
    assert bar.maximum() > 0
    press(page.view, Qt.Key.Key_End)
    assert bar.value() > bar.maximum() * 0.99
    last = page.view.visualRect(page.view.model().index(499, 0))
    assert page.view.viewport().rect().contains(last)


def test_fewer_pictures_need_less_room(page: GalleryPage, model: GalleryModel) -> None:
    change_gallery(model, [make_image(number) for number in range(10, 100)], [])
    bar = page.view.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    change_gallery(model, [], [f"image-{number}" for number in range(3, 100)])
    assert bar.maximum() == 0
    assert page.view.indexAt(QPoint(20, 20 + HEADING_PX)).row() == 0


def test_a_press_that_is_let_go_elsewhere_opens_nothing(studio: Studio, page: GalleryPage) -> None:
    view = page.view
    here, there = (view.visualRect(view.model().index(row, 0)).center() for row in (0, 1))
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(view.viewport(), left, none, here)
    QTest.mouseRelease(view.viewport(), left, none, there)
    assert studio.current_page is page


def test_the_arrows_leaf_through_the_pictures(detail: DetailPage) -> None:
    assert not detail.newer_button.isEnabled()
    press(detail, Qt.Key.Key_Right)
    assert detail.image_id == "image-8"
    click(detail.newer_button)
    assert detail.image_id == "image-9"


def test_the_picture_shows_beside_its_photo_when_both_are_there(
    detail: DetailPage, model: GalleryModel
) -> None:
    assert not detail.pair.photo.isVisible()
    model._pictures._on_picture("image-9", full=False, picture=picture())
    model._pictures._on_original("image-9", picture(Qt.GlobalColor.darkCyan))
    assert detail.pair.result.image is not None
    assert detail.pair.photo.isVisible()
    click(detail.copy_button)
    assert not QGuiApplication.clipboard().image().isNull()


def test_saving_asks_where_and_says_where(
    detail: DetailPage,
    model: GalleryModel,
    signed_in_window: MainWindow,
    dialogs: ScriptedDialogs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    saved: list[tuple[str, str]] = []
    monkeypatch.setattr(model, "save", lambda *arguments: saved.append(arguments))
    click(detail.save_button)
    assert saved == []
    dialogs.save_path = "bear.webp"
    press(signed_in_window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert saved == [("image-9", "bear.webp")]
    assert dialogs.asked_names[-1] == "plushie-realistic-plush"
    model.saved.emit("bear.webp")
    assert "bear.webp" in signed_in_window.toast.text


def test_what_is_deleted_can_be_brought_back(
    page: GalleryPage, moved: list[tuple[str, list[str]]], signed_in_window: MainWindow
) -> None:
    press(page.view, Qt.Key.Key_Home)
    press(page.view, Qt.Key.Key_Delete)
    assert signed_in_window.toast.text == "Plushie deleted"
    click(signed_in_window.toast.action_button)
    assert moved == [("trash", ["image-9"]), ("restore", ["image-9"])]


def test_control_z_brings_back_what_was_just_deleted_and_does_nothing_later(
    detail: DetailPage, moved: list[tuple[str, list[str]]], signed_in_window: MainWindow
) -> None:
    press(detail, Qt.Key.Key_Delete)
    press(signed_in_window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert moved == [("trash", ["image-9"]), ("restore", ["image-9"])]

    press(signed_in_window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(moved) == 2
    assert not detail.is_zoomed


def test_what_is_deleted_stays_deleted_when_the_time_for_undo_is_over(
    page: GalleryPage, moved: list[tuple[str, list[str]]], signed_in_window: MainWindow
) -> None:
    press(page.view, Qt.Key.Key_Home)
    press(page.view, Qt.Key.Key_Delete)
    signed_in_window.toast.expire_now()
    signed_in_window.toast.say("Something else", "Undo")
    click(signed_in_window.toast.action_button)
    assert moved == [("trash", ["image-9"])]


def test_deleting_the_picture_in_view_goes_on_to_the_next(
    detail: DetailPage, studio: Studio, moved: list[tuple[str, list[str]]], model: GalleryModel
) -> None:
    click(detail.delete_button)
    assert moved == [("trash", ["image-9"])]
    assert detail.image_id == "image-8"
    change_gallery(model, [], [f"image-{number}" for number in range(10) if number != 8])
    press(detail, Qt.Key.Key_Delete)
    assert studio.current_page is studio.gallery_page
    assert moved[-1] == ("trash", ["image-8"])


def test_a_picture_in_the_trash_can_be_brought_back_or_go_for_ever(
    detail: DetailPage, studio: Studio, moved: list[tuple[str, list[str]]], model: GalleryModel
) -> None:
    assert not detail.restore_button.isVisible()
    trashed = make_image(5).model_copy(update={"trashed_at": datetime.now(UTC)})
    change_gallery(model, [trashed], [f"image-{number}" for number in range(10) if number != 5])
    studio.show_image(trashed.id)

    assert detail.delete_button.text() == "Delete for ever"
    offered = [detail.again_button, detail.share_button, detail.save_button]
    assert not any(button.isVisible() for button in offered)
    click(detail.restore_button)

    assert moved == [("restore", [trashed.id])]
    assert studio.current_page is studio.gallery_page


def test_a_failure_is_told_above_the_page(studio: Studio, model: GalleryModel) -> None:
    model.failed.emit(
        AppError(title="It could not be saved.", charged="", advice="Make room.", code="file")
    )
    assert studio.notice.isVisible()
    assert studio.notice.text == "It could not be saved. Make room."


def _click(view: GalleryView, row: int) -> None:
    place = view.visualRect(view.model().index(row, 0)).center()
    click(view.viewport(), place)
