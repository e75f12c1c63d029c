"""What every card of the sign-in family looks like: a title, what went wrong, fields, one button."""

from typing import Protocol

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QWidget

from desktop.errors import AppError
from desktop.ui.theme.fonts import in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_M, SPACE_XL, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.fields import Field
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.patient_button import PatientButton
from desktop.ui.widgets.text import Text, TextRole

_MARGINS_PX, _WORDS_PX = 168, 220
BUTTON_HEIGHT_PX = 44


def card_width_px() -> int:
    """How wide the cards of the sign-in page are."""
    return _MARGINS_PX + in_text_size(_WORDS_PX)


class Checked(Protocol):
    """A field that knows whether it may be sent."""

    def check(self) -> bool:
        """Whether it may; says what is wrong when not."""
        ...

    def setFocus(self) -> None:
        """Lead the person there."""
        ...


class FormCard(QFrame):
    """Fields with one strong button; `submit` is called when everything may be sent."""

    def __init__(
        self, theme: Theme, title: str, subtitle: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedWidth(card_width_px())
        self.setAccessibleName(title)
        self._theme = theme
        self._checked: list[Checked] = []
        self.title = Text(title, TextRole.TITLE, wraps=True)
        self.subtitle = Text(subtitle, tone="muted", wraps=True)
        self.notice = Notice(theme)
        self.submit_button = PatientButton(theme)
        self.submit_button.setMinimumHeight(BUTTON_HEIGHT_PX)
        self.submit_button.clicked.connect(self.try_submit)
        self.submit_button.waited.connect(self._on_waited)
        self.box = column(self, spacing=SPACE_M, margin=SPACE_XL)
        head = column(spacing=SPACE_XS)
        head.addWidget(self.title)
        head.addWidget(self.subtitle)
        self.box.addLayout(head)
        self.box.addWidget(self.notice)

    def add_field(self, field: Field) -> None:
        """A field that has to be right; Return in it submits."""
        self.box.addWidget(field)
        self._checked.append(field)
        field.submitted.connect(self.try_submit)

    def add_checked(self, widget: QWidget, checked: Checked) -> None:
        """Something else that has to be right."""
        self.box.addWidget(widget)
        self._checked.append(checked)

    def add_submit(self, words: str) -> None:
        """The strong button."""
        self.submit_button.set_words(words)
        self.box.addSpacing(SPACE_XS)
        self.box.addWidget(self.submit_button)

    def add_button(self, words: str, *, icon: str = "") -> Button:
        """A plain button as wide as the card."""
        button = Button(self._theme, words, icon=icon)
        button.setMinimumHeight(BUTTON_HEIGHT_PX)
        self.box.addWidget(button)
        return button

    def add_foot(self, words: str, link: str) -> Button:
        """A question, and a link that answers it."""
        button = Button(self._theme, link, ButtonKind.LINK)
        foot = row(spacing=SPACE_XS)
        foot.addStretch()
        if words:
            foot.addWidget(Text(words, tone="muted"))
        foot.addWidget(button)
        foot.addStretch()
        self.box.addLayout(foot)
        return button

    def focus_first(self) -> None:
        """Let the person type at once: in the first field that is empty."""
        fields = [each for each in self._checked if isinstance(each, Field)]
        empty = [each for each in fields if not each.value]
        for field in (empty or fields)[:1]:
            field.edit.setFocus()

    def check(self) -> bool:
        """Complain beside each field that is wrong; the first of them gets the focus."""
        wrong = [each for each in self._checked if not each.check()]
        if wrong:
            wrong[0].setFocus()
        return not wrong

    def tell_error(self, error: AppError) -> None:
        """Say what happened; where the server wants a pause, the button counts it down."""
        self.notice.tell_error(error)
        self.submit_button.wait_for(error)

    def submit(self) -> None:
        """Send it: everything is as it has to be."""

    @Slot()
    def _on_waited(self) -> None:
        # "Try again in 30 s" is not true any more.
        if self.notice.error is not None and self.notice.error.retry_after_s:
            self.notice.clear()

    @Slot()
    def try_submit(self) -> None:
        """Check, and send."""
        if self.submit_button.isEnabled() and self.check():
            self.notice.clear()
            self.submit()
