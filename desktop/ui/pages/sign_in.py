"""Signing in and signing up: one calm card beside a drawing."""

import re

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import AppError
from desktop.models.session import SessionModel, SessionState
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XXL
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.fields import Field, PasswordField
from desktop.ui.widgets.illustration import Illustration
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.text import Text, TextRole
from shared.limits import (
    EMAIL_MAX_CHARACTERS,
    NAME_MAX_CHARACTERS,
    PASSWORD_MAX_CHARACTERS,
    PASSWORD_MIN_CHARACTERS,
)

_CARD_PX = 400
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


class SignInPage(QWidget):
    """The card has two modes: signing in, and making an account."""

    def __init__(self, theme: Theme, model: SessionModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._is_new = False
        self._title = Text("", TextRole.TITLE)
        self._subtitle = Text("", tone="muted", wraps=True)
        self._notice = Notice(theme, can_close=False)
        self.name = Field(self.tr("Your name"))
        self.name.edit.setMaxLength(NAME_MAX_CHARACTERS)
        self.email = Field(self.tr("E-mail"), placeholder=self.tr("you@example.com"))
        self.email.edit.setMaxLength(EMAIL_MAX_CHARACTERS)
        self.password = PasswordField(theme, self.tr("Password"))
        self.password.edit.setMaxLength(PASSWORD_MAX_CHARACTERS)
        self.submit = Button(theme, "", ButtonKind.STRONG)
        self.demo = Button(theme, self.tr("Use the demo account"), ButtonKind.PLAIN, icon="sparkle")
        self._demo_note = Text("", TextRole.SMALL, "muted", wraps=True).centre()
        self.switch = Button(theme, "", ButtonKind.LINK)
        self._lay_out(theme)
        self._connect()
        self._set_mode(is_new=False)
        self._refresh()

    @property
    def notice(self) -> Notice:
        """What went wrong."""
        return self._notice

    def show_sign_up(self) -> None:
        """The card's second mode."""
        self._set_mode(is_new=True)

    def focus_first(self) -> None:
        """Put the cursor where typing begins."""
        first = self.name if self._is_new else self.email
        first.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, theme: Theme) -> None:
        card = QFrame()
        card.setObjectName("card")
        card.setFixedWidth(_CARD_PX)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(SPACE_XXL, SPACE_XL, SPACE_XXL, SPACE_XL)
        inside.setSpacing(SPACE_M)
        inside.addWidget(self._title)
        inside.addWidget(self._subtitle)
        inside.addWidget(self._notice)
        inside.addSpacing(SPACE_S)
        for field in (self.name, self.email, self.password):
            inside.addWidget(field)
        inside.addSpacing(SPACE_S)
        inside.addWidget(self.submit)
        inside.addWidget(self.demo)
        inside.addWidget(self._demo_note)
        inside.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignHCenter)

        scene = QVBoxLayout()
        scene.setSpacing(SPACE_S)
        scene.addStretch()
        scene.addWidget(Illustration(theme, "family", QSize(440, 360)))
        scene.addSpacing(SPACE_L)
        scene.addWidget(Text(self.tr("Someone you love, as a plushie"), TextRole.TITLE).centre())
        scene.addWidget(
            Text(
                self.tr("Drop a photo, choose a style, and hug the result."),
                tone="muted",
                wraps=True,
            ).centre()
        )
        scene.addStretch()

        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_XXL, SPACE_XL, SPACE_XXL, SPACE_XL)
        layout.setSpacing(SPACE_XXL)
        layout.addStretch(1)
        layout.addLayout(scene, 6)
        layout.addWidget(card, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)

    def _connect(self) -> None:
        self._model.state_changed.connect(self._refresh)
        self._model.service_changed.connect(self._refresh)
        self._model.failed.connect(self._on_failed)
        for field in (self.name, self.email, self.password):
            field.submitted.connect(self._on_submit)
        self.email.left.connect(self._on_email_left)
        self.submit.clicked.connect(self._on_submit)
        self.demo.clicked.connect(self._on_demo)
        self.switch.clicked.connect(self._on_switch)

    def _set_mode(self, *, is_new: bool) -> None:
        self._is_new = is_new
        self.name.setVisible(is_new)
        self.password.show_strength(is_shown=is_new)
        self._notice.clear()
        for field in (self.name, self.email, self.password):
            field.complain("")
        if is_new:
            self._title.setText(self.tr("Make an account"))
            self._subtitle.setText(self.tr("It takes half a minute."))
            self.switch.setText(self.tr("I have an account already"))
        else:
            self._title.setText(self.tr("Welcome"))
            self._subtitle.setText(self.tr("Sign in to make plushies and see your gallery."))
            self.switch.setText(self.tr("New here? Make an account"))
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        state = self._model.state
        is_busy = state is SessionState.SIGNING_IN
        for widget in (self.name, self.email, self.password, self.switch, self.demo, self.submit):
            widget.setEnabled(not is_busy)
        if is_busy:
            self.submit.setText(self.tr("One moment …"))
        else:
            self.submit.setText(self.tr("Make my account") if self._is_new else self.tr("Sign in"))
        if state is SessionState.EXPIRED and not self._notice.isVisibleTo(self):
            self._notice.tell(
                "info",
                self.tr("You were signed out."),
                self.tr("Please sign in again; what you have started goes on."),
            )
        elif state in {SessionState.SIGNING_IN, SessionState.SIGNED_IN}:
            self._notice.clear()
        if state is SessionState.SIGNED_IN:
            self.password.edit.clear()
            self.password.show_action.setChecked(False)
        service = self._model.service
        has_demo = service is not None and service.demo_account is not None and not self._is_new
        self.demo.setVisible(has_demo)
        self._demo_note.setVisible(has_demo)
        self._demo_note.setText(self.tr("Everything stays on this computer."))

    @Slot()
    def _on_submit(self) -> None:
        if self._model.state not in {SessionState.SIGNED_OUT, SessionState.EXPIRED}:
            return
        self._notice.clear()
        problem = self._first_problem()
        if problem is not None:
            problem.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._is_new:
            self._model.sign_up(
                self.name.value.strip(), self.email.value.strip(), self.password.value
            )
        else:
            self._model.sign_in(self.email.value.strip(), self.password.value)

    def _first_problem(self) -> Field | None:
        """Name all that is wrong; the first field of them gets the cursor."""
        wrong: list[Field] = []
        if self._is_new and not self.name.value.strip():
            self.name.complain(self.tr("Please tell us your name."))
            wrong.append(self.name)
        if not _EMAIL.fullmatch(self.email.value.strip()):
            self.email.complain(self.tr("Please enter an e-mail address, like you@example.com."))
            wrong.append(self.email)
        if not self.password.value:
            self.password.complain(self.tr("Please enter a password."))
            wrong.append(self.password)
        elif self._is_new and len(self.password.value) < PASSWORD_MIN_CHARACTERS:
            self.password.complain(self._length_rule())
            wrong.append(self.password)
        return wrong[0] if wrong else None

    @Slot()
    def _on_email_left(self) -> None:
        text = self.email.value.strip()
        if text and not _EMAIL.fullmatch(text):
            self.email.complain(self.tr("This does not look like an e-mail address yet."))

    def _length_rule(self) -> str:
        return self.tr("At least {count} characters; a short sentence is best.").format(
            count=PASSWORD_MIN_CHARACTERS
        )

    @Slot()
    def _on_demo(self) -> None:
        self._notice.clear()
        self._model.use_demo_account()

    @Slot()
    def _on_switch(self) -> None:
        self._set_mode(is_new=not self._is_new)
        self.focus_first()

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        if self._model.state in {SessionState.SIGNED_OUT, SessionState.EXPIRED}:
            self._notice.tell_error(error)
