"""The balance and the statement."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop.errors import AppError
from desktop.workers import work
from desktop.workers.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from shared.credits import Transaction, TransactionPage


class CreditsModel(QObject):
    """What can be spent, what is held for running jobs, and where it went.

    Signals:
        changed(): `balance` or `held` is new.
        transactions_changed(): `transactions` or `has_more` is new.
        failed(AppError): The statement could not be loaded.
    """

    changed = Signal()
    transactions_changed = Signal()
    failed = Signal(object)

    def __init__(self, calls: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._balance: int | None = None
        self._held = 0
        self._transactions: list[Transaction] = []
        self._next_cursor: str | None = None
        self._loading: Task[TransactionPage] | None = None

    @property
    def balance(self) -> int | None:
        """What can be spent now; None until it is known."""
        return self._balance

    @property
    def held(self) -> int:
        """Taken already for jobs that still run."""
        return self._held

    @property
    def transactions(self) -> "list[Transaction]":
        """The loaded part of the statement, newest first."""
        return list(self._transactions)

    @property
    def has_more(self) -> bool:
        """Whether `load_more` would add older entries."""
        return self._next_cursor is not None

    @Slot(int, int)
    def set_credits(self, balance: int, held: int) -> None:
        """The server has told them."""
        if (balance, held) == (self._balance, self._held):
            return
        self._balance, self._held = balance, held
        self.changed.emit()

    def reset(self, balance: int | None = None) -> None:
        """Somebody has signed in (with this balance) or out."""
        if self._loading is not None:
            self._loading.cancel()
        self._balance, self._held = balance, 0
        self._transactions, self._next_cursor = [], None
        self.changed.emit()
        self.transactions_changed.emit()

    def load_transactions(self) -> None:
        """Load the newest page of the statement."""
        self._load(None)

    def load_more(self) -> None:
        """Load the next older page."""
        if self._next_cursor is not None:
            self._load(self._next_cursor)

    def _load(self, cursor: str | None) -> None:
        if self._loading is not None:
            self._loading.cancel()
        self._loading = self._calls.run(
            lambda task: work.transactions(task, cursor),
            self._on_more if cursor else self._on_newest,
            self._on_failed,
        )

    def _on_newest(self, page: "TransactionPage") -> None:
        self._transactions = []
        self._on_more(page)

    def _on_more(self, page: "TransactionPage") -> None:
        self._loading = None
        self._transactions += page.transactions
        self._next_cursor = page.next_cursor
        self.transactions_changed.emit()

    def _on_failed(self, error: AppError) -> None:
        self._loading = None
        self.failed.emit(error)
