"""A button that waits: while its work is under way, and while the server wants no further try."""

import math

from PySide6.QtCore import QDeadlineTimer, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.errors import AppError
from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.buttons import Button, ButtonKind

_TICK_MS = 250


class PatientButton(Button):
    """Says "One moment…" while busy, and counts down when it has to wait.

    Signals:
        waited(): The count-down is over.
    """

    waited = Signal()

    def __init__(
        self,
        theme: Theme,
        words: str = "",
        kind: ButtonKind = ButtonKind.STRONG,
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, words, kind, icon=icon, parent=parent)
        self._words = words
        self._is_busy = False
        self._is_allowed = True
        self._until = QDeadlineTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._render)

    @property
    def left_s(self) -> int:
        """How many seconds it still waits."""
        return math.ceil(self._until.remainingTime() / 1000) if self._timer.isActive() else 0

    def set_words(self, words: str) -> None:
        """What it says when it can be pressed."""
        self._words = words
        self._render()

    def set_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - the state itself
        """Its work is under way, or is over."""
        self._is_busy = is_busy
        self._render()

    def set_allowed(self, is_allowed: bool) -> None:  # noqa: FBT001 - the state itself
        """Whether it could be pressed if it had not to wait."""
        self._is_allowed = is_allowed
        self._render()

    def wait_for(self, error: AppError) -> None:
        """Count down when the server has said how long not to try."""
        if error.retry_after_s:
            self.wait(error.retry_after_s)

    def wait(self, seconds: float) -> None:
        """Let nobody press it for so long."""
        self._until.setRemainingTime(round(seconds * 1000))
        self._timer.start()
        self._render()

    def stop_waiting(self) -> None:
        """It may be pressed again at once: it is about something else now."""
        self._timer.stop()
        self._render()

    @Slot()
    def _render(self) -> None:
        is_over = self._timer.isActive() and self._until.hasExpired()
        if is_over:
            self._timer.stop()
        left_s = self.left_s
        if self._is_busy:
            self.setText(self.tr("One moment…"))
        elif left_s:
            self.setText(self.tr("Try again in {count} s").format(count=left_s))
        else:
            self.setText(self._words)
        self.setEnabled(self._is_allowed and not self._is_busy and not left_s)
        if is_over:
            self.waited.emit()
