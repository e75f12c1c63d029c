"""Debit and enqueue, as the service does it, against pgbench running the very same SQL."""

import asyncio
import os
import random
import re
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Final, Self
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psycopg
from psycopg import AsyncConnection, AsyncCursor
from psycopg.sql import Literal

from backend.adapters.procrastinate_queue import ProcrastinateQueue
from backend.db.engine import create_engine, transaction
from backend.local_cloud.binaries import postgres_install_folder, postgres_program
from backend.services import ledger
from tests.benchmarks.load import run_quickly
from tests.benchmarks.rows import Goal, Row, Spread
from tests.chaos.stage import Stage, build_stage

SUITE: Final = "credits"

_CLIENTS: Final = 8
_USERS: Final = 1_000
_CREDITS: Final = 1_000_000
_ROUNDS: Final = 5
_SECONDS: Final = 3
_PARAMETER: Final = re.compile(r"%\((\w+)\)s")
_RATE: Final = re.compile(r"tps = ([\d.]+)")


def run() -> list[Row]:
    """Measure both in turns on one database, which is durable as in production."""
    ours: list[float] = []
    anchor: list[float] = []
    with build_stage(apis_count=0, workers_count=0) as stage:
        users = _make_users(stage)
        script = stage.folder / "charge.sql"
        script.write_text(run_quickly(_script(stage, users[0])), encoding="utf-8")
        for _ in range(_ROUNDS):
            ours.append(run_quickly(_charge_for_a_while(stage, users)))
            anchor.append(_run_pgbench(stage, script))
    name = f"debit and enqueue, {_CLIENTS} clients, {_USERS:,} users"
    return [
        Row(
            name,
            Spread.of(ours),
            "transactions/s",
            "pgbench, same SQL",
            Spread.of(anchor),
            Goal("ratio", ">=", 0.6),
        )
    ]


def _user_id(number: int) -> UUID:
    return UUID(int=number)


def _make_users(stage: Stage) -> list[UUID]:
    """Users whose ids pgbench can compute, each with an entry in the ledger."""
    users = [_user_id(number) for number in range(1, _USERS + 1)]
    with psycopg.connect(stage.postgres.dsn) as connection:
        connection.cursor().executemany(
            "insert into users (id, email, name) values (%s, %s, 'Bench')",
            [(user_id, str(user_id)) for user_id in users],
        )
    run_quickly(_grant(stage, users))
    return users


async def _grant(stage: Stage, users: list[UUID]) -> None:
    engine = create_engine(stage.postgres.dsn, pool_size=1)
    async with transaction(engine) as connection:
        for user_id in users:
            await ledger.grant(connection, user_id, _CREDITS, reason="To be spent")
    await engine.dispose()


async def _charge(connection: AsyncConnection, queue: ProcrastinateQueue, user_id: UUID) -> None:
    """What the service does in its transaction."""
    image = ledger.NewImage(
        user_id=user_id,
        style="minimalist",
        prompt="a wish",
        hints=None,
        photo_key="staging/photo.jpg",
        idempotency_key=str(uuid4()),
        request_sha256=b"0" * 32,
        cost_credits=1,
    )
    [charged] = await ledger.charge_for_images(connection, [image])
    await queue.enqueue_generation(connection, charged.id)


async def _charge_for_a_while(stage: Stage, users: list[UUID]) -> float:
    """Transactions a second."""
    engine = create_engine(stage.postgres.dsn, pool_size=_CLIENTS)
    queue = ProcrastinateQueue()
    began_at = time.perf_counter()
    ends_at = began_at + _SECONDS
    charges = 0

    async def client(number: int) -> None:
        nonlocal charges
        dice = random.Random(number)
        while time.perf_counter() < ends_at:
            async with transaction(engine) as connection:
                await _charge(connection, queue, dice.choice(users))
            charges += 1

    await asyncio.gather(*(client(number) for number in range(_CLIENTS)))
    seconds = time.perf_counter() - began_at
    await engine.dispose()
    return charges / seconds


class _RecordingCursor(AsyncCursor[Any]):
    """Keeps each statement as it is sent, with its values."""

    recorded: ClassVar[list[tuple[str, Mapping[str, object]]]] = []

    async def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        self.recorded.append((query, params))
        return await super().execute(query, params, **options)


async def _script(stage: Stage, user_id: UUID) -> str:
    """The service's statements as a script of pgbench, with a random user and key each time."""
    _RecordingCursor.recorded.clear()
    connection = await AsyncConnection.connect(stage.postgres.dsn, cursor_factory=_RecordingCursor)
    async with connection:
        await _charge(connection, ProcrastinateQueue(), user_id)
        statements = [
            _PARAMETER.sub(lambda found: _value(found[1], values, connection), statement)  # noqa: B023 - called at once
            for statement, values in _RecordingCursor.recorded
        ]
    charge, *others = statements
    lines = [f"\\set user random(1, {_USERS})", "begin;", charge, "\\gset"]
    lines += [f"{statement.strip()};" for statement in others]
    return "\n".join([*lines, "commit;", ""])


def _value(name: str, values: Mapping[str, object], connection: AsyncConnection[Any]) -> str:
    varied = {
        "user_id": "lpad(to_hex(:user::integer), 32, '0')::uuid",
        "idempotency_key": "gen_random_uuid()::text",
        "image_ids": "array[:id]::uuid[]",
    }
    return varied.get(name) or Literal(values[name]).as_string(connection)


def _run_pgbench(stage: Stage, script: Path) -> float:
    """Transactions a second."""
    address = urlsplit(stage.postgres.dsn)
    done = subprocess.run(
        [
            *(postgres_program(postgres_install_folder(), "pgbench"), "--no-vacuum"),
            *("--protocol=prepared", f"--client={_CLIENTS}", f"--time={_SECONDS}"),
            *(f"--file={script}", f"--host={address.hostname}", f"--port={address.port}"),
            *(f"--username={address.username}", address.path.removeprefix("/")),
        ],
        env={**os.environ, "PGPASSWORD": address.password or ""},
        capture_output=True,
        text=True,
        check=False,
    )
    found = _RATE.search(done.stdout)
    if done.returncode or found is None:
        raise RuntimeError(done.stderr)
    return float(found[1])
