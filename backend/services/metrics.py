"""What a server tells about itself in numbers, and who may read them."""

import asyncio
import hmac
import logging
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.db.rows import fetch_one
from backend.errors import DatabaseUnavailable, NotFound
from backend.services.ports import QueueDepth, ServerMetrics
from shared.service import EngineName
from shared.styles import Style

logger = logging.getLogger(__name__)

_TIMEOUT_S: Final = 2.0


class MetricsService:
    """Counts requests, and shows every number on one page.

    Args:
        engine: For how much waits.
        metrics: Keeps the numbers.
        image_engine: The one that this server's pictures are made by.
        token: Who reads the page shows it. None: nobody has to.
        is_open: Whether the page is to be seen at all when there is no token.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        metrics: ServerMetrics,
        *,
        image_engine: EngineName,
        token: str | None = None,
        is_open: bool = True,
    ) -> None:
        self._engine = engine
        self._metrics = metrics
        self._image_engine = image_engine
        self._token = token
        self._is_open = is_open

    def count_request(self, *, method: str, route: str, status: str, seconds: float) -> None:
        """One request was answered; `seconds` is the time until its answer began."""
        self._metrics.count_request(method=method, route=route, status=status, seconds=seconds)

    def count_cancelled(self, style: Style) -> None:
        """Somebody did not want a picture any more."""
        self._metrics.count_cancelled(style, self._image_engine)

    async def render(self, authorization: str) -> bytes:
        """The page, in Prometheus' text format. It also tells when the database does not answer.

        Args:
            authorization: The header of this name.

        Raises:
            NotFound: The page is not for whoever asks.
        """
        if not self._may_read(authorization):
            raise NotFound
        return self._metrics.render(await self._look_at_queue())

    def _may_read(self, authorization: str) -> bool:
        if self._token is None:
            return self._is_open
        shown = authorization.encode()
        return hmac.compare_digest(shown, f"Bearer {self._token}".encode())

    async def _look_at_queue(self) -> QueueDepth | None:
        try:
            async with asyncio.timeout(_TIMEOUT_S), autocommit(self._engine) as connection:
                return await fetch_one(connection, QueueDepth, _LOOK_AT_QUEUE, {})
        except (DatabaseUnavailable, TimeoutError):
            logger.warning("The metrics lack the queue: the database does not answer")
            return None


_LOOK_AT_QUEUE: Final = """
    select
        count(*) filter (where status = 'pending') as waiting,
        count(*) filter (where status = 'processing') as in_progress,
        coalesce(
            extract(epoch from now() - min(created_at) filter (where status = 'pending')), 0
        )::float8 as oldest_waiting_s
    from generated_images where status in ('pending', 'processing')
"""
