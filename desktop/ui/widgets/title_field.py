"""A title that looks like one, and is a text field when it is pressed."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.theme.fonts import font
from desktop.ui.theme.tokens import TITLE_PX
from shared.limits import TITLE_MAX_CHARACTERS


class TitleField(QLineEdit):
    """Return and leaving it keep what was typed, Esc brings back what was there.

    Signals:
        renamed(str): The new title, without spaces around it; "" takes it away.
    """

    renamed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self.setObjectName("title")
        self.setFont(font(TITLE_PX, QFont.Weight.Bold))
        self.setMaxLength(TITLE_MAX_CHARACTERS)
        self.setAcceptDrops(False)
        self.setAccessibleName(self.tr("Title"))
        self.setToolTip(self.tr("Give it a name"))
        self.editingFinished.connect(self._on_editing_finished)

    def show_title(self, title: str, placeholder: str) -> None:
        """Show a picture's title, or what stands for it; not while somebody types."""
        self.setPlaceholderText(placeholder)
        if title != self._title or not self.hasFocus():
            self._title = title
            self.setText(title)
            self.setCursorPosition(0)

    def event(self, event: QEvent) -> bool:
        """Take Esc before it leads the window one step back."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._title)
            self._leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the beginning again."""
        super().focusOutEvent(event)
        self.setCursorPosition(0)

    def _leave(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            parent.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_editing_finished(self) -> None:
        title = self.text().strip()
        if title != self._title:
            self._title = title
            self.renamed.emit(title)
