"""Connections: dead ones are replaced, failures have one name, errors roll back."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db import engine as database
from backend.db.engine import autocommit, create_engine, transaction
from backend.errors import DatabaseUnavailable, NotFound
from backend.local_cloud.ports import free_port
from tests.backend.worker.conftest import eventually


async def test_a_server_that_does_not_answer_is_unavailable() -> None:
    engine = create_engine(f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")
    with pytest.raises(DatabaseUnavailable):
        async with autocommit(engine) as connection:
            await connection.execute("select 1")
    with pytest.raises(DatabaseUnavailable):
        async with transaction(engine) as connection:
            await connection.execute("select 1")
    await engine.dispose()


async def kill_others(dsn: str) -> None:
    other = create_engine(dsn)
    async with autocommit(other) as connection:
        await connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    await other.dispose()


async def test_a_connection_that_died_while_idle_is_replaced_unnoticed(
    engine: AsyncEngine, postgres_dsn: str
) -> None:
    async with autocommit(engine), autocommit(engine):
        pass
    await kill_others(postgres_dsn)
    for _ in range(3):
        async with transaction(engine) as connection:
            await connection.execute("select 1")


async def test_a_connection_that_dies_in_use_is_unavailable_and_never_used_again(
    engine: AsyncEngine, postgres_dsn: str
) -> None:
    async def use() -> None:
        async with transaction(engine) as connection:
            await kill_others(postgres_dsn)
            await connection.execute("select 1")

    with pytest.raises(DatabaseUnavailable):
        await use()
    async with autocommit(engine) as connection:
        await connection.execute("select 1")


async def test_a_server_that_hangs_is_unavailable(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang() -> None:
        async with transaction(engine) as connection:
            await connection.execute("select pg_sleep(60)")

    with monkeypatch.context() as impatient:
        impatient.setattr(database, "BORROW_LIMIT_S", 0.2)
        with pytest.raises(DatabaseUnavailable):
            await hang()
    async with autocommit(engine) as connection:
        await connection.execute("select 1")


async def test_a_cancelled_transaction_leaves_a_sound_pool(postgres_dsn: str) -> None:
    engine, watching = create_engine(postgres_dsn, pool_size=1), create_engine(postgres_dsn)

    async def hang() -> None:
        async with transaction(engine) as connection:
            await connection.execute("insert into users (email, name) values ('a@b.c', 'A')")
            await connection.execute("select pg_sleep(60)")

    async def is_hanging() -> bool:
        async with autocommit(watching) as connection:
            # The server does not hear who cancels a statement that has not begun.
            cursor = await connection.execute(
                "select from pg_stat_activity where wait_event = 'PgSleep'"
            )
            return cursor.rowcount == 1

    task = asyncio.create_task(hang())
    await eventually(is_hanging)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with autocommit(engine) as connection:
        cursor = await connection.execute("select count(*) from users")
        assert await cursor.fetchone() == (0,)
    await engine.dispose()
    await watching.dispose()


async def test_an_error_rolls_everything_back(engine: AsyncEngine) -> None:
    async def attempt() -> None:
        async with transaction(engine) as connection:
            await connection.execute("insert into users (email, name) values ('a@b.c', 'A')")
            raise NotFound

    with pytest.raises(NotFound):
        await attempt()
    async with autocommit(engine) as connection:
        cursor = await connection.execute("select count(*) from users")
        assert await cursor.fetchone() == (0,)


async def test_who_waits_too_long_for_a_connection_is_told_to_come_back(
    postgres_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "POOL_TIMEOUT_S", 0.1)
    engine = create_engine(postgres_dsn, pool_size=1)
    async with autocommit(engine):
        with pytest.raises(DatabaseUnavailable):
            async with autocommit(engine):
                pass
    async with autocommit(engine) as connection:
        await connection.execute("select 1")
    await engine.dispose()


async def test_a_server_that_has_become_a_replica_is_left_for_the_one_that_writes(
    postgres_dsn: str,
) -> None:
    engine = create_engine(postgres_dsn, pool_size=1)
    async with autocommit(engine) as connection:
        await connection.execute("set default_transaction_read_only = on")

    async def write() -> None:
        async with transaction(engine) as connection:
            await connection.execute("insert into users (email, name) values ('a@b.c', 'A')")

    with pytest.raises(DatabaseUnavailable):
        await write()
    # Another connection, which a failover leads to the server that took over.
    await write()
    await engine.dispose()


@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "57014", "53300"])
async def test_what_the_server_gives_up_may_be_tried_again(
    engine: AsyncEngine, sqlstate: str
) -> None:
    """A serialization failure, a deadlock, a statement timeout, too many connections."""

    async def give_up() -> None:
        async with transaction(engine) as connection:
            await connection.execute(
                "do $$ begin raise exception 'no' using errcode = '" + sqlstate + "'; end $$"
            )

    with pytest.raises(DatabaseUnavailable):
        await give_up()
    async with autocommit(engine) as connection:
        await connection.execute("select 1")
