"""Picking pictures in the grid: by mouse, by keyboard, with a band; their size; what is told."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from desktop.models.gallery import GalleryModel
from desktop.ui.pages.gallery import GalleryPage
from desktop.ui.pages.studio import Studio
from desktop.ui.widgets.gallery_view import GalleryView
from tests.desktop.gallery_filling import change_gallery, fill_gallery
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.ui.hands import click, press, type_text
from tests.desktop.ui.test_gallery_page import make_image

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


@pytest.fixture
def model(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> GalleryModel:
    gallery = studio._models.gallery
    monkeypatch.setattr(gallery, "open", lambda _image_id, **_more: None)
    return gallery


@pytest.fixture
def page(studio: Studio, model: GalleryModel) -> GalleryPage:
    """The gallery page with sixty pictures, newest first."""
    titles = {59: "Anton", 40: "Bruno", 39: "Bella", 30: "Clara", 3: "Zora"}
    fill_gallery(
        model,
        [
            make_image(number).model_copy(update={"title": titles.get(number, "")})
            for number in range(60)
        ],
    )
    studio.show_page("gallery")
    return studio.gallery_page


@pytest.fixture
def view(page: GalleryPage) -> GalleryView:
    return page.view


def test_control_and_a_click_pick_one_after_another(view: GalleryView) -> None:
    for row in (1, 4, 7, 4):
        _click(view, row, CONTROL)
    assert _picked(view) == [1, 7]
    assert view.picked_ids() == ["image-58", "image-52"]


def test_shift_and_a_click_pick_all_between(view: GalleryView) -> None:
    _click(view, 2, CONTROL)
    _click(view, 6, SHIFT)
    assert _picked(view) == [2, 3, 4, 5, 6]
    _click(view, 0, SHIFT)
    assert _picked(view) == [0, 1, 2]


def test_the_mark_in_the_corner_picks_instead_of_opening(studio: Studio, view: GalleryView) -> None:
    click(view.viewport(), _place(view, 3).topLeft() + QPoint(18, 18))
    assert _picked(view) == [3]
    assert studio.current_page is studio.gallery_page


def test_once_something_is_picked_a_click_picks(studio: Studio, view: GalleryView) -> None:
    _click(view, 3, CONTROL)
    _click(view, 5)
    _click(view, 3)
    assert _picked(view) == [5]
    _click(view, 5)
    _click(view, 5)
    assert studio.current_page is studio.detail_page


def test_shift_and_the_arrows_pick_what_they_pass(view: GalleryView) -> None:
    press(view, Qt.Key.Key_Home)
    press(view, Qt.Key.Key_Right)
    for _ in range(3):
        press(view, Qt.Key.Key_Right, SHIFT)
    assert _picked(view) == [1, 2, 3, 4]
    press(view, Qt.Key.Key_Left, SHIFT)
    assert _picked(view) == [1, 2, 3]
    press(view, Qt.Key.Key_Right)
    assert _picked(view) == [1, 2, 3]


def test_space_picks_and_puts_back(view: GalleryView) -> None:
    press(view, Qt.Key.Key_Home)
    press(view, Qt.Key.Key_Space)
    assert _picked(view) == [0]
    press(view, Qt.Key.Key_Space)
    assert _picked(view) == []


def test_control_a_picks_everything_without_looking_at_each(
    view: GalleryView, model: GalleryModel
) -> None:
    press(view, Qt.Key.Key_A, CONTROL)
    assert view.picks.count == model.rowCount() == 60
    assert view.picks.runs() == [range(60)]


def test_a_band_from_beside_the_pictures_picks_what_it_touches(view: GalleryView) -> None:
    begin = _place(view, 1).topRight() + QPoint(6, 20)
    end = _place(view, 3).center()
    _pull(view, begin, end)
    assert _picked(view) == [2, 3]
    _click_beside(view)
    assert _picked(view) == []


def test_a_band_with_control_adds_to_what_is_picked(view: GalleryView) -> None:
    _click(view, 0, CONTROL)
    _pull(view, _place(view, 1).topRight() + QPoint(6, 20), _place(view, 2).center(), CONTROL)
    assert _picked(view) == [0, 2]


def test_a_band_at_the_edge_scrolls_on(view: GalleryView, qtbot: QtBot) -> None:
    bar = view.verticalScrollBar()
    begin = _place(view, 0).topRight() + QPoint(6, 20)
    below = QPoint(begin.x() + 300, view.viewport().height() + 60)
    QTest.mousePress(view.viewport(), LEFT, NONE, begin)
    QTest.mouseMove(view.viewport(), below)
    qtbot.waitUntil(lambda: bar.value() > 0, timeout=PATIENCE_MS)
    QTest.mouseRelease(view.viewport(), LEFT, NONE, below)
    assert view.picks.count > 1


@pytest.fixture
def _slow_typist(qapp: QApplication) -> Iterator[None]:
    """However slow the computer is: what is typed in one test is one word."""
    before = qapp.keyboardInputInterval()
    qapp.setKeyboardInputInterval(PATIENCE_MS)
    yield
    qapp.setKeyboardInputInterval(before)


@pytest.mark.usefixtures("_slow_typist")
def test_letters_lead_to_the_title_that_they_begin(view: GalleryView) -> None:
    press(view, Qt.Key.Key_Home)
    type_text(view, "be")
    assert view.currentIndex().row() == 20
    assert view.visualRect(view.currentIndex()).intersects(view.viewport().rect())


def test_a_letter_that_is_a_shortcut_elsewhere_leads_to_a_title_too(view: GalleryView) -> None:
    press(view, Qt.Key.Key_Home)
    type_text(view, "c")
    assert view.currentIndex().row() == 29


def test_control_f_leads_to_the_search_field(page: GalleryPage, studio: Studio) -> None:
    studio.show_page("create")
    press(studio.window(), Qt.Key.Key_F, CONTROL)
    assert studio.current_page is page
    assert page.filter_bar.search.hasFocus()


def test_the_menu_key_offers_what_is_picked(view: GalleryView, qtbot: QtBot) -> None:
    _click(view, 1, CONTROL)
    _click(view, 2, CONTROL)
    with qtbot.waitSignal(view.menu_wanted, timeout=PATIENCE_MS) as told:
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.RightButton, NONE, _place(view, 2).center()
        )
        _context_menu(view, _place(view, 2).center())
    assert told.args[0] == ["image-58", "image-57"]


def test_delete_asks_for_all_that_is_picked(view: GalleryView, qtbot: QtBot) -> None:
    _click(view, 1, CONTROL)
    _click(view, 3, CONTROL)
    with qtbot.waitSignal(view.delete_wanted, timeout=PATIENCE_MS) as told:
        press(view, Qt.Key.Key_Delete)
    assert told.args == [["image-58", "image-56"]]


def test_pulling_a_picked_picture_pulls_all_of_them(view: GalleryView, qtbot: QtBot) -> None:
    _click(view, 1, CONTROL)
    _click(view, 3, CONTROL)
    with qtbot.waitSignal(view.drag_wanted, timeout=PATIENCE_MS) as told:
        _pull(view, _place(view, 3).center(), _place(view, 3).center() + QPoint(60, 0))
    assert told.args == [["image-58", "image-56"]]
    with qtbot.waitSignal(view.drag_wanted, timeout=PATIENCE_MS) as told:
        _pull(view, _place(view, 5).center(), _place(view, 5).center() + QPoint(60, 0))
    assert told.args == [["image-54"]]


def test_control_and_the_wheel_change_the_size(view: GalleryView) -> None:
    before = view.column_count
    _wheel(view, 120)
    assert view.column_count == before - 1
    _wheel(view, -120)
    _wheel(view, -120)
    assert view.column_count == before + 1


def test_another_size_keeps_the_top_picture_at_the_top(view: GalleryView) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = view.indexAt(QPoint(40, 120)).row()
    view.step_tile_side(-1)
    rows = view.visible_rows()
    assert rows.start <= before + 1
    assert before - 2 * view.column_count < rows.start


def test_what_is_seen_stays_when_newer_pictures_come(
    view: GalleryView, model: GalleryModel
) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    seen = view.indexAt(QPoint(40, 160))
    words, top = seen.data(Qt.ItemDataRole.UserRole + 2), view.visualRect(seen).top()
    change_gallery(model, [make_image(number) for number in range(100, 103)], [])
    QApplication.processEvents()
    at = model.row_of(words)
    assert abs(view.visualRect(model.index(at)).top() - top) <= view.grid.step
    assert bar.value() > 0


def test_a_picture_says_what_it_is_called_when_the_pointer_rests_on_it(view: GalleryView) -> None:
    place = _place(view, 0).center()
    rest = QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), rest)
    assert QToolTip.text() == "Anton\nRealistic plush\nwith a scarf"
    QToolTip.hideText()


def test_a_screen_reader_finds_each_picture(view: GalleryView) -> None:
    spoken = QAccessible.queryAccessibleInterface(view)
    assert spoken.text(QAccessible.Text.Name) == "Your plushies"
    assert spoken.role() is QAccessible.Role.List
    assert spoken.childCount() == 60
    assert spoken.child(1).text(QAccessible.Text.Name) == "with a scarf"
    first = spoken.child(0)
    assert first.text(QAccessible.Text.Name) == "Anton"
    assert not first.state().selected
    _click(view, 0, CONTROL)
    assert first.state().selected
    assert first.rect().size() == view.visualRect(view.index_of(0)).size()


def _place(view: GalleryView, row: int) -> QRect:
    return view.visualRect(view.index_of(row))


def _picked(view: GalleryView) -> list[int]:
    return [row for run in view.picks.runs() for row in run]


def _click(view: GalleryView, row: int, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(view.viewport(), LEFT, modifier, _place(view, row).center())


def _click_beside(view: GalleryView) -> None:
    click(view.viewport(), _place(view, 0).topRight() + QPoint(6, 20))


def _pull(
    view: GalleryView, begin: QPoint, end: QPoint, modifier: Qt.KeyboardModifier = NONE
) -> None:
    QTest.mousePress(view.viewport(), LEFT, modifier, begin)
    QTest.mouseMove(view.viewport(), (begin + end) / 2)
    QTest.mouseMove(view.viewport(), end)
    QTest.mouseRelease(view.viewport(), LEFT, modifier, end)


def _wheel(view: GalleryView, turned: int) -> None:
    middle = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        middle,
        view.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        CONTROL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def _context_menu(view: GalleryView, place: QPoint) -> None:
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(view.viewport(), event)


def test_what_has_scrolled_by_is_not_loaded_any_more(
    view: GalleryView, model: GalleryModel, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    kept: list[set[str]] = []
    monkeypatch.setattr(model, "keep_thumbnails_of", kept.append)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: bool(kept), timeout=PATIENCE_MS)
    assert "image-0" in kept[-1]
    assert "image-59" not in kept[-1]


def test_a_screen_reader_finds_every_picture_by_name_place_and_state(view: GalleryView) -> None:
    QAccessible.setActive(True)
    shown = QAccessible.queryAccessibleInterface(view)
    assert shown.role() is QAccessible.Role.List
    assert shown.text(QAccessible.Text.Name) == "Your plushies"
    assert view.gallery is not None
    assert shown.childCount() == view.gallery.rowCount()

    view.setFocus()
    view.walk_to(20)
    view.picks.toggle(20)

    picture = shown.child(20)
    image = view.gallery.peek(20)
    assert image is not None
    assert picture.role() is QAccessible.Role.ListItem
    assert picture.text(QAccessible.Text.Name) == image.title
    assert picture.rect().size() == view.visualRect(view.index_of(20)).size()
    assert (picture.state().selected, picture.state().focused) == (1, 1)
    assert shown.child(21).state().selected == 0
    assert shown.indexOfChild(shown.child(21)) == 21
