"""Text fields with a label, a place for what is wrong, and the manners of a password field."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QProgressBar, QSizePolicy, QWidget

from desktop.errors import AppError
from desktop.messages import in_own_words
from desktop.ui.theme.fonts import font
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_XS
from desktop.ui.widgets.layouts import column
from desktop.ui.widgets.text import Text, TextRole, restyle
from shared.limits import PASSWORD_MIN_CHARACTERS

_STRENGTHS = 4
Rule = Callable[[str], str]


class Field(QWidget):
    """One line of text under its label; `complain` says below it what is wrong.

    A `rule` takes the text and says what is wrong with it, or ""; it is asked when the person goes on.

    Signals:
        left(): The person went on to something else.
        submitted(): Return was pressed.
    """

    left = Signal()
    submitted = Signal()

    def __init__(
        self,
        label: str,
        *,
        placeholder: str = "",
        rule: Rule | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rule = rule
        self.edit = self._make_edit()
        self.edit.setFont(font())
        # A file that is dropped anywhere is meant for the window.
        self.edit.setAcceptDrops(False)
        self.edit.setAccessibleName(label)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setMinimumHeight(40)
        self._label = Text(label, TextRole.STRONG)
        self._label.setBuddy(self.edit)
        self._complaint = Text(role=TextRole.SMALL, tone="error", wraps=True)
        self._complaint.hide()
        self.box = column(self, spacing=SPACE_XS)
        self.box.addWidget(self._label)
        self.box.addWidget(self.edit)
        self.box.addWidget(self._complaint)
        self.edit.editingFinished.connect(self._on_editing_finished)
        self.edit.returnPressed.connect(self.submitted)
        self.edit.textChanged.connect(self.forgive)
        self.setFocusProxy(self.edit)
        # Where there is too little room the page scrolls; a field never shrinks.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def value(self) -> str:
        """What was typed."""
        return self.edit.text()

    @property
    def complaint(self) -> str:
        """What is wrong, or ""."""
        return "" if self._complaint.isHidden() else self._complaint.text()

    def complain(self, text: str) -> None:
        """Say what is wrong; "" takes it back."""
        self._complaint.setText(text)
        self._complaint.setVisible(bool(text))
        self.edit.setAccessibleDescription(text)
        if bool(self.edit.property("wrong")) != bool(text):
            self.edit.setProperty("wrong", bool(text))
            restyle(self.edit)

    def complain_of(self, error: AppError) -> None:
        """Say what the server found wrong with it, in the person's language."""
        self.complain(in_own_words(error).title)

    def check(self) -> bool:
        """Whether the rule is kept; says what is wrong when not."""
        self.complain("" if self._rule is None else self._rule(self.value))
        return not self.complaint

    @Slot()
    def forgive(self) -> None:
        """Take the complaint back: the person is at it."""
        self.complain("")

    def _make_edit(self) -> QLineEdit:
        return QLineEdit()

    @Slot()
    def _on_editing_finished(self) -> None:
        if not self.edit.hasFocus():
            if self.value.strip():
                self.check()
            self.left.emit()


class _CapsWatchingEdit(QLineEdit):
    """Notices Caps Lock by what the keys give: no platform tells it."""

    caps_lock_seen = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        if len(letter) == 1 and letter.isalpha() and letter.upper() != letter.lower():
            is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock_seen.emit(letter.isupper() != is_shifted)
        elif event.key() == Qt.Key.Key_CapsLock:
            self.caps_lock_seen.emit(False)
        super().keyPressEvent(event)


class PasswordField(Field):
    """Hidden text that can be shown, a Caps Lock hint, and a strength hint for new ones."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        rule: Rule | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, rule=rule, parent=parent)
        self._theme = theme
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._show = QAction(self)
        self._show.setCheckable(True)
        self._show.toggled.connect(self._on_show_toggled)
        self.edit.addAction(self._show, QLineEdit.ActionPosition.TrailingPosition)
        self._caps = Text(self.tr("Caps Lock is on"), TextRole.SMALL, "warning")
        self._caps.hide()
        self._bar = QProgressBar()
        self._bar.setRange(0, _STRENGTHS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Password strength"))
        self._words = Text(role=TextRole.SMALL, tone="muted")
        self.box.addWidget(self._caps)
        self.box.addWidget(self._bar)
        self.box.addWidget(self._words)
        self.show_strength(is_shown=False)
        theme.changed.connect(self._tint)
        self._tint()
        if isinstance(self.edit, _CapsWatchingEdit):
            self.edit.caps_lock_seen.connect(self._caps.setVisible)
        self.edit.textChanged.connect(self._on_text_changed)

    @property
    def show_action(self) -> QAction:
        """Shows or hides the typed text."""
        return self._show

    @property
    def caps_lock_hint(self) -> QWidget:
        """Visible while Caps Lock seems to be on."""
        return self._caps

    def show_strength(self, *, is_shown: bool) -> None:
        """Whether to say how strong the password is: for new ones only."""
        self._is_new = is_shown
        self._show_hint()
        self._on_text_changed(self.value)

    def complain(self, text: str) -> None:
        """Say what is wrong, in the place of the hint."""
        super().complain(text)
        self._show_hint()

    def _show_hint(self) -> None:
        is_shown = self._is_new and not self.complaint
        self._bar.setVisible(is_shown)
        self._words.setVisible(is_shown)

    def _make_edit(self) -> QLineEdit:
        return _CapsWatchingEdit()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        strength = password_strength(text)
        names = (
            self.tr("At least 10 characters; a few words are easy to keep in mind"),
            self.tr("Too short still: at least 10 characters"),
            self.tr("Good enough; longer is better"),
            self.tr("Good"),
            self.tr("Strong"),
        )
        tones = ("", "error", "warning", "ok", "ok")
        self._bar.setValue(strength)
        self._bar.setProperty("tone", tones[strength])
        restyle(self._bar)
        self._words.setText(names[strength])

    @Slot(bool)
    def _on_show_toggled(self, is_shown: bool) -> None:  # noqa: FBT001 - the signal's value
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)
        self._tint()

    @Slot()
    def _tint(self) -> None:
        is_shown = self._show.isChecked()
        self._show.setIcon(self._theme.icon("eye-slash" if is_shown else "eye", "muted"))
        self._show.setText(
            self.tr("Hide the password") if is_shown else self.tr("Show the password")
        )
        self._show.setToolTip(self._show.text())


def password_strength(password: str) -> int:
    """0 (nothing typed) to 4 (strong), by length first: length is what guessing costs."""
    if not password:
        return 0
    if len(password) < PASSWORD_MIN_CHARACTERS:
        return 1
    kinds = sum(
        any(test(letter) for letter in password)
        for test in (str.islower, str.isupper, str.isdigit, lambda letter: not letter.isalnum())
    )
    variety = len(set(password))
    points = len(password) + 2 * kinds + variety
    return 2 if points < 30 else 3 if points < 40 else 4
