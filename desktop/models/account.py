"""What a signed-in person changes about the account: name, password, and its end."""

from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from desktop.errors import AppError
from desktop.models.session import SessionModel
from desktop.workers import account_work
from desktop.workers.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from datetime import datetime

    from shared.accounts import User

T = TypeVar("T")


class AccountDeed(Enum):
    """What can be done to an account here."""

    RENAME = auto()
    CHANGE_PASSWORD = auto()
    DELETE = auto()
    KEEP = auto()


class AccountModel(QObject):
    """One deed at a time.

    Signals:
        busy_changed(): `busy` is new.
        done(AccountDeed): It is done.
        failed(AccountDeed, AppError): It is not.
    """

    busy_changed = Signal()
    done = Signal(object)
    failed = Signal(object, object)

    def __init__(
        self, session: SessionModel, calls: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._calls = calls
        self._busy: AccountDeed | None = None
        self._task: Task[Any] | None = None
        self._deletes_at: datetime | None = None
        session.state_changed.connect(self._on_state_changed)

    @property
    def busy(self) -> AccountDeed | None:
        """What is being done."""
        return self._busy

    @property
    def left_until(self) -> "datetime | None":
        """Until when the account that was deleted here just now can be taken back."""
        return self._deletes_at

    def rename(self, name: str) -> None:
        """Change the name."""
        self._do(AccountDeed.RENAME, lambda task: account_work.rename(task, name), self._on_renamed)

    def change_password(self, current: str, new: str) -> None:
        """Change the password; every other device is signed out."""
        self._do(
            AccountDeed.CHANGE_PASSWORD,
            lambda task: account_work.change_password(task, current, new),
            self._on_password_changed,
        )

    def delete(self, password: str) -> None:
        """Begin the days of grace; the person is signed out."""
        self._do(
            AccountDeed.DELETE,
            lambda task: account_work.delete_account(task, password),
            self._on_deleted,
        )

    def keep(self) -> None:
        """Take the deletion back."""
        self._do(AccountDeed.KEEP, account_work.keep_account, self._on_kept)

    def _do(
        self,
        deed: AccountDeed,
        work: Callable[[Task[T]], T],
        on_success: Callable[[T], None],
    ) -> None:
        if self._busy is None:
            self._set_busy(deed)
            self._task = self._calls.run(work, on_success, partial(self._on_failed, deed))

    def _set_busy(self, deed: AccountDeed | None) -> None:
        self._busy = deed
        self.busy_changed.emit()

    def _on_renamed(self, user: "User") -> None:
        self._set_busy(None)
        self._session.update_user(user)
        self.done.emit(AccountDeed.RENAME)

    def _on_password_changed(self, _result: None) -> None:
        self._set_busy(None)
        self.done.emit(AccountDeed.CHANGE_PASSWORD)

    def _on_deleted(self, deletes_at: "datetime") -> None:
        self._set_busy(None)
        self._session.leave()
        self._deletes_at = deletes_at
        self.done.emit(AccountDeed.DELETE)

    def _on_kept(self, _result: None) -> None:
        self._set_busy(None)
        user = self._session.user
        if user is not None:
            self._session.update_user(user.model_copy(update={"deletes_at": None}))
        self.done.emit(AccountDeed.KEEP)

    def _on_failed(self, deed: AccountDeed, error: AppError) -> None:
        self._set_busy(None)
        self.failed.emit(deed, error)

    @Slot()
    def _on_state_changed(self) -> None:
        if self._session.state.is_inside:
            self._deletes_at = None
        elif self._busy is not None:
            if self._task is not None:
                self._task.cancel()
            self._set_busy(None)
