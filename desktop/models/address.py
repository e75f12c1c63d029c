"""The e-mail address: proving that it is the person's own, and changing it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.errors import AppError
from desktop.models.session import SessionModel, SessionState
from desktop.workers import account_work
from desktop.workers.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from shared.accounts import Session

_LOOK_EVERY_MS = 2_500
"""While the person looks at the page that waits for the link of the mail."""
_LOOK_SELDOM_EVERY_MS = 20_000


class AddressModel(QObject):
    """Waits for links of mails to be clicked, and notices when they were.

    Signals:
        changed(): `is_unproven`, `is_awaited`, `new_email` or `is_busy` is new.
        proven(int): The link was clicked; so many credits came with it.
        replaced(str): The account has its new address now.
        mail_sent(): Another link is on its way.
        failed(AppError): No mail was sent; `retry_after_s` says when it may be tried again.
        change_failed(AppError): The address is not going to change.
    """

    changed = Signal()
    proven = Signal(int)
    replaced = Signal(str)
    mail_sent = Signal()
    failed = Signal(object)
    change_failed = Signal(object)

    def __init__(
        self, session: SessionModel, calls: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._calls = calls
        self._user_id = ""
        self._is_awaited = False
        self._was_asked = False
        self._new_email = ""
        self._looking: Task[Session] | None = None
        self._sending: Task[None] | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        session.state_changed.connect(self._follow)
        session.user_changed.connect(self._follow)

    @property
    def is_unproven(self) -> bool:
        """Whether the signed-in person's address is not confirmed yet."""
        user = self._session.user
        return user is not None and not user.email_verified

    @property
    def is_awaited(self) -> bool:
        """Whether the app waits for the link before it shows anything else."""
        return self._is_awaited and self.is_unproven

    @property
    def new_email(self) -> str:
        """The address that waits to be confirmed instead of the present one; or ""."""
        return self._new_email

    @property
    def is_busy(self) -> bool:
        """Whether a mail is being asked for."""
        return self._sending is not None

    @property
    def welcome_credits(self) -> int:
        """What proving the address brings."""
        service = self._session.service
        return 0 if service is None else service.welcome_credits

    def wait(self) -> None:
        """Show the page that waits for the link."""
        if self.is_unproven and not self._is_awaited:
            self._is_awaited = True
            self._set_pace()
            self.changed.emit()
            self.look()

    def go_on(self) -> None:
        """Go on without having confirmed."""
        if self._is_awaited:
            self._is_awaited = False
            self._set_pace()
            self.changed.emit()

    @Slot()
    def look(self) -> None:
        """Ask the server whether a link was clicked."""
        if self._looking is None and self._session.state is SessionState.SIGNED_IN:
            self._looking = self._calls.run(
                account_work.session, self._on_looked, self._on_not_looked
            )

    def resend(self) -> None:
        """Have the link for the present address sent again."""
        if self._sending is None:
            self._sending = self._calls.run(
                account_work.resend_verification, self._on_sent, self._on_not_sent
            )
            self.changed.emit()

    def change(self, new_email: str, password: str) -> None:
        """Have a link sent to another address; it is taken over when the link is clicked."""
        if self._sending is None:
            self._sending = self._calls.run(
                lambda task: account_work.change_email(task, new_email, password),
                lambda _result: self._on_change_asked(new_email.strip()),
                self._on_change_refused,
            )
            self.changed.emit()

    def forget_change(self) -> None:
        """Wait for the new address no more; its link holds until it ends by its age."""
        self._new_email = ""
        self._set_pace()
        self.changed.emit()

    def _on_sent(self, _result: None) -> None:
        self._sending = None
        self.changed.emit()
        self.mail_sent.emit()

    def _on_not_sent(self, error: AppError) -> None:
        self._sending = None
        self.changed.emit()
        self.failed.emit(error)

    def _on_change_asked(self, new_email: str) -> None:
        self._sending = None
        self._new_email = new_email
        self._set_pace()
        self.changed.emit()

    def _on_change_refused(self, error: AppError) -> None:
        self._sending = None
        self.changed.emit()
        self.change_failed.emit(error)

    def _on_looked(self, session: "Session") -> None:
        self._looking = None
        before = self._session.user
        self._session.update_user(session.user)
        if before is None or before.id != session.user.id:
            return
        if session.user.email_verified and not before.email_verified:
            self.proven.emit(self.welcome_credits)
        if session.user.email != before.email:
            self._new_email = ""
            self._set_pace()
            self.changed.emit()
            self.replaced.emit(session.user.email)

    def _on_not_looked(self, _error: AppError) -> None:
        # Asked again soon; whatever else is wrong is told by what the person does.
        self._looking = None

    @Slot()
    def _follow(self) -> None:
        user = self._session.user
        user_id = "" if user is None else user.id
        if user_id != self._user_id:
            self._user_id = user_id
            self._new_email = ""
            self._is_awaited = self._was_asked = False
            for task in (self._looking, self._sending):
                if task is not None:
                    task.cancel()
            self._looking = self._sending = None
        is_new = self._session.state is SessionState.SIGNED_IN and self._session.is_new_account
        if is_new and not self._was_asked:
            self._is_awaited = self._was_asked = True
        if not self.is_unproven:
            self._is_awaited = False
        self._set_pace()
        self.changed.emit()

    def _set_pace(self) -> None:
        waits = self.is_unproven or bool(self._new_email)
        if not waits or self._session.state is not SessionState.SIGNED_IN:
            self._timer.stop()
            return
        is_near = self._is_awaited or bool(self._new_email)
        pace_ms = _LOOK_EVERY_MS if is_near else _LOOK_SELDOM_EVERY_MS
        if not self._timer.isActive() or self._timer.interval() != pace_ms:
            self._timer.start(pace_ms)
