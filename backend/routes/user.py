"""/api/user: what belongs to the signed-in person."""

from typing import Annotated, Final

from pydantic import Field, StringConstraints

from backend.routes.contract import Call, Operation
from shared.credits import CreditsBalance, TransactionPage
from shared.limits import PAGE_DEFAULT_ITEMS, PAGE_MAX_ITEMS
from shared.wire import RequestModel


class StatementQuery(RequestModel):
    """Which page of the statement."""

    cursor: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None
    limit: Annotated[int, Field(ge=1, le=PAGE_MAX_ITEMS)] = PAGE_DEFAULT_ITEMS


async def _credits_balance(call: Call[None, None]) -> CreditsBalance:
    # Who asks and what they have stands in one row, which was read to let them in.
    return CreditsBalance(balance=call.caller.balance, held=call.caller.held)


async def _transactions(call: Call[None, StatementQuery]) -> TransactionPage:
    return await call.services.credits.statement(
        call.caller.user_id, cursor=call.query.cursor, limit=call.query.limit
    )


OPERATIONS: Final = (
    Operation(
        method="GET",
        path="/api/user/credits",
        name="getCredits",
        summary="How many credits can be spent",
        tag="user",
        handler=_credits_balance,
        answer=CreditsBalance,
    ),
    Operation(
        method="GET",
        path="/api/user/transactions",
        name="listTransactions",
        summary="Every change of the balance, newest first",
        tag="user",
        handler=_transactions,
        query=StatementQuery,
        answer=TransactionPage,
    ),
)
