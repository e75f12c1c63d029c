"""A line of the account: what it is now, and a form below it to change that."""

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QApplication, QScrollArea, QSizePolicy, QWidget

from desktop.errors import AppError
from desktop.ui.theme.fonts import in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_M, SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.fields import Field
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.patient_button import PatientButton
from desktop.ui.widgets.text import Text, TextRole

_LABEL_WIDTH_PX = 96


class FormRow(QWidget):
    """Shut until its button is pressed.

    Signals:
        opened(): The person wants to change it.
        confirmed(): Every field is right: do it.
    """

    opened = Signal()
    confirmed = Signal()

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        change: str,
        confirm: str,
        kind: ButtonKind = ButtonKind.STRONG,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fields: list[Field] = []
        self._value = Text(wraps=True)
        self.note = Text(role=TextRole.SMALL, tone="muted", wraps=True)
        self.note.hide()
        self.open_button = Button(theme, change)
        self.open_button.setAccessibleName(f"{label}: {change}")
        self.open_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.notice = Notice(theme)
        self.confirm_button = PatientButton(theme, confirm, kind)
        self.cancel_button = Button(theme, self.tr("Cancel"), ButtonKind.QUIET)
        title = Text(label, TextRole.STRONG)
        title.setFixedWidth(in_text_size(_LABEL_WIDTH_PX))
        self.note_box = row(spacing=SPACE_S)
        """The note, and room for a link beside it."""
        self.note_box.addWidget(self.note, 1)
        words = QWidget()
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        words_box = column(words, spacing=2)
        words_box.addWidget(self._value)
        words_box.addLayout(self.note_box)
        head = row(spacing=SPACE_M)
        head.addWidget(title)
        head.addWidget(words, 1)
        head.addWidget(self.open_button)
        self._form = QWidget()
        self._form.hide()
        self._form_box = column(self._form, spacing=SPACE_M)
        self._form_box.setContentsMargins(_LABEL_WIDTH_PX + SPACE_M, SPACE_S, 0, SPACE_S)
        self._fields_box = column(spacing=SPACE_M)
        buttons = row(spacing=SPACE_S)
        buttons.addWidget(self.confirm_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch()
        self._form_box.addLayout(self._fields_box)
        self._form_box.addWidget(self.notice)
        self._form_box.addLayout(buttons)
        whole = column(self, spacing=SPACE_S)
        whole.addLayout(head)
        whole.addWidget(self._form)
        self.open_button.clicked.connect(self.open)
        self.cancel_button.clicked.connect(self.shut)
        self.confirm_button.clicked.connect(self._confirm)
        self.confirm_button.waited.connect(self.notice.clear)

    @property
    def is_open(self) -> bool:
        """Whether the form is shown."""
        return not self._form.isHidden()

    @property
    def value(self) -> str:
        """What it is now."""
        return self._value.text()

    def add_field(self, field: Field) -> None:
        """Something to fill in; Return in it confirms."""
        self._fields.append(field)
        self._fields_box.addWidget(field)
        field.submitted.connect(self._confirm)

    def add_words(self, text: str) -> Text:
        """A sentence of the form."""
        words = Text(text, tone="muted", wraps=True)
        self._fields_box.addWidget(words)
        return words

    def set_value(self, text: str) -> None:
        """Show what it is now."""
        self._value.setText(text)

    def set_note(self, text: str, tone: str = "muted") -> None:
        """A word below the value; "" takes it away."""
        self.note.setText(text)
        self.note.set_tone(tone)
        self.note.setVisible(bool(text))

    @Slot()
    def open(self) -> None:
        """Show the form, empty."""
        for field in self._fields:
            field.edit.clear()
        self.notice.clear()
        self._form.show()
        self.open_button.hide()
        self.opened.emit()
        if self._fields:
            self._fields[0].edit.setFocus()
        self._scroll_here()

    @Slot()
    def shut(self) -> None:
        """Hide the form, and forget what was typed."""
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self._form.isAncestorOf(focus)
        self._form.hide()
        self.open_button.show()
        self.confirm_button.stop_waiting()
        for field in self._fields:
            field.edit.clear()
        if had_focus:
            self.open_button.setFocus()

    def tell_error(self, error: AppError, beside: Field | None = None) -> None:
        """Say why it did not work: beside a field that it is about, or in the form."""
        if error.ends_session:
            # The password is asked for over this page; what was typed waits here.
            return
        if beside is not None:
            beside.complain_of(error)
            beside.edit.setFocus()
        else:
            self.notice.tell_error(error)
        self.confirm_button.wait_for(error)

    def _scroll_here(self) -> None:
        """Bring all of the form into view."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            # What was just shown has no place yet: only now is the page as high as it will be.
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            above.ensureWidgetVisible(self, 0, SPACE_XL)

    @Slot()
    def _confirm(self) -> None:
        if not self.confirm_button.isEnabled():
            return
        wrong = [field for field in self._fields if not field.isHidden() and not field.check()]
        if wrong:
            wrong[0].edit.setFocus()
            return
        self.notice.clear()
        self.confirmed.emit()
