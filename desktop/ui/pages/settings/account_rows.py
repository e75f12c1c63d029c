"""The lines of the account: name, e-mail address, password."""

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QWidget

from desktop.errors import AppError
from desktop.models.account import AccountDeed, AccountModel
from desktop.models.address import AddressModel
from desktop.models.all import Models
from desktop.models.password_reset import PasswordResetModel, ResetStep
from desktop.models.session import SessionModel
from desktop.ui.pages.settings.form_row import FormRow
from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.field_rules import (
    email_rule,
    given_password_rule,
    name_rule,
    new_password_rule,
)
from desktop.ui.widgets.fields import Field, PasswordField

say = QCoreApplication.translate


class NameRow(FormRow):
    """How the person is called."""

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            say("AccountRows", "Name"),
            change=say("AccountRows", "Change"),
            confirm=say("AccountRows", "Save"),
            parent=parent,
        )
        self._session: SessionModel = models.session
        self._account: AccountModel = models.account
        self.field = Field(self.tr("Your name"), rule=name_rule)
        self.add_field(self.field)
        self.opened.connect(self._fill)
        self.confirmed.connect(self._save)
        self._account.busy_changed.connect(self._on_busy)
        self._account.done.connect(self._on_done)
        self._account.failed.connect(self._on_failed)
        self._session.state_changed.connect(self._render)
        self._session.user_changed.connect(self._render)
        self._render()

    @Slot()
    def _fill(self) -> None:
        self.field.edit.setText(self.value)
        self.field.edit.selectAll()

    @Slot()
    def _save(self) -> None:
        name = self.field.value.strip()
        if name == self.value:
            self.shut()
        else:
            self._account.rename(name)

    @Slot()
    def _on_busy(self) -> None:
        self.confirm_button.set_busy(self._account.busy is AccountDeed.RENAME)

    @Slot(object)
    def _on_done(self, deed: AccountDeed) -> None:
        if deed is AccountDeed.RENAME:
            self.shut()

    @Slot(object, object)
    def _on_failed(self, deed: AccountDeed, error: AppError) -> None:
        if deed is AccountDeed.RENAME:
            self.tell_error(error)

    @Slot()
    def _render(self) -> None:
        user = self._session.user
        self.set_value("" if user is None else user.name)


class EmailRow(FormRow):
    """The address, whether it is confirmed, and another one that waits to be."""

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            say("AccountRows", "E-mail"),
            change=say("AccountRows", "Change"),
            confirm=say("AccountRows", "Send the link"),
            parent=parent,
        )
        self._session: SessionModel = models.session
        self._address: AddressModel = models.address
        self.add_words(
            self.tr("We send a link to the new address. It takes over when you click the link.")
        )
        self.new_email = Field(
            self.tr("New address"), placeholder=self.tr("you@example.com"), rule=self._rule
        )
        self.password = PasswordField(theme, self.tr("Your password"), rule=given_password_rule)
        self.add_field(self.new_email)
        self.add_field(self.password)
        self.side_button = Button(theme, "", ButtonKind.LINK)
        self.note_box.addWidget(self.side_button)
        self.confirmed.connect(self._send)
        self.side_button.clicked.connect(self._on_side)
        self._address.changed.connect(self._render)
        self._address.change_failed.connect(self._on_failed)
        self._session.state_changed.connect(self._render)
        self._render()

    def _rule(self, text: str) -> str:
        if text.strip().casefold() == self.value.casefold():
            return self.tr("This is your address already.")
        return email_rule(text)

    @Slot()
    def _send(self) -> None:
        self._address.change(self.new_email.value.strip(), self.password.value)

    @Slot()
    def _on_side(self) -> None:
        if self._address.new_email:
            self._address.forget_change()
        else:
            self._address.wait()

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        is_password = error.code == "invalid_credentials"
        self.tell_error(error, self.password if is_password else None)

    @Slot()
    def _render(self) -> None:
        user = self._session.user
        self.set_value("" if user is None else user.email)
        new_email = self._address.new_email
        self.confirm_button.set_busy(self._address.is_busy)
        if new_email:
            if self.is_open:
                self.shut()
            self.set_note(
                self.tr("Waiting for the click in the mail to {email}.").format(email=new_email),
                "warning",
            )
            self.side_button.setText(self.tr("Forget it"))
        elif self._address.is_unproven:
            self.set_note(self.tr("Not confirmed yet."), "warning")
            self.side_button.setText(self.tr("Confirm now"))
        else:
            self.set_note("" if user is None else self.tr("Confirmed"), "ok")
        self.side_button.setVisible(bool(new_email) or self._address.is_unproven)
        self.open_button.setEnabled(user is not None and user.has_password)


class PasswordRow(FormRow):
    """Another password; or a first one, for somebody who signs in with Google."""

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            say("AccountRows", "Password"),
            change=say("AccountRows", "Change"),
            confirm=say("AccountRows", "Change the password"),
            parent=parent,
        )
        self._session: SessionModel = models.session
        self._account: AccountModel = models.account
        self._reset: PasswordResetModel = models.password_reset
        self.current = PasswordField(theme, self.tr("Old password"), rule=given_password_rule)
        self.new = PasswordField(theme, self.tr("New password"), rule=new_password_rule)
        self.new.show_strength(is_shown=True)
        self.add_field(self.current)
        self.add_field(self.new)
        self.add_words(self.tr("Your other devices are signed out."))
        self.side_button = Button(theme, self.tr("Send me a link to set one"), ButtonKind.LINK)
        self.note_box.addWidget(self.side_button)
        self.side_button.clicked.connect(self._send_link)
        self.opened.connect(self._render)
        self.confirmed.connect(self._change)
        self._account.busy_changed.connect(self._on_busy)
        self._account.done.connect(self._on_done)
        self._account.failed.connect(self._on_failed)
        self._reset.changed.connect(self._render)
        self._session.state_changed.connect(self._render)
        self._session.user_changed.connect(self._render)
        self._render()

    @Slot()
    def _change(self) -> None:
        self._account.change_password(self.current.value, self.new.value)

    @Slot()
    def _send_link(self) -> None:
        user = self._session.user
        if user is not None:
            self._reset.begin()
            self._reset.request(user.email)

    @Slot()
    def _on_busy(self) -> None:
        self.confirm_button.set_busy(self._account.busy is AccountDeed.CHANGE_PASSWORD)

    @Slot(object)
    def _on_done(self, deed: AccountDeed) -> None:
        if deed is AccountDeed.CHANGE_PASSWORD:
            self.shut()
            self.set_note(self.tr("Changed. Your other devices are signed out."), "ok")

    @Slot(object, object)
    def _on_failed(self, deed: AccountDeed, error: AppError) -> None:
        if deed is AccountDeed.CHANGE_PASSWORD:
            beside = {"invalid_credentials": self.current, "weak_password": self.new}
            self.tell_error(error, beside.get(error.code))

    @Slot()
    def _render(self) -> None:
        user = self._session.user
        has_password = user is None or user.has_password
        self.set_value("••••••••••" if has_password else self.tr("None: you sign in with Google"))
        is_mailed = self._reset.step is ResetStep.MAILED and not has_password
        self.set_note(self.tr("A link is on its way.") if is_mailed else "", "ok")
        self.open_button.setEnabled(has_password)
        self.side_button.setVisible(not has_password and not is_mailed)
