"""How soon things are known: a job at its worker, a finished picture at its client; and streams.

A commit is of the moment that PostgreSQL writes down for it (`track_commit_timestamp`): when it
begins to, before the disk has it. So the wait for the disk counts, and the statement before does
not; the way of a finished picture with its statement is a row of its own. With many idle streams
of other people on the same process.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import psutil
import psycopg
from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.adapters.procrastinate_queue import ProcrastinateQueue
from backend.db.engine import autocommit, create_engine, transaction
from backend.services import ledger
from backend.services.attempts import AttemptService
from tests.benchmarks.load import encode_request, percentile, run_quickly
from tests.benchmarks.rows import Goal, Row, Spread
from tests.chaos.spenders import PICTURE, Spender, make_image, make_spender
from tests.chaos.stage import Stage, build_stage

SUITE: Final = "events"

_STREAMS: Final = 500
_ROUNDS: Final = 3
_EVENTS: Final = 100
"""A round."""
_GAP_S: Final = 0.02
_CREDITS: Final = 10_000
_MB: Final = 1 << 20
_KB: Final = 1 << 10


def run() -> list[Row]:
    """Measure the worker first, then the streams of one API process."""
    with build_stage(apis_count=0, workers_count=1) as stage:
        _keep_commit_times(stage)
        starts = run_quickly(_job_starts(stage))
        worker_mb = _memory(stage.workers[0].pid) / _MB
    with build_stage(apis_count=1, workers_count=0) as stage:
        _keep_commit_times(stage)
        events, whole_ways, stream_bytes = run_quickly(_events(stage))
    told = f"completed commit to client event, {_STREAMS} idle streams"
    return [
        *_rows("commit to job start", starts),
        *_rows(told, events, p99_ms=50),
        *(
            Row(
                f"the same from before the statement is sent, p{percent}",
                _percentiles_ms(whole_ways, percent),
                "ms",
            )
            for percent in (50, 99)
        ),
        Row("memory a stream", Spread.of([stream_bytes / _KB]), "KB"),
        Row("idle worker process", Spread.of([worker_mb]), "MB"),
    ]


def _rows(name: str, rounds: list[list[float]], *, p99_ms: int = 25) -> list[Row]:
    return [
        Row(
            f"{name}, p{percent}",
            _percentiles_ms(rounds, percent),
            "ms",
            goal=Goal("value", "<=", limit_ms),
        )
        for percent, limit_ms in ((50, 5), (99, p99_ms))
    ]


def _percentiles_ms(rounds: list[list[float]], percent: int) -> Spread:
    return Spread.of([percentile(latencies_s, percent) * 1000 for latencies_s in rounds])


def _keep_commit_times(stage: Stage) -> None:
    """Let PostgreSQL write down when each transaction was committed, from its next start on."""
    with psycopg.connect(stage.postgres.dsn, autocommit=True) as connection:
        connection.execute("alter system set track_commit_timestamp = on")
    stage.kill_programs()
    stage.postgres.stop()
    stage.postgres.start()
    stage.start_programs()


async def _committed_at(connection: AsyncConnection, transaction_id: str) -> float:
    """When it was committed, in seconds since 1970."""
    cursor = await connection.execute(
        "select extract(epoch from pg_xact_commit_timestamp(%s::xid))::float8", [transaction_id]
    )
    row = await cursor.fetchone()
    assert row is not None
    return float(row[0])


def _memory(pid: int) -> int:
    rss: int = psutil.Process(pid).memory_info().rss
    return rss


async def _job_starts(stage: Stage) -> list[list[float]]:
    """Orders without a photo: a real worker claims each, and fails it at once."""
    engine = create_engine(stage.settings.database_url.get_secret_value())
    spender = await make_spender(engine, _CREDITS)
    await _start_one(engine, spender)
    rounds = [[await _start_one(engine, spender) for _ in range(_EVENTS)] for _ in range(_ROUNDS)]
    await engine.dispose()
    return rounds


async def _start_one(engine: AsyncEngine, spender: Spender) -> float:
    """Seconds from the commit to the beginning of the worker's claim."""
    image = ledger.NewImage(
        user_id=spender.id,
        style="minimalist",
        prompt="",
        hints=None,
        photo_key="staging/none.png",
        idempotency_key=str(time.monotonic_ns()),
        request_sha256=b"",
        cost_credits=1,
    )
    async with transaction(engine) as connection:
        [charged] = await ledger.charge_for_images(connection, [image])
        await ProcrastinateQueue().enqueue_generation(connection, charged.id)
        cursor = await connection.execute("select pg_current_xact_id()::xid::text")
        [transaction_id] = await cursor.fetchone() or [""]
    while True:
        await asyncio.sleep(_GAP_S)
        async with autocommit(engine) as connection:
            cursor = await connection.execute(
                "select extract(epoch from started_at)::float8 from generated_images"
                " where id = %s and finished_at is not null",
                [charged.id],
            )
            row = await cursor.fetchone()
            if row is not None:
                return float(row[0]) - await _committed_at(connection, transaction_id)


async def _events(stage: Stage) -> tuple[list[list[float]], list[list[float]], float]:
    """How long clients waited, since the commit and since before; the bytes of one idle stream."""
    engine = create_engine(stage.settings.database_url.get_secret_value())
    [api] = stage.apis
    people = [await make_spender(engine, 1) for _ in range(_STREAMS)]
    maker = await make_spender(engine, _CREDITS)
    async with _stream(api.address, maker) as lines:
        before = _memory(api.pid)
        async with _all_streams(api.address, people):
            stream_bytes = (_memory(api.pid) - before) / _STREAMS
            rounds = [
                [await _complete_one(engine, maker, lines) for _ in range(_EVENTS)]
                for _ in range(_ROUNDS)
            ]
    await engine.dispose()
    since_commit = [[seconds for seconds, _ in latencies] for latencies in rounds]
    whole_ways = [[seconds for _, seconds in latencies] for latencies in rounds]
    return since_commit, whole_ways, stream_bytes


async def _complete_one(
    engine: AsyncEngine, maker: Spender, lines: AsyncIterator[str]
) -> tuple[float, float]:
    """Seconds until the client was told: since the commit, and since before its statement."""
    attempts = AttemptService(engine)
    image_id = await make_image(engine, maker)
    attempt = await attempts.claim(image_id)
    assert attempt is not None
    await _until_status(lines, "processing")
    await asyncio.sleep(_GAP_S)
    began_at = time.time()
    telling = asyncio.create_task(_until_status(lines, "completed"))
    assert await attempts.complete(attempt, PICTURE)
    told_at = await telling
    async with autocommit(engine) as connection:
        committed_at = await _committed_at(connection, await _last_writer(connection, image_id))
    return told_at - committed_at, told_at - began_at


async def _last_writer(connection: AsyncConnection, image_id: UUID) -> str:
    """The transaction that has written a picture last."""
    cursor = await connection.execute(
        "select xmin::text from generated_images where id = %s", [image_id]
    )
    [transaction_id] = await cursor.fetchone() or [""]
    return str(transaction_id)


async def _until_status(lines: AsyncIterator[str], status: str) -> float:
    """When an event told this status."""
    async for line in lines:
        if line.startswith("data:") and '"image"' in line:
            seen_at = time.time()
            if json.loads(line.removeprefix("data:"))["image"]["status"] == status:
                return seen_at
    raise RuntimeError("The stream has ended")


@asynccontextmanager
async def _all_streams(address: str, people: list[Spender]) -> AsyncIterator[None]:
    async with AsyncExitStack() as streams:
        for person in people:
            await streams.enter_async_context(_stream(address, person))
        yield


@asynccontextmanager
async def _stream(address: str, person: Spender) -> AsyncIterator[AsyncIterator[str]]:
    """An open event stream that has said hello; its lines."""
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(encode_request("GET", address, "/api/events", token=person.token))

    async def lines() -> AsyncIterator[str]:
        while line := await reader.readline():
            yield line.decode()

    stream = lines()
    try:
        async for line in stream:
            if line.startswith("event: hello"):
                break
        yield stream
    finally:
        writer.close()
