"""Chores that several workers must not do at the same time take turns by an advisory lock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import IntEnum

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit


class Chore(IntEnum):
    """The numbers of the locks, in PostgreSQL's one namespace of this database."""

    REAP = 7_190_001
    SWEEP = 7_190_002


@asynccontextmanager
async def turn(engine: AsyncEngine, chore: Chore) -> AsyncIterator[AsyncConnection | None]:
    """Take the turn; None when another worker has it.

    PostgreSQL gives the lock free when the connection ends, so a killed worker keeps nothing.

    Raises:
        DatabaseUnavailable: PostgreSQL does not answer.
    """
    async with autocommit(engine) as connection:
        cursor = await connection.execute("select pg_try_advisory_lock(%s)", [int(chore)])
        row = await cursor.fetchone()
        if row is None or not row[0]:
            yield None
            return
        try:
            yield connection
        finally:
            if not connection.closed:
                await connection.execute("select pg_advisory_unlock(%s)", [int(chore)])
