"""Building the window: nothing flashes up, and nothing is built before it is needed."""

import subprocess
import sys

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import Application
from desktop.ui.main_window import MainWindow

_COUNT_MODULES = """
import sys
from PySide6.QtWidgets import QApplication
from desktop.ui.main_window import MainWindow
late = ("desktop.ui.pages.studio", "httpx2", "pydantic", "numpy", "cv2", "keyring")
print([name for name in late if name in sys.modules])
"""


class FlashWatch(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_no_part_of_the_window_shows_up_as_a_window_of_its_own(
    application: Application, qapp: QApplication
) -> None:
    watch = FlashWatch()
    qapp.installEventFilter(watch)
    window = MainWindow(application.models)
    assert window.studio is not None
    qapp.removeEventFilter(watch)
    window.deleteLater()
    assert watch.seen == []


def test_the_first_window_waits_for_nothing_that_is_needed_after_signing_in() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _COUNT_MODULES], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
