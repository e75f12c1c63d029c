"""The page that everybody begins with, in the smallest window, with text of every size."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QObject, QRect, QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.errors import ServerUnreachable
from desktop.storage.folders import Folders
from desktop.storage.preferences import PreferencesStore
from desktop.ui.language import speak
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.create import CreatePage
from desktop.ui.theme.fonts import font, set_text_percent
from desktop.ui.theme.tokens import BODY_PX
from desktop.ui.widgets.segments import Segments
from desktop.ui.widgets.text import Text
from tests.desktop.ui.conftest import PATIENCE_MS

SMALLEST = QSize(1, 1)
LARGER = (QSize(1280, 800), QSize(1100, 700))


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest, qapp: QObject) -> Iterator[str]:
    """What the app speaks."""
    translators = speak(request.param, qapp)
    yield request.param
    for each in translators:
        QCoreApplication.removeTranslator(each)
        each.deleteLater()
    QLocale.setDefault(QLocale.system())


@pytest.fixture(params=[100, 150, 200])
def page(
    request: pytest.FixtureRequest, language: str, folders: Folders, photo: Path, qtbot: QtBot
) -> Iterator[CreatePage]:
    """The page with a photo on it, in the window of somebody who wants text of this size."""
    PreferencesStore(folders.preferences_file).change(text_percent=request.param)
    window: MainWindow = request.getfixturevalue("signed_in_window")
    window._models.studio.choose_file(str(photo))
    qtbot.waitUntil(lambda: window.studio.create_page.has_photo, timeout=PATIENCE_MS)
    assert font().pixelSize() == BODY_PX * request.param // 100
    yield window.studio.create_page
    set_text_percent(100)


def test_nothing_lies_on_anything_else_and_all_of_it_can_be_reached(page: CreatePage) -> None:
    for size in (SMALLEST, *LARGER):
        for has_message in (False, True):
            _show(page, size, has_message=has_message)
            where = f"{size}, message: {has_message}"
            assert _overlapping(page) == [], where
            _assert_that_scrolling_shows_all(page, where)


def _show(page: CreatePage, size: QSize, *, has_message: bool) -> None:
    page.notice.clear()
    if has_message:
        page.notice.tell_error(ServerUnreachable("https://plushify.example").describe())
    page.window().resize(size)
    # What is laid out anew may ask for it once more, as when a scroll bar comes.
    for _ in range(4):
        QApplication.processEvents()


def _overlapping(page: CreatePage) -> list[str]:
    table = _table(page)
    kinds = (Text, QAbstractButton, Segments)
    seen = [
        each
        for each in table.findChildren(QWidget)
        if isinstance(each, kinds) and each.isVisible() and not _is_part_of(each, kinds)
    ]
    areas = [(_named(each), _area(each, table)) for each in seen]
    return [
        f"{one} {here} / {other} {there}"
        for (one, here), (other, there) in combinations(areas, 2)
        if here.intersects(there)
    ]


def _assert_that_scrolling_shows_all(page: CreatePage, where: str) -> None:
    table = _table(page)
    assert table.width() <= table.visibleRegion().boundingRect().width(), where
    for each in (page.order, page.order.make_button, page.grid):
        assert table.rect().contains(_area(each, table)), where
    last = page.grid.findChildren(QAbstractButton)[-1]
    assert page.grid.rect().contains(last.geometry()), where


def _table(page: CreatePage) -> QWidget:
    """What is scrolled."""
    table = page.order.parentWidget()
    assert table is not None
    return table


def _is_part_of(widget: QWidget, kinds: tuple[type, ...]) -> bool:
    """Whether it belongs to something that is looked at as a whole."""
    parent = widget.parentWidget()
    return isinstance(parent, kinds)


def _area(widget: QWidget, table: QWidget) -> QRect:
    return QRect(widget.mapTo(table, widget.rect().topLeft()), widget.size())


def _named(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QAbstractButton | Text) else ""
    return f"{type(widget).__name__} {words!r}"
