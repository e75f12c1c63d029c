"""A labelled text field that says below itself what is wrong, and one for passwords."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_XS
from desktop.ui.widgets.text import Text, TextRole, restyle


class Field(QWidget):
    """A caption, a line to type in, and room for one sentence.

    Signals:
        edited(): The person has typed.
        accepted(): Enter was pressed.
    """

    edited = Signal()
    accepted = Signal()

    def __init__(self, caption: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        self.line.setAccessibleName(caption)
        self._caption = Text(caption, TextRole.STRONG)
        self._caption.setBuddy(self.line)
        self._note = Text("", TextRole.SMALL_STRONG, "error", wraps=True)
        self._note.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_XS)
        self._column.addWidget(self._caption)
        self._column.addWidget(self.line)
        self._column.addWidget(self._note)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._on_edited)
        self.line.returnPressed.connect(self.accepted)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    @property
    def note(self) -> str:
        """The sentence below the line; empty while there is none."""
        return self._note.text()

    def set_problem(self, sentence: str) -> None:
        """Say what is wrong, or with "" that nothing is."""
        self._say(sentence, "error")
        wrong = "true" if sentence else "false"
        if self.line.property("wrong") != wrong:
            self.line.setProperty("wrong", wrong)
            restyle(self.line)

    def say(self, sentence: str, tone: str) -> None:
        """Say something that is no mistake."""
        if self.line.property("wrong") != "true":
            self._say(sentence, tone)

    def _say(self, sentence: str, tone: str) -> None:
        self._note.set_tone(tone)
        self._note.setText(sentence)
        self._note.setVisible(bool(sentence))
        self.line.setAccessibleDescription(sentence)

    @Slot()
    def _on_edited(self) -> None:
        self.set_problem("")
        self.edited.emit()


class PasswordField(Field):
    """Hides what is typed until asked, and notices the caps lock."""

    def __init__(self, theme: Theme, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(caption, parent=parent)
        self._theme = theme
        self._caps = Text(self.tr("Caps lock is on"), TextRole.SMALL_STRONG, "warning")
        self._caps.hide()
        self._column.addWidget(self._caps)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QAction(self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._on_eye_toggled)
        self.line.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self.line.installEventFilter(self)
        theme.changed.connect(self._refresh_eye)
        self._refresh_eye()

    @property
    def is_shown(self) -> bool:
        """Whether the password can be read."""
        return self._eye.isChecked()

    @property
    def toggle(self) -> QAction:
        """Shows and hides what is typed."""
        return self._eye

    def hide_password(self) -> None:
        """Back to dots."""
        self._eye.setChecked(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See from each letter whether the caps lock is on: Qt has no other way to ask."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._notice_caps(event)
        elif event.type() == QEvent.Type.FocusOut:
            self._caps.hide()
        return super().eventFilter(watched, event)

    def _notice_caps(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_CapsLock:
            self._caps.setVisible(not self._caps.isVisibleTo(self))
            return
        typed = event.text()
        if len(typed) == 1 and typed.lower() != typed.upper():
            is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps.setVisible(typed.isupper() != is_shifted)

    @Slot(bool)
    def _on_eye_toggled(self, is_shown: bool) -> None:  # noqa: FBT001 - Qt's signal sends it so
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        self._refresh_eye()

    @Slot()
    def _refresh_eye(self) -> None:
        is_shown = self._eye.isChecked()
        self._eye.setIcon(self._theme.icon("eye-slash" if is_shown else "eye", "muted"))
        self._eye.setText(
            self.tr("Hide the password") if is_shown else self.tr("Show the password")
        )
        self._eye.setToolTip(self._eye.text())
