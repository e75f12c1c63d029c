"""Balance and statement."""

from enum import StrEnum

from shared.wire import UtcDateTime, WireModel


class TransactionType(StrEnum):
    """Why a balance changed."""

    PURCHASE = "purchase"
    GENERATION = "generation"
    REFUND = "refund"
    GRANT = "grant"
    ADJUSTMENT = "adjustment"


class CreditsBalance(WireModel):
    """`balance` can be spent now; `held` credits are already taken for jobs that still run."""

    balance: int
    held: int


class Transaction(WireModel):
    """One line of the statement; `credits` is signed."""

    id: str
    type: TransactionType
    credits: int
    balance_after: int
    description: str
    image_id: str | None = None
    order_id: str | None = None
    created_at: UtcDateTime


class TransactionPage(WireModel):
    """Newest first. `next_cursor` goes into `?cursor=`; None on the last page."""

    transactions: list[Transaction]
    next_cursor: str | None = None
