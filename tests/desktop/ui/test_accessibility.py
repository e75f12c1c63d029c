"""Everything can be reached, seen and heard."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QButtonGroup,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.ui.main_window import MainWindow
from desktop.ui.pages.studio import Studio
from desktop.ui.widgets.buttons import Button, IconButton
from tests.desktop.ui.hands import press

CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QAbstractItemView,
)


def test_every_control_has_a_name_to_be_read_aloud(signed_in_window: MainWindow) -> None:
    nameless = [
        f"{type(control).__name__} in {type(control.parent()).__name__}"
        for control in signed_in_window.findChildren(QWidget)
        if isinstance(control, CONTROLS)
        and _is_ours(control)
        and not _name(control)
        # A hidden action has no word yet; it gets one when it is offered.
        and not (isinstance(control, Button) and control.isHidden())
    ]
    assert not nameless


def test_every_wordless_button_has_a_tool_tip(signed_in_window: MainWindow) -> None:
    buttons = signed_in_window.findChildren(IconButton)
    assert buttons
    assert all(button.toolTip() for button in buttons)


def test_the_keyboard_reaches_every_button_that_is_seen(signed_in_window: MainWindow) -> None:
    for page in ("create", "gallery", "credits", "settings"):
        signed_in_window.studio.show_page(page)
        seen = {
            each
            for each in signed_in_window.findChildren(Button)
            if each.isVisible() and each.isEnabled()
        }
        reached = _tab_chain(signed_in_window)
        missed = [_name(each) for each in seen - reached if not _arrows_lead_to(each, reached)]
        assert not missed


def test_the_fields_come_in_reading_order(sign_in_window: MainWindow) -> None:
    page = sign_in_window.sign_in_page.sign_in
    page.email.edit.setFocus()
    order = [page.email.edit, page.password.edit, page.submit_button]
    for here, following in pairwise(order):
        assert here.hasFocus()
        press(here, Qt.Key.Key_Tab)
        assert following.hasFocus()


def test_the_focus_ring_shows_for_the_keyboard_only(sign_in_window: MainWindow) -> None:
    button = sign_in_window.sign_in_page.sign_in.submit_button
    before = button.grab().toImage()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not button.property("ring")
    sign_in_window.sign_in_page.sign_in.email.edit.setFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.property("ring")
    assert button.grab().toImage() != before


def test_labels_lead_to_their_fields(sign_in_window: MainWindow) -> None:
    for edit in (
        sign_in_window.sign_in_page.sign_in.email.edit,
        sign_in_window.sign_in_page.sign_in.password.edit,
    ):
        buddies = [each for each in sign_in_window.findChildren(QLabel) if each.buddy() is edit]
        assert [each.text() for each in buddies] == [edit.accessibleName()]


def test_f1_lists_the_shortcuts(signed_in_window: MainWindow, qtbot: QtBot) -> None:
    press(signed_in_window, Qt.Key.Key_F1)
    sheet = next(each for each in signed_in_window.findChildren(QDialog) if each.isVisible())
    words = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Ctrl+1", "Ctrl+V", "F1", "Paste a photo"} <= words
    press(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not sheet.isVisible())


@pytest.mark.parametrize(
    ("key", "page"),
    [
        (Qt.Key.Key_2, "gallery_page"),
        (Qt.Key.Key_3, "credits_page"),
        (Qt.Key.Key_Comma, "settings_page"),
        (Qt.Key.Key_1, "create_page"),
    ],
)
def test_control_and_a_number_lead_to_a_page(
    studio: Studio, signed_in_window: MainWindow, key: Qt.Key, page: str
) -> None:
    studio.show_page("settings" if page == "create_page" else "create")
    press(signed_in_window, key, Qt.KeyboardModifier.ControlModifier)
    assert studio.current_page is getattr(studio, page)


@pytest.mark.parametrize("size", [(1280, 800), (960, 640)])
def test_no_page_is_larger_than_the_window(
    signed_in_window: MainWindow, size: tuple[int, int]
) -> None:
    for page in ("create", "gallery", "credits", "settings"):
        signed_in_window.studio.show_page(page)
        signed_in_window.resize(*size)
        QApplication.processEvents()
        assert (signed_in_window.width(), signed_in_window.height()) == size


def test_the_strong_button_is_painted_in_the_accent(studio: Studio) -> None:
    button = studio.create_page.drop_zone.browse_button
    colour = button.grab().toImage().pixelColor(12, button.height() // 2)
    assert colour == QColor(studio.window().theme.tokens.accent)  # type: ignore[attr-defined]


def _is_ours(control: QWidget) -> bool:
    """Qt's own inner parts, such as scroll bars' and the fields' buttons, carry Qt's names."""
    return not control.objectName().startswith("qt_") and type(control).__name__ != "QToolButton"


def _name(control: QWidget) -> str:
    text = control.text() if isinstance(control, QAbstractButton) else ""
    return control.accessibleName() or text


def _arrows_lead_to(button: Button, reached: set[QWidget]) -> bool:
    """In a group of which one holds, Tab leads to that one and the arrow keys to the others."""
    group: QButtonGroup | None = button.group()
    return group is not None and any(each in reached for each in group.buttons())


def _tab_chain(window: QWidget) -> set[QWidget]:
    chain: set[QWidget] = set()
    each = window.nextInFocusChain()
    while each is not None and each is not window:
        if each.isVisible() and Qt.FocusPolicy.TabFocus.value & each.focusPolicy().value:
            chain.add(each)
        each = each.nextInFocusChain()
    return chain
