"""Where a picture that waits stands in the queue.

Everybody who waits asks twice a second, and all of them about the same few pictures in front. So
the front of the queue is read a few times a second, and for all. A place may be that much behind
the times; nothing else that is told about a picture ever is.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.batching import BatchedLookup
from backend.db.engine import autocommit
from backend.services.images import ImageRecord
from backend.services.ledger import QUEUE_POSITION_MAX
from backend.services.ports import JobQueue
from shared.generations import GenerationStatus

_KEPT_S: Final = 0.25
_YOUNG: Final = timedelta(seconds=2)
"""A picture that was asked for so lately may be missing in what was read before."""


@dataclass(frozen=True, slots=True)
class _Front:
    places: Mapping[UUID, int]
    is_cut: bool
    """Whether more wait than were read."""
    read_at: float
    """By the monotonic clock, before it was read."""

    def place_of(self, image_id: UUID) -> int:
        # A picture without a job is about to be begun, so nobody is before it.
        return self.places.get(image_id, QUEUE_POSITION_MAX if self.is_cut else 0)


class WaitingLine:
    """Tells pictures their places.

    Args:
        engine: Lends connections.
        queue: Knows who is next.
    """

    def __init__(self, engine: AsyncEngine, queue: JobQueue) -> None:
        self._queue = queue
        self._fronts: BatchedLookup[AsyncConnection, None, _Front] = BatchedLookup(
            partial(autocommit, engine), self._read_front
        )
        self._last: _Front | None = None

    async def place_of(self, image: ImageRecord, *, at_this_moment: bool = False) -> int | None:
        """How many wait before it, counted up to `QUEUE_POSITION_MAX`; None: it does not wait."""
        if image.status != GenerationStatus.PENDING:
            return None
        front = self._last
        if (
            front is None
            or at_this_moment
            or time.monotonic() - front.read_at > _KEPT_S
            or datetime.now(UTC) - image.created_at < _YOUNG
        ):
            front = await self._fronts.get(None)
            assert front is not None  # noqa: S101 - there always is a front, be it empty
        return front.place_of(image.id)

    async def _read_front(
        self, connection: AsyncConnection, _asked: Sequence[None]
    ) -> Mapping[None, _Front]:
        read_at = time.monotonic()
        front = await self._queue.front(connection, limit=QUEUE_POSITION_MAX)
        places = {image_id: place for place, image_id in enumerate(front)}
        self._last = _Front(places, len(front) == QUEUE_POSITION_MAX, read_at)
        return {None: self._last}
