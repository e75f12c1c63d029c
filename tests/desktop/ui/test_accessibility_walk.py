"""Every widget of every page and sheet: heard by its name, in reading order, also with large text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from desktop.app import Application
from desktop.settings import Settings
from desktop.storage.folders import Folders
from desktop.storage.preferences import Contrast, PreferencesStore
from desktop.ui.crash_dialog import CrashDialog
from desktop.ui.licences_sheet import LicencesSheet
from desktop.ui.main_window import MainWindow
from desktop.ui.theme.fonts import font, set_text_percent
from desktop.ui.theme.tokens import STRONG_DARK, STRONG_LIGHT, Tokens, contrast
from tests.desktop.ui.conftest import NOWHERE

PAGES = ("create", "gallery", "credits", "settings")
SAME_LINE_PX = 8
SMALL_SCREEN = QSize(1366, 768)


def test_everything_that_takes_the_keyboard_has_a_name(
    signed_in_window: MainWindow, tmp_path: Path
) -> None:
    CrashDialog(signed_in_window.theme, "report", tmp_path, signed_in_window)
    LicencesSheet(signed_in_window.theme, signed_in_window)

    nameless = [
        _path(each)
        for each in signed_in_window.findChildren(QWidget)
        if _takes_keyboard(each) and not _spoken_name(each)
    ]

    assert nameless == []


def test_the_tab_key_follows_the_eye(signed_in_window: MainWindow) -> None:
    """Within one box the keyboard goes from left to right and from the top down."""
    for page in PAGES:
        signed_in_window.studio.show_page(page)
        QApplication.processEvents()
        order = list(_tab_order(signed_in_window))

        backwards = [
            f"{_path(here)} before {_path(following)}"
            for index, here in enumerate(order)
            for following in order[index + 1 :]
            if here.parentWidget() is following.parentWidget() and _is_after(here, following)
        ]

        assert backwards == [], page


@pytest.fixture
def large_window(folders: Folders, qapp: QApplication) -> Iterator[MainWindow]:
    """The window of a person who wants text twice as large."""
    preferences = PreferencesStore(folders.preferences_file)
    preferences.change(text_percent=200)
    application = Application(Settings(server_url=NOWHERE, folders=folders), preferences)
    made = MainWindow(application.models)
    made.resize(1280, 800)
    yield made
    made.close()
    made.deleteLater()
    application.close()
    set_text_percent(100)


def test_text_becomes_twice_as_large_and_the_window_still_fits_a_small_screen(
    large_window: MainWindow,
) -> None:
    assert font().pixelSize() == 28
    for page in PAGES:
        large_window.studio.show_page(page)
        QApplication.processEvents()
        assert large_window.minimumSizeHint().width() <= SMALL_SCREEN.width()
        assert large_window.minimumWidth() <= SMALL_SCREEN.width()
        assert large_window.minimumHeight() <= SMALL_SCREEN.height()
    bar = large_window.studio.side_bar
    for button in bar.findChildren(QAbstractButton):
        words = button.fontMetrics().horizontalAdvance(button.text())
        assert words <= bar.width(), button.text()


@pytest.mark.parametrize("tokens", [STRONG_LIGHT, STRONG_DARK], ids=["light", "dark"])
def test_who_asks_for_contrast_gets_seven_to_one(tokens: Tokens) -> None:
    grounds = (tokens.background, tokens.surface, tokens.sunken)
    inks = (tokens.text, tokens.muted, tokens.accent, tokens.ok, tokens.warning, tokens.error)

    assert min(contrast(ink, ground) for ink in inks for ground in grounds) >= 7
    assert min(contrast(tokens.outline, ground) for ground in grounds) >= 7
    assert contrast(tokens.on_accent, tokens.accent) >= 7


def test_more_contrast_is_shown_at_once_and_remembered(
    signed_in_window: MainWindow, folders: Folders
) -> None:
    box = signed_in_window.studio.settings_page.text_size.contrast_box

    box.click()
    assert signed_in_window.theme.tokens in {STRONG_LIGHT, STRONG_DARK}
    assert PreferencesStore(folders.preferences_file).current.contrast is Contrast.STRONG

    box.click()
    assert signed_in_window.theme.tokens not in {STRONG_LIGHT, STRONG_DARK}
    signed_in_window.theme.choose_contrast(is_strong=True)
    assert box.isChecked()


def _takes_keyboard(widget: QWidget) -> bool:
    """Ours, and reached by Tab; Qt's own inner parts carry Qt's names."""
    is_ours = not widget.objectName().startswith("qt_") and type(widget).__name__ != "QToolButton"
    takes_tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    # A hidden button may get its word only when it is offered.
    is_unused = isinstance(widget, QAbstractButton) and widget.isHidden()
    return is_ours and takes_tab and widget.focusProxy() is None and not is_unused


def _spoken_name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _tab_order(window: QWidget) -> Iterator[QWidget]:
    each: QWidget | None = window.nextInFocusChain()
    while each is not None and each is not window:
        if each.isVisible() and each.isEnabled() and _takes_keyboard(each):
            yield each
        each = each.nextInFocusChain()


def _is_after(one: QWidget, other: QWidget) -> bool:
    """Whether a reader comes to `one` later than to `other`, a neighbour in the same box."""
    here, there = (each.mapTo(each.window(), QPoint(0, 0)) for each in (one, other))
    if abs(here.y() - there.y()) > SAME_LINE_PX and not _overlap(one, other):
        return here.y() > there.y() and _same_column(one, other)
    return here.x() > there.x()


def _overlap(one: QWidget, other: QWidget) -> bool:
    return one.y() < other.y() + other.height() and other.y() < one.y() + one.height()


def _same_column(one: QWidget, other: QWidget) -> bool:
    return one.x() < other.x() + other.width() and other.x() < one.x() + one.width()


def _path(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    parent = type(widget.parentWidget()).__name__
    return f"{type(widget).__name__} {words or widget.accessibleName()!r} in {parent}"
