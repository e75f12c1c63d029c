"""Whether the parts that a server needs answer."""

import asyncio
import logging
from typing import Final

from psycopg import errors
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.errors import DatabaseUnavailable
from backend.services.ports import ObjectStore
from shared.service import Readiness

logger = logging.getLogger(__name__)

_TIMEOUT_S: Final = 2.0


class HealthService:
    """Asks each part, all at once."""

    def __init__(self, engine: AsyncEngine, store: ObjectStore) -> None:
        self._engine = engine
        self._store = store

    async def readiness(self) -> Readiness:
        """Which parts answer within two seconds; never raises for one that does not."""
        database, storage = await asyncio.gather(self._check_database(), self._store.check())
        return Readiness(ready=database and storage, database=database, storage=storage)

    async def _check_database(self) -> bool:
        try:
            async with asyncio.timeout(_TIMEOUT_S), autocommit(self._engine) as connection:
                await connection.execute("select from alembic_version")
        except (DatabaseUnavailable, TimeoutError):
            return False
        except errors.UndefinedTable:
            logger.warning("The database has no tables yet: run `plushifyme-server migrate`")
            return False
        return True
