"""What the person would like besides, with a counter."""

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.ui.theme.fonts import font, in_text_size
from desktop.ui.theme.tokens import SPACE_XS
from desktop.ui.transfer import takes
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.text import Text, TextRole
from shared.limits import WISH_MAX_CHARACTERS

_NEAR_THE_END = 20
_TWO_LINES_PX, _AROUND_PX = 40, 22


class _WishEdit(QPlainTextEdit):
    """Takes text only: a photo that is pasted or dropped here is meant for the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+V to the window's own shortcut when the clipboard holds a photo."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Paste)
            and takes(QGuiApplication.clipboard().mimeData())
        ):
            event.ignore()
            return True
        return super().event(event)


class WishField(QWidget):
    """A few lines of text that never grow beyond the limit.

    Signals:
        changed(str): The text is new.
    """

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = _WishEdit()
        self.edit.setFont(font())
        self.edit.setTabChangesFocus(True)
        self.edit.setPlaceholderText(self.tr("For example: with a little red scarf"))
        self.edit.setAccessibleName(self.tr("A wish, optional"))
        self.edit.setFixedHeight(in_text_size(_TWO_LINES_PX) + _AROUND_PX)
        self._counter = Text(role=TextRole.SMALL, tone="muted")
        label = Text(self.tr("A wish"), TextRole.STRONG)
        label.setBuddy(self.edit)
        head = row(spacing=SPACE_XS)
        head.addWidget(label)
        head.addWidget(Text(self.tr("optional"), TextRole.SMALL, "muted"))
        head.addStretch()
        head.addWidget(self._counter)
        box = column(self, spacing=SPACE_XS)
        box.addLayout(head)
        box.addWidget(self.edit)
        self.edit.textChanged.connect(self._on_text_changed)
        self.setFocusProxy(self.edit)
        self._count(0)

    @property
    def counter_text(self) -> str:
        """How much is typed, and how much may be."""
        return self._counter.text()

    def set_text(self, text: str) -> None:
        """Show the model's text, unless it is what stands there."""
        if text != self.edit.toPlainText():
            self.edit.setPlainText(text)

    def _count(self, length: int) -> None:
        self._counter.setText(f"{length} / {WISH_MAX_CHARACTERS}")
        is_near = length > WISH_MAX_CHARACTERS - _NEAR_THE_END
        self._counter.set_tone("warning" if is_near else "muted")

    @Slot()
    def _on_text_changed(self) -> None:
        text = self.edit.toPlainText()
        if len(text) > WISH_MAX_CHARACTERS:
            text = text[:WISH_MAX_CHARACTERS]
            self.edit.blockSignals(True)
            self.edit.setPlainText(text)
            self.edit.blockSignals(False)
            self.edit.moveCursor(QTextCursor.MoveOperation.End)
        self._count(len(text))
        self.changed.emit(text)
