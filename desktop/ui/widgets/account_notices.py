"""What the account has to say above every page: its coming end, and credits that wait for a click."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.errors import AppError
from desktop.models.account import AccountDeed
from desktop.models.all import Models
from desktop.ui.dates import day_of
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_S
from desktop.ui.widgets.layouts import column
from desktop.ui.widgets.notice import Notice


class AccountNotices(QWidget):
    """Follows session, address and balance.

    Signals:
        changed(): There is more or less to say.
    """

    changed = Signal()

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self.deletion = Notice(theme, can_close=False)
        self.unproven = Notice(theme, can_close=False)
        box = column(self, spacing=SPACE_S)
        box.addWidget(self.deletion)
        box.addWidget(self.unproven)
        self.deletion.acted.connect(models.account.keep)
        self.unproven.acted.connect(models.address.wait)
        models.account.failed.connect(self._on_failed)
        models.session.state_changed.connect(self._render)
        models.session.user_changed.connect(self._render)
        models.session.service_changed.connect(self._render)
        models.address.changed.connect(self._render)
        models.credits.changed.connect(self._render)
        self._render()

    @property
    def says_something(self) -> bool:
        """Whether there is anything to show."""
        return not (self.deletion.isHidden() and self.unproven.isHidden())

    @Slot()
    def _render(self) -> None:
        user = self._models.session.user
        if user is None or user.deletes_at is None:
            self.deletion.clear()
        elif self.deletion.isHidden():
            day = day_of(user.deletes_at)
            self.deletion.tell(
                "warning",
                self.tr("Your account will be deleted on {day}.").format(day=day),
                self.tr("Your pictures and credits go with it."),
                self.tr("Keep it"),
                icon="warning",
            )
        self._render_unproven()
        if not self.says_something:
            self.hide()
        elif self.parentWidget() is not None:
            # Without a parent it would flash up as a window; later it is shown with its parent.
            self.show()
        self.changed.emit()

    def _render_unproven(self) -> None:
        address, balance = self._models.address, self._models.credits.balance
        if not address.is_unproven or balance != 0 or not address.welcome_credits:
            self.unproven.clear()
        elif self.unproven.isHidden():
            self.unproven.tell(
                "info",
                self.tr("Confirm your address and get your {count} credits.").format(
                    count=address.welcome_credits
                ),
                self.tr("The link is in the mail that we have sent you."),
                self.tr("Confirm now"),
                icon="envelope-simple",
            )

    @Slot(object, object)
    def _on_failed(self, deed: AccountDeed, error: AppError) -> None:
        if deed is AccountDeed.KEEP:
            self.deletion.tell_error(error, self.tr("Keep it"))
