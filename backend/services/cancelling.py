"""Ending a generation that still runs, at its owner's wish."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from psycopg import AsyncConnection

from backend.db.rows import fetch_one
from backend.services import ledger
from backend.services.revisions import NextRevision
from shared.styles import Style

OnCancelled = Callable[[Style], None]
"""Hears of each picture that was cancelled, after the commit."""


def unheard(_style: Style) -> None:
    """An `OnCancelled` that nobody needs."""


@dataclass(frozen=True, slots=True)
class CancelledImage:
    """What was cancelled."""

    style: str
    cost_credits: int


async def cancel_running(
    connection: AsyncConnection, image_id: UUID, revision: NextRevision
) -> CancelledImage | None:
    """Cancel and refund an image of the user who is locked by `revision`.

    The worker that may be at it loses its fence: whichever of the two commits first has won.

    Returns:
        None when it was final already, or is not this user's; then nothing has changed.
    """
    cancelled = await fetch_one(
        connection,
        CancelledImage,
        """
        update generated_images
        set status = 'cancelled', revision = %(revision)s, finished_at = now()
        where id = %(image_id)s and (user_id = %(user_id)s) is true
            and (status in ('pending', 'processing')) is true
        returning style, cost_credits
        """,
        {"image_id": image_id, "user_id": revision.user_id, "revision": revision.number},
    )
    if cancelled is None:
        return None
    await ledger.refund_image(
        connection,
        user_id=revision.user_id,
        image_id=image_id,
        credits_count=cancelled.cost_credits,
        reason="Cancelled",
    )
    return cancelled
