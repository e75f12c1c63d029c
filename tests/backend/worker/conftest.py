"""What the worker's tests share: orders in the queue, workers in this process and as processes."""

import asyncio
import os
import secrets
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from psycopg.rows import dict_row
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.adapters.procrastinate_queue import ProcrastinateQueue
from backend.db.engine import transaction
from backend.services import ledger
from backend.services.attempts import AttemptService
from backend.services.making import PictureMaker
from backend.services.observing import WorkObserver
from backend.services.ports import ImageEngine, ObjectStore
from backend.settings import Settings
from backend.worker.app import Timings, Worker
from backend.worker.queue import create_queue
from shared.styles import Style
from shared.uploads import PHOTO_SUFFIXES, PhotoType
from tests.backend.conftest import KnownUser, MakeUser
from tests.fakes import photo_files
from tests.fakes.image_engine import FakeImageEngine
from tests.fakes.object_store import FakeObjectStore

QUICK = Timings(
    poll_s=0.05,
    heartbeat_s=0.2,
    stalled_after_s=8,
    reap_every_s=0.1,
    sweep_every_s=3600,
    first_retry_s=0.01,
    stop_within_s=30,
)
PATIENCE_S = 100
"""Only a failure waits so long; a busy machine may need a good part of it."""


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait until a condition holds."""
    async with asyncio.timeout(PATIENCE_S):
        while not await condition():  # noqa: ASYNC110 - the condition lies in another process
            await asyncio.sleep(0.02)


@dataclass
class Shop:
    """Takes orders as the API does, and knows what became of them."""

    database: AsyncEngine
    store: ObjectStore
    user: KnownUser

    async def order(
        self,
        photo: bytes | None = None,
        content_type: str = "image/png",
        *,
        style: Style = Style.CUTE_FLUFFY,
        user: KnownUser | None = None,
    ) -> UUID:
        """Upload a photo, pay for a plushie of it and enqueue it, all of it committed."""
        key = f"staging/{secrets.token_hex(8)}.{PHOTO_SUFFIXES[PhotoType(content_type)]}"
        data = photo_files.make_photo() if photo is None else photo
        await self.store.put(key, data, content_type=content_type)
        async with transaction(self.database) as connection:
            charged = await ledger.charge_for_image(
                connection,
                ledger.NewImage(
                    user_id=(user or self.user).id,
                    style=style.value,
                    prompt="",
                    hints=None,
                    photo_key=key,
                    idempotency_key=secrets.token_hex(8),
                    request_sha256=b"",
                    cost_credits=1,
                ),
            )
            assert charged is not None
            await ProcrastinateQueue().enqueue_generation(connection, charged.id)
        return charged.id

    async def ask(self, statement: str, *values: object) -> list[dict[str, Any]]:
        """Run SQL and give its rows, if it has any."""
        async with (
            transaction(self.database) as connection,
            connection.cursor(row_factory=dict_row) as cursor,
        ):
            await cursor.execute(statement, values)
            return await cursor.fetchall() if cursor.description else []

    async def row(self, image_id: UUID) -> dict[str, Any]:
        (row,) = await self.ask("select * from generated_images where id = %s", image_id)
        return row

    async def status(self, image_id: UUID) -> str:
        status: str = (await self.row(image_id))["status"]
        return status

    async def until(self, image_id: UUID, *statuses: str) -> dict[str, Any]:
        """Wait until the image has one of these states."""

        async def has() -> bool:
            return await self.status(image_id) in statuses

        await eventually(has)
        return await self.row(image_id)

    async def charges(self, image_id: UUID) -> list[int]:
        rows = await self.ask(
            "select credits from transactions where image_id = %s order by id", image_id
        )
        return [row["credits"] for row in rows]

    async def jobs(self) -> list[dict[str, Any]]:
        return await self.ask("select * from procrastinate_jobs order by id")


@pytest.fixture
async def shop(engine: AsyncEngine, make_user: MakeUser) -> Shop:
    """A customer with credits; photos lie in memory."""
    return Shop(engine, FakeObjectStore(), await make_user(30))


@dataclass
class InProcess:
    """Starts workers in this process; each has its own queue connections."""

    shop: Shop
    dsn: str
    image_engine: FakeImageEngine = field(default_factory=FakeImageEngine)

    def build(
        self,
        timings: Timings = QUICK,
        *,
        concurrency: int = 2,
        image_engine: ImageEngine | None = None,
        maker: PictureMaker | None = None,
        observer: WorkObserver | None = None,
    ) -> Worker:
        database = self.shop.database
        attempts = AttemptService(database)
        return Worker(
            queue=create_queue(self.dsn),
            engine=database,
            store=self.shop.store,
            jobs=ProcrastinateQueue(),
            maker=maker
            or PictureMaker(attempts, self.shop.store, image_engine or self.image_engine),
            concurrency=concurrency,
            timings=timings,
            observer=observer,
        )

    @asynccontextmanager
    async def running(self, worker: Worker | None = None) -> AsyncIterator[asyncio.Event]:
        """Run a worker; it is stopped at the end, or sooner by the event."""
        stop = asyncio.Event()
        running = asyncio.create_task((worker or self.build()).run(stop))
        try:
            yield stop
        finally:
            stop.set()
            await running


class ReaperRounds:
    """Counts how often the reaper of a worker that does not run yet has looked at everything."""

    def __init__(self, worker: Worker) -> None:
        self._reap = worker._reaper.reap
        self._ended = 0
        self._one_has_ended = asyncio.Condition()
        worker._reaper.reap = self._reap_and_count  # type: ignore[method-assign]

    async def wait_for_more(self, count: int = 3) -> None:
        """Wait until so many rounds have begun and ended from now on."""
        # The one that runs may have looked before.
        enough = self._ended + 1 + count
        async with asyncio.timeout(PATIENCE_S), self._one_has_ended:
            await self._one_has_ended.wait_for(lambda: self._ended >= enough)

    async def _reap_and_count(self) -> None:
        await self._reap()
        async with self._one_has_ended:
            self._ended += 1
            self._one_has_ended.notify_all()


@pytest.fixture
def workers(shop: Shop, postgres_dsn: str) -> InProcess:
    """Workers with a scripted image engine."""
    return InProcess(shop, postgres_dsn)


class WorkerProcess:
    """`plushifyme-server worker` as a process of its own."""

    def __init__(self, settings: Settings, log_path: Path, **environment: str) -> None:
        self._log_path = log_path
        with log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "backend", "worker"),
                    *("--heartbeat-s", "0.5", "--stalled-after-s", "4"),
                ],
                env={
                    **_plain_environment(),
                    "DATABASE_URL": settings.database_url.get_secret_value(),
                    "AWS_ACCESS_KEY_ID": settings.aws_access_key_id,
                    "AWS_SECRET_ACCESS_KEY": settings.aws_secret_access_key.get_secret_value(),
                    "AWS_S3_BUCKET": settings.aws_s3_bucket,
                    "S3_ENDPOINT_URL": settings.s3_endpoint_url or "",
                    **environment,
                },
                cwd=log_path.parent,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    @property
    def log(self) -> str:
        return self._log_path.read_text("utf-8")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def terminate(self) -> int:
        """Ask it to stop; the exit code."""
        self.process.terminate()
        return self.process.wait(PATIENCE_S)


def _plain_environment() -> dict[str, str]:
    """This process's environment without anything that bends connections or picks an engine."""
    bending = ("AWS_", "S3_", "PG", "OPENAI_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(bending)}
    return kept | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}


StartWorker = Callable[..., WorkerProcess]


@pytest.fixture
def start_worker(settings: Settings, tmp_path: Path) -> Iterator[StartWorker]:
    """Start worker processes on this test's database and the real object store."""
    started: list[WorkerProcess] = []

    def start(**environment: str) -> WorkerProcess:
        log_path = tmp_path / f"worker-{len(started)}-{time.monotonic_ns()}.log"
        worker = WorkerProcess(settings, log_path, **environment)
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
