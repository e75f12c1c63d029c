"""Takes the window's picture in both themes and both sizes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QWidget

from desktop.storage.preferences import Appearance
from desktop.ui.main_window import MainWindow

SIZES = (QSize(1280, 800), QSize(960, 640))
APPEARANCES = (Appearance.LIGHT, Appearance.DARK)
PATIENCE_S = 60.0
_LOOK_EVERY_MS = 3


class NeverHappened(Exception):
    """What was waited for did not come."""


class Camera:
    """Writes `<theme>/<name>-<width>x<height>.png` below a folder."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self._window = window
        self._folder = folder
        self.count = 0

    def shoot(self, name: str, subject: QWidget | None = None) -> None:
        """Photograph the window, or a dialog of it."""
        for appearance in APPEARANCES:
            self._window.theme.choose(appearance)
            for size in SIZES:
                self._window.resize(size)
                rest()
                path = (
                    self._folder / appearance.value / f"{name}-{size.width()}x{size.height()}.png"
                )
                path.parent.mkdir(parents=True, exist_ok=True)
                (subject or self._window).grab().save(str(path))
                self.count += 1


def wait_for(condition: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    """Let the app work until the condition holds.

    Raises:
        NeverHappened: It did not in time.
    """
    deadline = QDeadlineTimer(round(patience_s * 1000))
    while not condition():
        if deadline.hasExpired():
            raise NeverHappened(what)
        _live(_LOOK_EVERY_MS)


def rest(duration_ms: int = 60) -> None:
    """Let layouts, style sheets and the first frames settle."""
    _live(duration_ms)


def _live(duration_ms: int) -> None:
    """Run the app as a person's computer does: each event at once, and asleep while there is none."""
    loop = QEventLoop()
    QTimer.singleShot(duration_ms, loop.quit)
    loop.exec()
