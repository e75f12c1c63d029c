"""Buttons whose words are longer than the room there is."""

import pytest
from PySide6.QtWidgets import QStyleOptionButton

from desktop.ui.main_window import MainWindow
from desktop.ui.widgets.buttons import Button, ButtonKind

WORDS = "Make my plushie"


@pytest.mark.parametrize("icon", ["", "crop"])
@pytest.mark.parametrize("kind", [ButtonKind.STRONG, ButtonKind.PLAIN, ButtonKind.LINK])
def test_words_end_in_dots_only_where_they_do_not_fit(
    window: MainWindow, kind: ButtonKind, icon: str
) -> None:
    button = Button(window.theme, WORDS, kind, icon=icon, parent=window)
    button.resize(button.sizeHint())
    assert _painted(button) == WORDS

    button.resize(button.width() * 2 // 3, button.height())
    assert _painted(button).endswith("…")
    assert button.text() == WORDS


def test_an_ampersand_takes_the_room_of_one(window: MainWindow) -> None:
    button = Button(window.theme, "Before && after", icon="images", parent=window)
    button.resize(button.sizeHint())

    option = QStyleOptionButton()
    button.initStyleOption(option)

    assert not option.icon.isNull()


def test_the_icon_goes_before_the_price_does(window: MainWindow) -> None:
    words = "Make 24 plushies · 24 credits"
    button = Button(window.theme, words, ButtonKind.STRONG, icon="crop", parent=window)
    button.resize(button.sizeHint().width() - 20, button.sizeHint().height())

    option = QStyleOptionButton()
    button.initStyleOption(option)

    assert option.text == words
    assert option.icon.isNull()


def _painted(button: Button) -> str:
    option = QStyleOptionButton()
    button.initStyleOption(option)
    return option.text
