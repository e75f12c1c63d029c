"""Ticks while plushies are under way: for counting down, and for asking how long the line is."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

_SECOND_MS = 1_000
_ASK_EVERY_S = 4


class JobClock(QObject):
    """Stands still while nothing is under way.

    Signals:
        second_passed(): Count down.
        asking_due(): Ask the server where the waiting ones stand.
    """

    second_passed = Signal()
    asking_due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seconds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self._on_second)

    @property
    def is_ticking(self) -> bool:
        """Whether something is under way."""
        return self._timer.isActive()

    def run_while(self, *, is_needed: bool) -> None:
        """Tick from now on, or stand still."""
        if is_needed and not self._timer.isActive():
            self._timer.start()
        elif not is_needed:
            self._timer.stop()

    @Slot()
    def _on_second(self) -> None:
        self._seconds += 1
        self.second_passed.emit()
        if self._seconds % _ASK_EVERY_S == 0:
            self.asking_due.emit()
