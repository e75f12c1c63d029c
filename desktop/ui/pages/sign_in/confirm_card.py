"""After signing up: the app waits until the link of the mail was clicked, and goes on by itself."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.errors import AppError
from desktop.models.address import AddressModel
from desktop.models.session import SessionModel
from desktop.ui.pages.sign_in.form_card import BUTTON_HEIGHT_PX, FormCard
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.patient_button import PatientButton
from desktop.ui.widgets.text import Text, TextRole

_BETWEEN_MAILS_S = 20


class ConfirmCard(FormCard):
    """Follows the address model.

    Signals:
        mails_wanted(): Show the mails of the cloud on this computer.
    """

    mails_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        address: AddressModel,
        session: SessionModel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "", parent=parent)
        self._address = address
        self._session = session
        self._waiting = Text(role=TextRole.SMALL, tone="muted", wraps=True).centre()
        self._waiting.setText(self.tr("Waiting for your click. The app goes on by itself."))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(self._waiting.text())
        lines = column(spacing=SPACE_S)
        lines.addWidget(bar)
        lines.addWidget(self._waiting)
        self.box.addLayout(lines)
        self.add_submit(self.tr("Open the mails of this computer"))
        self.resend_button = PatientButton(
            theme, self.tr("Send the mail again"), ButtonKind.PLAIN, icon="envelope-simple"
        )
        self.resend_button.setMinimumHeight(BUTTON_HEIGHT_PX)
        self.box.addWidget(self.resend_button)
        self.later_button = Button(theme, self.tr("Confirm later"), ButtonKind.LINK)
        self.sign_out_button = Button(theme, self.tr("Not your address?"), ButtonKind.LINK)
        foot = row(spacing=SPACE_XL)
        foot.addStretch()
        foot.addWidget(self.later_button)
        foot.addWidget(self.sign_out_button)
        foot.addStretch()
        self.box.addLayout(foot)
        self.resend_button.clicked.connect(address.resend)
        self.resend_button.waited.connect(self.notice.clear)
        self.later_button.clicked.connect(address.go_on)
        self.sign_out_button.clicked.connect(session.sign_out)
        address.changed.connect(self._render)
        address.mail_sent.connect(self._on_sent)
        address.failed.connect(self._on_failed)
        session.service_changed.connect(self._render)
        self._render()

    def submit(self) -> None:
        """Show where the mails of a local cloud are."""
        self.mails_wanted.emit()

    @Slot()
    def _on_sent(self) -> None:
        self.notice.tell("ok", self.tr("Another mail is on its way."))
        self.resend_button.wait(_BETWEEN_MAILS_S)

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self.notice.tell_error(error)
        self.resend_button.wait_for(error)

    @Slot()
    def _render(self) -> None:
        user, service = self._session.user, self._session.service
        email = "" if user is None else user.email
        count = self._address.welcome_credits
        self.title.setText(
            self.tr("Confirm your address and get your {count} credits").format(count=count)
            if count
            else self.tr("Confirm your address")
        )
        self.subtitle.setText(
            self.tr("We have sent a mail to {email}. Click the link in it.").format(email=email)
        )
        self.resend_button.set_busy(self._address.is_busy)
        self.submit_button.setVisible(service is not None and service.local_cloud)
        if not self._address.is_awaited:
            self.notice.clear()
