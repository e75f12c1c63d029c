"""A forgotten password: ask for a link, look into the mail, or set the new password right here."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.errors import AppError
from desktop.models.password_reset import PasswordResetModel
from desktop.models.session import SessionModel
from desktop.ui.pages.sign_in.form_card import FormCard
from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.field_rules import email_rule, link_rule, new_password_rule
from desktop.ui.widgets.fields import Field, PasswordField


class ForgotCard(FormCard):
    """Which address?

    Signals:
        left(): Back to signing in.
    """

    left = Signal()

    def __init__(
        self, theme: Theme, reset: PasswordResetModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "", parent=parent)
        self._reset = reset
        self.title.setText(self.tr("Forgot your password?"))
        self.subtitle.setText(self.tr("We send you a link to choose a new one."))
        self.email = Field(
            self.tr("E-mail"), placeholder=self.tr("you@example.com"), rule=email_rule
        )
        self.add_field(self.email)
        self.add_submit(self.tr("Send the link"))
        self.back_button = self.add_foot("", self.tr("Back to signing in"))
        self.back_button.clicked.connect(self.left)
        self.email.edit.textEdited.connect(self.submit_button.stop_waiting)
        reset.changed.connect(self._render)

    def submit(self) -> None:
        """Have the link sent."""
        self._reset.request(self.email.value.strip())

    @Slot()
    def _render(self) -> None:
        self.submit_button.set_busy(self._reset.is_busy)


class MailedCard(FormCard):
    """A link is on its way, if the address has an account.

    Signals:
        left(): Back to signing in.
        link_given(): The person would rather paste the link here.
        mails_wanted(): Show the mails of the cloud on this computer.
    """

    left = Signal()
    link_given = Signal()
    mails_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        reset: PasswordResetModel,
        session: SessionModel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "", parent=parent)
        self._reset = reset
        self._session = session
        self.title.setText(self.tr("Look into your mail"))
        self.add_submit(self.tr("Back to signing in"))
        self.mails_button = self.add_button(
            self.tr("Open the mails of this computer"), icon="envelope-simple"
        )
        self.link_button = self.add_foot(
            self.tr("Rather stay here?"), self.tr("Paste the link instead")
        )
        self.mails_button.clicked.connect(self.mails_wanted)
        self.link_button.clicked.connect(self.link_given)
        reset.changed.connect(self._render)
        session.service_changed.connect(self._render)
        self._render()

    def submit(self) -> None:
        """Go back."""
        self.left.emit()

    @Slot()
    def _render(self) -> None:
        self.subtitle.setText(
            self.tr(
                "If {email} has an account, a link is on its way. It leads to a page where you"
                " choose a new password, and holds for one hour."
            ).format(email=self._reset.email)
        )
        service = self._session.service
        self.mails_button.setVisible(service is not None and service.local_cloud)


class NewPasswordCard(FormCard):
    """The link, pasted here, and the new password.

    Signals:
        left(): Back to signing in.
    """

    left = Signal()

    def __init__(
        self, theme: Theme, reset: PasswordResetModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "", parent=parent)
        self._reset = reset
        self.title.setText(self.tr("Choose a new password"))
        self.subtitle.setText(self.tr("It signs you out everywhere else."))
        self.link = Field(
            self.tr("Link of the mail"), placeholder=self.tr("Paste it here"), rule=link_rule
        )
        self.password = PasswordField(theme, self.tr("New password"), rule=new_password_rule)
        self.password.show_strength(is_shown=True)
        self.add_field(self.link)
        self.add_field(self.password)
        self.add_submit(self.tr("Set the password"))
        self.back_button = self.add_foot("", self.tr("Back to signing in"))
        self.back_button.clicked.connect(self.left)
        self.link.edit.textEdited.connect(self.submit_button.stop_waiting)
        reset.changed.connect(self._render)

    def submit(self) -> None:
        """Set it."""
        self._reset.set_password(self.link.value, self.password.value)

    def tell_error(self, error: AppError) -> None:
        """Say what happened, beside the field that it is about."""
        if error.code == "weak_password":
            self.password.complain_of(error)
            self.password.edit.setFocus()
        elif error.code == "link_refused":
            self.link.complain_of(error)
            self.link.edit.setFocus()
        else:
            super().tell_error(error)

    @Slot()
    def _render(self) -> None:
        self.submit_button.set_busy(self._reset.is_busy)
