"""Choosing a photo in every way there is, a style, a wish, and Make."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.models.studio import StudioModel
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.create import CreatePage
from desktop.ui.theme.tokens import SPACE_XL
from shared.styles import Style
from tests.desktop.ui.conftest import PATIENCE_MS, ScriptedDialogs
from tests.desktop.ui.hands import click, press, type_text


@pytest.fixture
def page(signed_in_window: MainWindow) -> CreatePage:
    return signed_in_window.studio.create_page


@pytest.fixture
def model(signed_in_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> StudioModel:
    """The studio, without the seconds that drafts take."""
    studio = signed_in_window._models.studio
    monkeypatch.setattr(studio._drafting, "begin", lambda *_: None)
    monkeypatch.setattr(studio._drafting, "warm_up", lambda: None)
    return studio


def test_a_dropped_file_becomes_the_photo_and_its_four_drafts(
    signed_in_window: MainWindow, page: CreatePage, photo: Path, qtbot: QtBot
) -> None:
    signed_in_window.studio.show_page("gallery")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    assert _drag_enter(signed_in_window, data)
    was_offered = signed_in_window.is_drop_offered
    _drop(signed_in_window, data)
    assert (was_offered, signed_in_window.is_drop_offered) == (True, False)
    assert signed_in_window.studio.current_page is page
    qtbot.waitUntil(lambda: page.has_photo, timeout=PATIENCE_MS)
    assert page.order.photo.image is not None
    chosen = signed_in_window._models.studio.photo
    assert chosen is not None
    assert chosen.name == "Biscuit"
    qtbot.waitUntil(
        lambda: all(page.grid.card(style).draft is not None for style in Style),
        timeout=2 * PATIENCE_MS,
    )


def test_a_dropped_image_becomes_the_photo(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setImageData(_picture())
    assert _drag_enter(signed_in_window, data)
    _drop(signed_in_window, data)
    qtbot.waitUntil(lambda: page.has_photo, timeout=PATIENCE_MS)


def test_what_leaves_again_leaves_nothing_behind(signed_in_window: MainWindow) -> None:
    data = QMimeData()
    data.setImageData(_picture())
    _drag_enter(signed_in_window, data)
    QApplication.sendEvent(signed_in_window, QDragLeaveEvent())
    assert not signed_in_window.is_drop_offered


def test_text_is_not_taken(signed_in_window: MainWindow) -> None:
    data = QMimeData()
    data.setText("not a photo")
    assert not _drag_enter(signed_in_window, data)
    assert not signed_in_window.is_drop_offered


def test_nothing_is_taken_before_signing_in(sign_in_window: MainWindow, photo: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    assert not _drag_enter(sign_in_window, data)


def test_a_pasted_image_becomes_the_photo(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setImage(_picture())
    press(signed_in_window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.has_photo, timeout=PATIENCE_MS)


def test_a_photo_pasted_or_dropped_on_the_wish_is_still_a_photo(
    page: CreatePage, model: StudioModel, photo: Path, qtbot: QtBot
) -> None:
    _choose(page, model, photo, qtbot)
    before = model.photo
    page.order.wish.edit.setFocus()
    QGuiApplication.clipboard().setImage(_picture())
    press(page.order.wish.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: model.photo is not before, timeout=PATIENCE_MS)
    assert model.wish == ""
    assert not page.order.wish.edit.acceptDrops()
    assert not page.order.wish.edit.viewport().acceptDrops()


def test_text_can_be_pasted_into_the_wish(
    page: CreatePage, model: StudioModel, photo: Path, qtbot: QtBot
) -> None:
    _choose(page, model, photo, qtbot)
    page.order.wish.edit.setFocus()
    QGuiApplication.clipboard().setText("with a scarf")
    press(page.order.wish.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert model.wish == "with a scarf"


def test_a_browsed_file_becomes_the_photo(
    page: CreatePage, model: StudioModel, dialogs: ScriptedDialogs, photo: Path, qtbot: QtBot
) -> None:
    dialogs.photo_path = str(photo)
    click(page.drop_zone.browse_button)
    qtbot.waitUntil(lambda: page.has_photo, timeout=PATIENCE_MS)


def test_control_o_browses_from_any_page(
    signed_in_window: MainWindow,
    page: CreatePage,
    model: StudioModel,
    dialogs: ScriptedDialogs,
    photo: Path,
    qtbot: QtBot,
) -> None:
    dialogs.photo_path = str(photo)
    signed_in_window.studio.show_page("settings")
    press(signed_in_window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert signed_in_window.studio.current_page is page
    qtbot.waitUntil(lambda: page.has_photo, timeout=PATIENCE_MS)


def test_a_file_that_is_no_photo_is_refused_in_words(
    page: CreatePage, model: StudioModel, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "letter.jpg"
    path.write_text("Dear bear")
    model.choose_file(str(path))
    qtbot.waitUntil(page.notice.isVisible, timeout=PATIENCE_MS)
    assert "not a photo" in page.notice.text
    assert "You were not charged." in page.notice.text
    assert not page.has_photo


def test_who_has_made_nothing_yet_can_try_it_with_a_photo_that_is_there(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, qtbot: QtBot
) -> None:
    samples = page.drop_zone.samples
    page.drop_zone.set_first(is_first=True)
    assert samples.isVisible()
    click(samples.samples[0])
    qtbot.waitUntil(lambda: page.has_photo, timeout=PATIENCE_MS)
    assert model.photo is not None
    assert model.photo.name == "chelsea"
    model.clear()
    page.drop_zone.set_first(is_first=False)
    assert not samples.isVisible()


def test_the_photo_can_be_taken_away_again(
    page: CreatePage, model: StudioModel, photo: Path, qtbot: QtBot
) -> None:
    _choose(page, model, photo, qtbot)
    click(page.order.remove_button)
    assert not page.has_photo
    assert model.photo is None


def test_a_style_is_chosen_by_click_and_by_number(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, photo: Path, qtbot: QtBot
) -> None:
    _choose(page, model, photo, qtbot)
    click(page.grid.card(Style.CARTOON_STYLE))
    assert model.style.value == "cartoon-style"
    page.grid.setFocus()
    press(signed_in_window, Qt.Key.Key_4)
    assert model.style.value == "minimalist"
    checked = [style for style in Style if page.grid.card(style).isChecked()]
    assert checked == [Style.MINIMALIST]


def test_the_pointer_over_a_card_compares_the_draft_with_the_photo(
    page: CreatePage, model: StudioModel, photo: Path, qtbot: QtBot
) -> None:
    _choose(page, model, photo, qtbot)
    card = page.grid.card(Style.CARTOON_STYLE)
    card.show_draft(_picture(), is_awaited=False, photo=model.photo.small if model.photo else None)
    draft_alone = card.grab().toImage()

    QTest.mouseMove(card, card.rect().center())
    assert card.photo_share == pytest.approx(0.5, abs=0.02)
    assert card.grab().toImage() != draft_alone
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))

    assert card.photo_share == 0


def test_the_styles_and_the_order_stand_together_in_the_middle_of_a_wide_window(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, qtbot: QtBot
) -> None:
    model.choose_image(_picture())
    qtbot.waitUntil(lambda: page.has_photo, timeout=PATIENCE_MS)
    signed_in_window.resize(1920, 1080)
    order, grid, table = page.order, page.grid, page.order.parentWidget()
    assert table is not None

    def between() -> int:
        return order.x() - grid.x() - grid.card(Style.MINIMALIST).geometry().right()

    def off_the_middle() -> int:
        return abs(grid.x() - (table.width() - order.geometry().right()))

    qtbot.waitUntil(lambda: between() < 2 * SPACE_XL and off_the_middle() < SPACE_XL)
    assert grid.x() > 4 * SPACE_XL


def test_several_styles_are_chosen_at_once_and_priced_together(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, photo: Path, qtbot: QtBot
) -> None:
    _choose(page, model, photo, qtbot)
    click(page.grid.card(Style.MINIMALIST))
    QTest.mouseClick(
        page.grid.card(Style.CARTOON_STYLE),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ControlModifier,
    )
    assert model.styles == [Style.CARTOON_STYLE, Style.MINIMALIST]
    assert page.order.make_button.text() == "Make 2 plushies · 2 credits"
    click(page.all_button)
    assert all(page.grid.card(style).isChecked() for style in Style)
    assert page.order.make_button.text() == "Make 4 plushies · 4 credits"
    signed_in_window._models.credits.set_credits(3, 0)
    assert page.order.make_button.text() == "Get credits"
    assert page.order.balance.text() == "This takes 4 credits; you have 3."
    click(page.all_button)
    assert model.styles == [Style.CARTOON_STYLE]
    assert page.order.make_button.text() == "Make my plushie · 1 credit"
    assert page.order.make_button.isEnabled()


def test_the_last_style_stays_chosen(
    page: CreatePage, model: StudioModel, photo: Path, qtbot: QtBot
) -> None:
    _choose(page, model, photo, qtbot)
    click(page.grid.card(Style.MINIMALIST))
    card = page.grid.card(Style.MINIMALIST)
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, shift)
    assert model.styles == [Style.MINIMALIST]
    assert card.isChecked()


def test_each_style_of_an_order_has_its_tile(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, photo: Path, qtbot: QtBot
) -> None:
    _choose(page, model, photo, qtbot)
    click(page.all_button)
    page.make()
    side_bar = signed_in_window.studio.side_bar
    qtbot.waitUntil(lambda: len(side_bar.tiles()) == len(Style), timeout=PATIENCE_MS)
    tiles = side_bar.tiles()
    assert {tile.job.style for tile in tiles} == set(Style)
    assert len({tile.job.order_id for tile in tiles}) == 1
    assert signed_in_window.studio.current_page is signed_in_window.studio.job_page


def test_a_number_in_the_wish_is_only_a_number(
    page: CreatePage, model: StudioModel, photo: Path, qtbot: QtBot
) -> None:
    _choose(page, model, photo, qtbot)
    before = model.style
    page.order.wish.edit.setFocus()
    type_text(page.order.wish.edit, "4 buttons")
    assert model.wish == "4 buttons"
    assert model.style is before


def test_the_wish_counts_and_ends_at_its_limit(
    page: CreatePage, model: StudioModel, photo: Path, qtbot: QtBot
) -> None:
    _choose(page, model, photo, qtbot)
    page.order.wish.edit.setPlainText("a" * 230)
    assert len(page.order.wish.edit.toPlainText()) == 200
    assert page.order.wish.counter_text == "200 / 200"
    assert model.wish == "a" * 200


def test_without_credits_the_button_leads_to_where_there_are_some(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, photo: Path, qtbot: QtBot
) -> None:
    _choose(page, model, photo, qtbot)
    signed_in_window._models.credits.set_credits(0, 0)
    assert page.order.make_button.text() == "Get credits"
    assert "no credits" in page.order.balance.text()
    press(signed_in_window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert signed_in_window._models.jobs.rowCount() == 0
    click(page.order.make_button)
    studio = signed_in_window.studio
    assert studio.current_page is studio.credits_page
    assert signed_in_window._models.jobs.rowCount() == 0


def test_what_is_held_for_running_jobs_is_shown(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, photo: Path, qtbot: QtBot
) -> None:
    _choose(page, model, photo, qtbot)
    signed_in_window._models.credits.set_credits(8, 2)
    assert page.order.balance.text() == "You have 8 credits · 2 held"


def test_make_shows_the_job(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, photo: Path, qtbot: QtBot
) -> None:
    _choose(page, model, photo, qtbot)
    assert page.order.make_button.text() == "Make my plushie · 1 credit"
    press(signed_in_window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    studio = signed_in_window.studio
    assert studio.current_page is studio.job_page
    [job] = signed_in_window._models.jobs.jobs()
    assert studio.job_page.job_id == job.id
    qtbot.waitUntil(lambda: bool(studio.side_bar.tiles()), timeout=PATIENCE_MS)
    assert [tile.job.id for tile in studio.side_bar.tiles()] == [job.id]


def _choose(page: CreatePage, model: StudioModel, photo: Path, qtbot: QtBot) -> None:
    model.choose_file(str(photo))
    qtbot.waitUntil(lambda: page.has_photo and not model.busy, timeout=PATIENCE_MS)


def _picture() -> QImage:
    picture = QImage(200, 160, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkYellow)
    return picture


def _drag_enter(window: MainWindow, data: QMimeData) -> bool:
    event = QDragEnterEvent(
        QPoint(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def _drop(window: MainWindow, data: QMimeData) -> None:
    event = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, event)
    assert event.isAccepted()
