"""What is on the screen while the app is loaded."""

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from desktop.storage.preferences import Appearance
from desktop.ui import curtain
from desktop.ui.theme import tokens


@pytest.mark.parametrize(
    ("appearance", "background"),
    [
        (Appearance.LIGHT, tokens.LIGHT.background),
        (Appearance.DARK, tokens.DARK.background),
    ],
)
def test_it_has_the_colours_of_the_theme_and_the_mark_in_the_middle(
    qapp: QApplication, appearance: Appearance, background: str
) -> None:
    drawn = curtain.draw_curtain(appearance)
    seen = drawn.grab().toImage()
    drawn.deleteLater()

    assert seen.pixelColor(3, 3) == QColor(background)
    assert seen.pixelColor(seen.rect().center()) != QColor(background)


def test_it_is_a_card_without_a_frame(qapp: QApplication) -> None:
    drawn = curtain.draw_curtain(Appearance.LIGHT)
    drawn.show()
    flags = drawn.windowHandle().flags()
    drawn.deleteLater()

    assert Qt.WindowType.FramelessWindowHint in flags
    assert flags & Qt.WindowType.WindowType_Mask == Qt.WindowType.SplashScreen


def test_it_waits_for_nothing_that_the_window_needs() -> None:
    script = (
        "import sys, desktop.__main__, desktop.ui.curtain;"
        "print(sorted(name for name in sys.modules if name.startswith('desktop.')"
        " or name in ('pydantic', 'httpx2', 'numpy', 'sqlite3', 'ssl')))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    ).stdout

    assert "desktop.app" not in loaded
    assert "desktop.models" not in loaded
    assert "'ssl'" not in loaded
    assert "pydantic" not in loaded
