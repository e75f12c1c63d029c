"""Creating an account."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.errors import AppError
from desktop.models.google_sign_in import GoogleSignInModel
from desktop.models.session import SessionModel, SessionState
from desktop.ui.pages.sign_in.form_card import FormCard
from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.consent import Consent
from desktop.ui.widgets.field_rules import email_rule, name_rule, new_password_rule
from desktop.ui.widgets.fields import Field, PasswordField


class SignUpCard(FormCard):
    """Follows the session.

    Signals:
        sign_in_wanted(): The person has an account already.
    """

    sign_in_wanted = Signal()

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
        self.title.setText(self.tr("Create your account"))
        self.subtitle.setText(self.tr("A minute from now you hold your first plushie."))
        self.name = Field(self.tr("Name"), rule=name_rule)
        self.email = Field(
            self.tr("E-mail"), placeholder=self.tr("you@example.com"), rule=email_rule
        )
        self.password = PasswordField(theme, self.tr("Password"), rule=self._password_rule)
        self.password.show_strength(is_shown=True)
        self.consent = Consent(theme)
        self.add_field(self.name)
        self.add_field(self.email)
        self.add_field(self.password)
        self.add_checked(self.consent, self.consent)
        self.add_submit(self.tr("Create account"))
        self.google_button = self.add_button(self.tr("Sign up with Google"), icon="globe")
        self.sign_in_button = self.add_foot(self.tr("Have one already?"), self.tr("Sign in"))
        self.sign_in_button.clicked.connect(self.sign_in_wanted)
        self.google_button.clicked.connect(self._use_google)
        self.email.edit.textEdited.connect(self.submit_button.stop_waiting)
        session.state_changed.connect(self.render_state)
        session.service_changed.connect(self.render_state)
        self.render_state()

    def submit(self) -> None:
        """Create the account and sign in to it."""
        service = self._session.service
        self._session.sign_up(
            self.name.value.strip(),
            self.email.value.strip(),
            self.password.value,
            "" if service is None else service.terms_version,
        )

    def tell_error(self, error: AppError) -> None:
        """Say what happened: about the password beside it, everything else above."""
        if error.code == "weak_password":
            self.password.complain_of(error)
            self.password.edit.setFocus()
            return
        if error.code == "terms_outdated":
            self.consent.box.setChecked(False)
        super().tell_error(error)

    @Slot()
    def render_state(self) -> None:
        """Show what session and server allow."""
        is_busy = self._session.state is SessionState.SIGNING_IN
        self.submit_button.set_busy(is_busy)
        self.sign_in_button.setEnabled(not is_busy)
        self.google_button.setEnabled(not is_busy)
        self.google_button.setVisible(self._google.is_offered)
        if self._session.state.is_inside:
            self.notice.clear()
            self.password.edit.clear()

    def _password_rule(self, text: str) -> str:
        wrong = new_password_rule(text)
        if not wrong and text.strip().casefold() == self.email.value.strip().casefold():
            return self.tr("Please choose something else than your e-mail address.")
        return wrong

    @Slot()
    def _use_google(self) -> None:
        # The sentence with the terms stands right above the button.
        if self.consent.check():
            self.notice.clear()
            self._google.start()
