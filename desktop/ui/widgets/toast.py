"""A short word low in the window, above the buttons of the pages, with at most one action."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from desktop.ui.announce import announce
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.layouts import row
from desktop.ui.widgets.text import Text

_SHOWN_MS = 5_000
_ABOVE_FOOT_PX = 92
"""No button that the pages have at their lower edge is covered, nor any at the upper one."""


class Toast(QFrame):
    """Floats over its parent and goes by itself.

    Signals:
        acted(): Its action was pressed.
        expired(): Its time is over, or another word took its place.
    """

    acted = Signal()
    expired = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._text = Text()
        self.action_button = Button(theme, "", ButtonKind.QUIET)
        self.action_button.clicked.connect(self._act)
        self.action_button.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._expire)
        self._over = parent
        self._waiting: list[str] = []
        box = self._box = row(self, spacing=SPACE_S)
        box.setContentsMargins(SPACE_L, SPACE_S, SPACE_S, SPACE_S)
        box.addWidget(self._text)
        box.addWidget(self.action_button)
        self.setMinimumHeight(48)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, or said last."""
        return self._text.text()

    def say(self, text: str, action: str = "", *, shown_ms: int = _SHOWN_MS) -> None:
        """Show it; a word that is still there expires.

        A word without an action waits for one with an action: nobody loses an undo to a piece of
        news.
        """
        if self.isVisible() and self.action_button.text() and not action:
            self._waiting.append(text)
            return
        if self.isVisible():
            self._expire()
        self._text.setText(text)
        self.action_button.setText(action)
        self.action_button.setVisible(bool(action))
        margin = SPACE_S if action else SPACE_L
        self._box.setContentsMargins(SPACE_L, SPACE_S, margin, SPACE_S)
        self.setAccessibleName(text)
        announce(self, text)
        self.show()
        self._place()
        self.raise_()
        self._timer.start(shown_ms)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what it floats over."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    @Slot()
    def press(self) -> None:
        """Take its action, if it offers one now."""
        if self.isVisible() and self.action_button.isVisible():
            self._act()

    def expire_now(self) -> None:
        """Let what waits for its end happen at once."""
        if self.isVisible():
            self._expire()

    def _place(self) -> None:
        self.adjustSize()
        area = self._over.rect()
        top = area.height() - self.height() - _ABOVE_FOOT_PX
        self.move(area.width() - self.width() - SPACE_XL, top)

    @Slot()
    def _act(self) -> None:
        self._timer.stop()
        self.hide()
        self.acted.emit()
        self._say_next()

    @Slot()
    def _expire(self) -> None:
        self._timer.stop()
        self.hide()
        self.expired.emit()
        self._say_next()

    def _say_next(self) -> None:
        if self._waiting and not self.isVisible():
            self.say(self._waiting.pop(0))
