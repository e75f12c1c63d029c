"""Connections to PostgreSQL: one pool a process, and the only place that sees it fail.

SQLAlchemy keeps the pool; what is borrowed is the plain psycopg connection, because a statement
through it costs a third of one through SQLAlchemy's execution layer.
"""

import asyncio
import select
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final, cast

import psycopg
from psycopg import AsyncConnection
from psycopg.pq import TransactionStatus
from psycopg.types.json import set_json_loads
from pydantic_core import from_json
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import greenlet_spawn

from backend.errors import DatabaseUnavailable

CONNECT_TIMEOUT_S: Final = 5
POOL_TIMEOUT_S: Final = 10
BORROW_LIMIT_S: Final = 30
"""Everything that borrows a connection is done within milliseconds, unless a server hangs."""

CONNECTION_OPTIONS: Final[dict[str, Any]] = {
    "connect_timeout": CONNECT_TIMEOUT_S,
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "application_name": "plushifyme",
}
"""So that a dead network is noticed within seconds. `tcp_user_timeout` is in milliseconds."""


def create_engine(dsn: str, *, pool_size: int = 8) -> AsyncEngine:
    """A pool of at most `pool_size` connections; nothing is opened before it is used."""
    url = make_url(dsn).set(drivername="postgresql+psycopg")
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_S,
        # `autocommit` gives back only what is idle, so that there is nothing to roll back.
        pool_reset_on_return=None,
        connect_args=CONNECTION_OPTIONS | {"autocommit": True},
    )
    event.listen(engine.sync_engine, "connect", _read_json_quickly)
    event.listen(engine.sync_engine, "connect", _plan_for_large_tables)
    event.listen(engine.sync_engine, "checkout", _refuse_dead_connection)
    return engine


def _read_json_quickly(dbapi_connection: Any, *_: object) -> None:
    """Four times as quick as Python's own reader: a page of pictures holds hundreds of values."""
    set_json_loads(from_json, dbapi_connection.driver_connection)


def _plan_for_large_tables(dbapi_connection: Any, *_: object) -> None:
    """Let no plan read a whole table if there is another way.

    For a table of one page that would be the quickest. But plans are kept, and PostgreSQL makes a
    new one only when it has analysed the table, a minute or more after it has grown. For the same
    reason statements hide a condition behind `is true` where it would lead to the wrong index, and
    join by `lateral` with `limit 1`, which allows no hash of a whole table.
    """
    cursor = dbapi_connection.cursor()
    cursor.execute("set enable_seqscan = off")
    cursor.close()


def _refuse_dead_connection(dbapi_connection: Any, *_: object) -> None:
    """Make the pool replace a connection that the server has ended; costs no round trip."""
    if dbapi_connection.driver_connection.closed or _is_readable(
        dbapi_connection.driver_connection.fileno()
    ):
        raise DisconnectionError


def _is_readable(file_descriptor: int) -> bool:
    """Whether bytes wait: on an idle connection they can only be the server's farewell."""
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(file_descriptor, select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([file_descriptor], [], [], 0)[0])


@asynccontextmanager
async def autocommit(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Borrow a connection on which each statement is its own transaction.

    Raises:
        DatabaseUnavailable: PostgreSQL does not answer, or not in time.
    """
    try:
        async with asyncio.timeout(BORROW_LIMIT_S):
            pooled = await engine.raw_connection()
            connection = cast("AsyncConnection", pooled.driver_connection)
            try:
                yield connection
            except psycopg.errors.ReadOnlySqlTransaction:
                # After a failover this server is a replica; the next connection finds the new one.
                await connection.close()
                raise
            finally:
                # A connection that is gone, or that was left in the middle, is not used again.
                is_sound = connection.info.transaction_status is TransactionStatus.IDLE
                await greenlet_spawn(pooled.close if is_sound else pooled.invalidate)
    except (
        psycopg.OperationalError,
        psycopg.InterfaceError,
        psycopg.errors.ReadOnlySqlTransaction,
        SQLAlchemyError,
        TimeoutError,
    ) as error:
        raise DatabaseUnavailable from error


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Borrow a connection inside one transaction: committed at the end, rolled back on any error.

    Raises:
        DatabaseUnavailable: PostgreSQL does not answer; nothing was committed, or it is unknown
            whether it was.
    """
    async with autocommit(engine) as connection, connection.transaction():
        yield connection
