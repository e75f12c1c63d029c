"""The balance and the statement."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from shared.credits import Transaction


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

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._balance: int | None = None
        self._held = 0
        self._transactions: list[Transaction] = []
        self._next_cursor: str | None = None

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

    def load_transactions(self) -> None:
        """Load the newest page of the statement."""

    def load_more(self) -> None:
        """Load the next older page."""
