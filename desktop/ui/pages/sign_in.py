"""Signing in and up: one calm card beside a drawing."""

import re
from urllib.parse import urlsplit

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.errors import AppError
from desktop.models.all import Models
from desktop.models.session import SessionState
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS, SPACE_XXL
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.fields import Field, PasswordField
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.illustration import Illustration
from desktop.ui.widgets.layouts import card, column, row
from desktop.ui.widgets.logo import Logo
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.text import Text, TextRole
from shared.limits import PASSWORD_MIN_CHARACTERS

_CARD_WIDTH_PX = 388
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


class SignInPage(QWidget):
    """Follows the session model; `is_signing_up` is its second mode."""

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session = models.session
        self._startup = models.startup
        self.is_signing_up = False
        self.notice = Notice(theme)
        self._title = Text(role=TextRole.TITLE)
        self._subtitle = Text(tone="muted", wraps=True)
        self.name = Field(self.tr("Name"))
        self.email = Field(self.tr("E-mail"), placeholder=self.tr("you@example.com"))
        self.password = PasswordField(theme, self.tr("Password"))
        self.submit_button = Button(theme, "", ButtonKind.STRONG)
        self.submit_button.setMinimumHeight(44)
        self.demo_button = Button(theme, self.tr("Use the demo account"), icon="paw-print")
        self.demo_button.setMinimumHeight(44)
        self.mode_button = Button(theme, "", ButtonKind.LINK)
        self._mode_text = Text(tone="muted")
        self._server = Text(role=TextRole.SMALL, tone="muted")
        self._arrange()
        self._connect()
        self._render_mode()
        self._render()

    def focus_first(self) -> None:
        """Let the person type at once."""
        (self.name if self.is_signing_up else self.email).edit.setFocus()

    @property
    def server_text(self) -> str:
        """Which server is talked to."""
        return self._server.text()

    def _connect(self) -> None:
        self.submit_button.clicked.connect(self._submit)
        self.demo_button.clicked.connect(self._use_demo_account)
        self.mode_button.clicked.connect(self._switch_mode)
        for field in (self.name, self.email, self.password):
            field.submitted.connect(self._submit)
        self.email.left.connect(self._check_email_if_typed)
        self._session.state_changed.connect(self._render)
        self._session.service_changed.connect(self._render)
        self._session.failed.connect(self._on_failed)
        self._startup.ready.connect(self._on_ready)

    def _arrange(self) -> None:
        server = row(spacing=SPACE_S)
        server.addStretch()
        server.addWidget(IconLabel(self._theme, "cloud", "muted", size_px=16))
        server.addWidget(self._server)
        server.addStretch()
        centred = row()
        centred.addStretch()
        centred.addWidget(self._card())
        centred.addStretch()
        inside = QWidget()
        inside.setObjectName("transparent")
        side = column(inside, spacing=SPACE_L)
        side.addStretch()
        side.addLayout(centred)
        side.addLayout(server)
        side.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        scroll.setMinimumWidth(_CARD_WIDTH_PX + SPACE_XXL)
        whole = row(self, spacing=SPACE_L, margin=SPACE_L)
        whole.addWidget(self._scene(), 1)
        whole.addWidget(scroll, 1)

    def _scene(self) -> QFrame:
        """The drawing, and what the app is for."""
        well = QFrame()
        well.setObjectName("well")
        well_box = column(well, margin=SPACE_XL)
        well_box.addWidget(Logo(self._theme))
        well_box.addStretch(1)
        well_box.addWidget(Illustration(self._theme, "family", QSize(520, 440)), 12)
        words = Text(
            self.tr("Everyone you love, soft enough to hug."), TextRole.HEADING, wraps=True
        )
        caption = Text(
            self.tr("Drop in a photo. Get it back as a plushie."), tone="muted", wraps=True
        )
        for each in (words, caption):
            well_box.addWidget(each.centre())
            well_box.addSpacing(SPACE_XS)
        well_box.addStretch(1)
        return well

    def _card(self) -> QFrame:
        """The fields and their buttons."""
        frame = card()
        frame.setFixedWidth(_CARD_WIDTH_PX)
        box = column(frame, spacing=SPACE_M, margin=SPACE_XL)
        head = column(spacing=SPACE_XS)
        head.addWidget(self._title)
        head.addWidget(self._subtitle)
        box.addLayout(head)
        box.addWidget(self.notice)
        for field in (self.name, self.email, self.password):
            box.addWidget(field)
        box.addSpacing(SPACE_XS)
        box.addWidget(self.submit_button)
        box.addWidget(self.demo_button)
        foot = row(spacing=SPACE_XS)
        foot.addStretch()
        foot.addWidget(self._mode_text)
        foot.addWidget(self.mode_button)
        foot.addStretch()
        box.addLayout(foot)
        return frame

    @Slot()
    def _submit(self) -> None:
        if not self.submit_button.isEnabled() or not self._check():
            return
        self.notice.clear()
        if self.is_signing_up:
            self._session.sign_up(self.name.value.strip(), self._email(), self.password.value)
        else:
            self._session.sign_in(self._email(), self.password.value)

    @Slot()
    def _use_demo_account(self) -> None:
        self.notice.clear()
        self._session.use_demo_account()

    @Slot()
    def _switch_mode(self) -> None:
        self.is_signing_up = not self.is_signing_up
        self.notice.clear()
        self._render_mode()
        self.focus_first()

    @Slot()
    def _check_email_if_typed(self) -> None:
        if self._email():
            self._check_email()

    def _email(self) -> str:
        return self.email.value.strip()

    def _check(self) -> bool:
        """Complain beside each field that is wrong; the first of them gets the focus."""
        wrong: list[Field] = []
        if self.is_signing_up and not self.name.value.strip():
            self.name.complain(self.tr("Please tell us your name."))
            wrong.append(self.name)
        if not self._check_email():
            wrong.append(self.email)
        if not self.password.value:
            self.password.complain(self.tr("Please type your password."))
            wrong.append(self.password)
        elif self.is_signing_up and len(self.password.value) < PASSWORD_MIN_CHARACTERS:
            self.password.complain(
                self.tr("Please use at least {count} characters.").format(
                    count=PASSWORD_MIN_CHARACTERS
                )
            )
            wrong.append(self.password)
        if wrong:
            wrong[0].edit.setFocus()
        return not wrong

    def _check_email(self) -> bool:
        is_good = _EMAIL.fullmatch(self._email()) is not None
        self.email.complain("" if is_good else self.tr("This is not an e-mail address yet."))
        return is_good

    def _render_mode(self) -> None:
        is_up = self.is_signing_up
        self._title.setText(self.tr("Create your account") if is_up else self.tr("Welcome"))
        self._subtitle.setText(
            self.tr("A minute from now you hold your first plushie.")
            if is_up
            else self.tr("Sign in to make plushies and see your gallery.")
        )
        self.name.setVisible(is_up)
        self.password.show_strength(is_shown=is_up)
        self.password.forgive()
        self.email.forgive()
        self._mode_text.setText(self.tr("Have one already?") if is_up else self.tr("New here?"))
        self.mode_button.setText(self.tr("Sign in") if is_up else self.tr("Create an account"))
        self._render()

    @Slot()
    def _render(self) -> None:
        state = self._session.state
        is_busy = state is SessionState.SIGNING_IN
        words = self.tr("Create account") if self.is_signing_up else self.tr("Sign in")
        self.submit_button.setText(self.tr("One moment…") if is_busy else words)
        for each in (self.submit_button, self.demo_button, self.mode_button):
            each.setEnabled(not is_busy)
        service = self._session.service
        has_demo = service is not None and service.demo_account is not None
        self.demo_button.setVisible(has_demo and not self.is_signing_up)
        if state is SessionState.EXPIRED and self.notice.error is None:
            self.notice.tell("info", self.tr("Your session has ended. Please sign in again."))
        elif state is SessionState.SIGNED_IN:
            self.notice.clear()
            self.password.edit.clear()
        self._render_server()

    def _render_server(self) -> None:
        host = urlsplit(self._startup.server_url).netloc
        service = self._session.service
        if service is not None and service.local_cloud:
            self._server.setText(self.tr("The cloud on this computer, {host}").format(host=host))
        else:
            self._server.setText(self.tr("Server: {host}").format(host=host) if host else "")

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self.notice.tell_error(error)
        self._render()

    @Slot(str)
    def _on_ready(self, _url: str) -> None:
        self._render_server()
