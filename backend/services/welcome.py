"""The credits that every person gets once."""

from typing import Final
from uuid import UUID

from psycopg import AsyncConnection

from backend.services import ledger

_WELCOME: Final = "welcome"
"""The key of the grant in the ledger: whoever has had it gets no other."""


class WelcomeGift:
    """Gives the welcome credits; a second time it gives nothing.

    Args:
        credits_count: How many; none at all when 0.
    """

    def __init__(self, credits_count: int) -> None:
        self._credits_count = credits_count

    async def give(self, connection: AsyncConnection, user_id: UUID) -> None:
        """Give them, in the caller's transaction."""
        if self._credits_count:
            await ledger.grant(
                connection,
                user_id,
                self._credits_count,
                reason="Welcome to PlushifyMe",
                once_key=_WELCOME,
            )
