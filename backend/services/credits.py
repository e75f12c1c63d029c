"""Balance and statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.db.rows import fetch_all, fetch_one
from backend.errors import InvalidRequest, NotFound
from shared.credits import CreditsBalance, Transaction, TransactionPage, TransactionType
from shared.errors import ErrorDetail

_POSITION_MAX: Final = 2**63 - 1
_POSITION_MAX_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class _Balance:
    balance: int
    held: int


@dataclass(frozen=True, slots=True)
class _EntryRecord:
    id: UUID
    position: int
    type: str
    credits: int
    balance_after: int
    description: str
    image_id: UUID | None
    order_id: UUID | None
    created_at: datetime


class CreditsService:
    """Reads the ledger; `backend.services.ledger` writes it."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def balance(self, user_id: UUID) -> CreditsBalance:
        """What can be spent, and what running generations hold."""
        async with autocommit(self._engine) as connection:
            found = await fetch_one(
                connection,
                _Balance,
                """
                select credits as balance, (
                    select coalesce(sum(cost_credits), 0) from generated_images
                    where user_id = users.id and status in ('pending', 'processing')
                ) as held
                from users where id = %(user_id)s
                """,
                {"user_id": user_id},
            )
        if found is None:
            raise NotFound
        return CreditsBalance(balance=found.balance, held=found.held)

    async def statement(self, user_id: UUID, *, cursor: str | None, limit: int) -> TransactionPage:
        """One page of entries, newest first, from where the previous page's cursor points.

        Raises:
            InvalidRequest: The cursor is not one of ours.
        """
        async with autocommit(self._engine) as connection:
            records = await fetch_all(
                connection,
                _EntryRecord,
                """
                select id, position, type, credits, balance_after, description, image_id,
                    order_id, created_at
                from transactions
                where user_id = %(user_id)s and position < %(before)s
                order by position desc
                limit %(limit)s
                """,
                {"user_id": user_id, "before": _parse_cursor(cursor), "limit": limit + 1},
            )
        page = records[:limit]
        return TransactionPage(
            transactions=[_present(record) for record in page],
            next_cursor=str(page[-1].position) if len(records) > limit else None,
        )


def _parse_cursor(cursor: str | None) -> int:
    if cursor is None:
        return _POSITION_MAX
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= _POSITION_MAX_DIGITS):
        message = "This is not a cursor of an earlier page."
        raise InvalidRequest(message, [ErrorDetail(field="cursor", message=message)])
    return int(cursor)


def _present(record: _EntryRecord) -> Transaction:
    return Transaction(
        id=str(record.id),
        type=TransactionType(record.type),
        credits=record.credits,
        balance_after=record.balance_after,
        description=record.description,
        image_id=None if record.image_id is None else str(record.image_id),
        order_id=None if record.order_id is None else str(record.order_id),
        created_at=record.created_at,
    )
