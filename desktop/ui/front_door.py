"""Carries out what the app was asked to open from outside: by a file manager, a link, another start."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from desktop.models.all import Models
from desktop.targets import Targets, targets_of
from desktop.ui.main_window import MainWindow


class FrontDoor(QObject):
    """Brings the window to the front; photos and pages wait until somebody is signed in."""

    def __init__(self, window: MainWindow, models: Models) -> None:
        super().__init__(window)
        self._window = window
        self._models = models
        self._waiting = Targets()
        # The window shows its stage first, it has connected before.
        models.session.state_changed.connect(self._go_in)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    @Slot(list)
    def open(self, words: list[str]) -> None:
        """Open photos and pages; with nothing to open the window comes to the front all the same."""
        self._raise_window()
        found = targets_of(words)
        if found != Targets():
            self._waiting = found
            self._go_in()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """MacOS tells of files and links by an event of the application."""
        if isinstance(event, QFileOpenEvent):
            self.open([event.file() or event.url().toString()])
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _go_in(self) -> None:
        if self._waiting == Targets() or not self._window.is_inside:
            return
        targets, self._waiting = self._waiting, Targets()
        if targets.photos:
            self._window.studio.show_page("create")
            self._models.studio.choose_files([str(photo) for photo in targets.photos])
        elif targets.page:
            self._window.studio.show_page(targets.page)

    def _raise_window(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
