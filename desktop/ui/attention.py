"""What the rest of the screen shows of the app: notices, progress on its entry, a call for attention."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from desktop.models.attention import AttentionModel
from desktop.ui.windows_taskbar import WindowsTaskbar

_PROGRESS_EVERY_MS = 250
_TRAY_SHOWN_MS = 15_000


class Attention(QObject):
    """Watches whether the window is in front, and speaks up when it is not."""

    def __init__(self, window: QWidget, model: AttentionModel) -> None:
        super().__init__(window)
        self._window = window
        self._model = model
        self._tray: QSystemTrayIcon | None = None
        self._taskbar = WindowsTaskbar() if sys.platform == "win32" else None
        self._told: tuple[int | None, int] = (None, 0)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PROGRESS_EVERY_MS)
        self._pause.timeout.connect(self._show_progress)
        window.installEventFilter(self)
        model.finished_unwatched.connect(self._on_finished_unwatched)
        model.notice_refused.connect(self._show_in_tray)
        model.progress_changed.connect(self._on_progress_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the window come and go."""
        if event.type() in {QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate}:
            is_watched = event.type() is QEvent.Type.WindowActivate
            self._model.set_watched(is_watched=is_watched)
            if is_watched and self._tray is not None:
                self._tray.hide()
        return super().eventFilter(watched, event)

    @Slot(int, int)
    def _on_finished_unwatched(self, ready: int, failed: int) -> None:
        if self._model.asks_attention:
            QApplication.alert(self._window)
        if self._model.notifies:
            self._model.tell_desktop(*self._words(ready, failed))

    def _words(self, ready: int, failed: int) -> tuple[str, str]:
        if ready == 0:
            return (
                self.tr("That did not work"),
                self.tr("Have a look: you can try again."),
            )
        if ready == 1:
            title = self.tr("Your plushie is ready")
        else:
            title = self.tr("{count} plushies are ready").format(count=ready)
        if failed:
            return title, self.tr("{count} did not work. Have a look.").format(count=failed)
        return title, self.tr("Come and see.")

    @Slot(str, str)
    def _show_in_tray(self, title: str, text: str) -> None:
        """Where no D-Bus takes notices, the tray does: Windows and macOS."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.messageClicked.connect(self._come_to_front)
        self._tray.show()
        self._tray.showMessage(title, text, self._window.windowIcon(), _TRAY_SHOWN_MS)

    @Slot()
    def _come_to_front(self) -> None:
        self._window.showNormal() if self._window.isMinimized() else self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    @Slot()
    def _on_progress_changed(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    @Slot()
    def _show_progress(self) -> None:
        progress, count = self._model.progress, self._model.running_count
        shown = (None if progress is None else round(progress * 100), count)
        if shown == self._told:
            return
        self._told = shown
        self._shower()(progress, count)

    def _shower(self) -> Callable[[float | None, int], None]:
        if self._taskbar is not None:
            return self._show_on_taskbar
        if sys.platform == "darwin":
            return _show_on_dock
        return self._show_on_launcher

    def _show_on_launcher(self, _progress: float | None, _count: int) -> None:
        self._model.tell_launcher()

    def _show_on_taskbar(self, progress: float | None, _count: int) -> None:
        if self._taskbar is not None:
            self._taskbar.show(int(self._window.winId()), progress)


def _show_on_dock(_progress: float | None, count: int) -> None:
    application = QGuiApplication.instance()
    if isinstance(application, QGuiApplication):
        application.setBadgeNumber(count)
