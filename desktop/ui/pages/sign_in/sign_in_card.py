"""Signing in with e-mail and password."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.errors import AppError
from desktop.models.google_sign_in import GoogleSignInModel, GoogleState
from desktop.models.session import SessionModel, SessionState
from desktop.ui.pages.sign_in.form_card import FormCard
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SMALL_PX
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.consent import TermsSentence
from desktop.ui.widgets.field_rules import email_rule, given_password_rule
from desktop.ui.widgets.fields import Field, PasswordField


class SignInCard(FormCard):
    """Follows the session.

    Signals:
        sign_up_wanted(): The person has no account yet.
        forgotten(): The person does not know the password.
    """

    sign_up_wanted = Signal()
    forgotten = Signal()

    def __init__(
        self,
        theme: Theme,
        session: SessionModel,
        google: GoogleSignInModel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "", parent=parent)
        self._session = session
        self._google = google
        self.title.setText(self.tr("Welcome"))
        self.subtitle.setText(self.tr("Sign in to make plushies and see your gallery."))
        self.email = Field(
            self.tr("E-mail"), placeholder=self.tr("you@example.com"), rule=email_rule
        )
        self.password = PasswordField(theme, self.tr("Password"), rule=given_password_rule)
        self.add_field(self.email)
        self.add_field(self.password)
        self.forgot_button = Button(theme, self.tr("Forgot your password?"), ButtonKind.LINK)
        self.box.addWidget(self.forgot_button, 0, Qt.AlignmentFlag.AlignRight)
        self.add_submit(self.tr("Sign in"))
        self.demo_button = self.add_button(self.tr("Use the demo account"), icon="paw-print")
        self.google_button = self.add_button(self.tr("Continue with Google"), icon="globe")
        self.google_terms = TermsSentence(
            theme, self.tr("A new account agrees to the {terms} and the {privacy}."), SMALL_PX
        )
        self.box.addWidget(self.google_terms)
        self.sign_up_button = self.add_foot(self.tr("New here?"), self.tr("Create an account"))
        # Whoever knows the password comes to the button first.
        self.setTabOrder(self.password.edit, self.submit_button)
        self.setTabOrder(self.submit_button, self.forgot_button)
        self.demo_button.clicked.connect(self._use_demo_account)
        self.google_button.clicked.connect(self._use_google)
        self.forgot_button.clicked.connect(self.forgotten)
        self.sign_up_button.clicked.connect(self.sign_up_wanted)
        # What the server wants to wait for belongs to the address that was typed.
        self.email.edit.textEdited.connect(self.submit_button.stop_waiting)
        session.state_changed.connect(self.render_state)
        session.service_changed.connect(self.render_state)
        google.changed.connect(self.render_state)
        self.render_state()

    def submit(self) -> None:
        """Sign in."""
        self._session.sign_in(self.email.value.strip(), self.password.value)

    def tell_error(self, error: AppError) -> None:
        """Say what happened, and let the person correct the password at once."""
        super().tell_error(error)
        if error.code == "invalid_credentials":
            self.password.edit.selectAll()
            self.password.edit.setFocus()

    @Slot()
    def render_state(self) -> None:
        """Show what session and server allow."""
        state = self._session.state
        is_busy = state is SessionState.SIGNING_IN or self._google.state is GoogleState.STARTING
        self.submit_button.set_busy(is_busy)
        for each in (
            self.demo_button,
            self.google_button,
            self.sign_up_button,
            self.forgot_button,
        ):
            each.setEnabled(not is_busy)
        service = self._session.service
        self.demo_button.setVisible(service is not None and service.demo_account is not None)
        self.google_button.setVisible(self._google.is_offered)
        self.google_terms.setVisible(self._google.is_offered)
        if state is SessionState.EXPIRED and not self.email.value:
            self.email.edit.setText(self._session.lapsed_email)
        if state is SessionState.EXPIRED and self.notice.error is None:
            self.notice.tell("info", self.tr("Your session has ended. Please sign in again."))
        elif state.is_inside:
            self.notice.clear()
            self.password.edit.clear()

    @Slot()
    def _use_demo_account(self) -> None:
        self.notice.clear()
        self._session.use_demo_account()

    @Slot()
    def _use_google(self) -> None:
        self.notice.clear()
        self._google.start()
