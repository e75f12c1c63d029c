"""A new password for somebody who has forgotten the old one."""

from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from desktop.errors import AppError
from desktop.workers import account_work
from desktop.workers.tasks import Task, TaskRunner


class ResetStep(Enum):
    """How far it is."""

    ASKING = auto()
    """Which address?"""
    MAILED = auto()
    """A link is on its way, if the address has an account."""
    SET = auto()
    """The new password holds."""


class PasswordResetModel(QObject):
    """From the forgotten password to the new one.

    Signals:
        changed(): `step` or `is_busy` is new.
        failed(AppError): The step was not taken.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, calls: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._step = ResetStep.ASKING
        self._email = ""
        self._task: Task[None] | None = None

    @property
    def step(self) -> ResetStep:
        """How far it is."""
        return self._step

    @property
    def email(self) -> str:
        """The address that the link was sent to."""
        return self._email

    @property
    def is_busy(self) -> bool:
        """Whether the server is being asked."""
        return self._task is not None

    def begin(self) -> None:
        """Start anew."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._step, self._email = ResetStep.ASKING, ""
        self.changed.emit()

    def request(self, email: str) -> None:
        """Have a link sent."""
        if self._task is None:
            self._email = email
            self._task = self._calls.run(
                lambda task: account_work.request_password_reset(task, email),
                lambda _result: self._reach(ResetStep.MAILED),
                self._on_failed,
            )
            self.changed.emit()

    def set_password(self, link: str, password: str) -> None:
        """Use the link of the mail, or its code alone."""
        if self._task is None:
            self._task = self._calls.run(
                lambda task: account_work.reset_password(task, link, password),
                lambda _result: self._reach(ResetStep.SET),
                self._on_failed,
            )
            self.changed.emit()

    def _reach(self, step: ResetStep) -> None:
        self._task = None
        self._step = step
        self.changed.emit()

    def _on_failed(self, error: AppError) -> None:
        self._task = None
        self.changed.emit()
        self.failed.emit(error)
