"""Waiting for a store or a database that is away, for as long as a short outage takes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar

from backend.errors import DatabaseUnavailable, StorageUnavailable

logger = logging.getLogger(__name__)

PAUSES_S: Final = (1, 2, 4, 8, 16)
"""An outage of half a minute costs no attempt, and no finished picture."""

_Made = TypeVar("_Made")


async def patiently(call: Callable[[], Awaitable[_Made]], pauses_s: Sequence[float]) -> _Made:
    """Call until something answers, as long as the pauses allow.

    Raises:
        StorageUnavailable, DatabaseUnavailable: Nothing did, the last time either.
    """
    for pause_s in pauses_s:
        try:
            return await call()
        except (StorageUnavailable, DatabaseUnavailable) as error:
            logger.warning("Waiting %s s: %s", pause_s, error)
            await asyncio.sleep(pause_s)
    return await call()
