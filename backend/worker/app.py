"""The worker: takes jobs until it is told to stop, and comes back after every lost connection."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import procrastinate
import psycopg
from procrastinate.exceptions import ConnectorException
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.errors import PlushifyError
from backend.services.mails import MailService
from backend.services.making import PictureMaker
from backend.services.observing import Unobserved, WorkObserver
from backend.services.ports import JobQueue, ObjectStore
from backend.worker.mail_tasks import MailBackoff, register_mail_task
from backend.worker.queue import MAILS_QUEUE, PICTURES_QUEUE
from backend.worker.reaper import Reaper
from backend.worker.sweeper import Sweeper
from backend.worker.tasks import Backoff, RunningJobs, register_tasks

logger = logging.getLogger(__name__)

_RECONNECT_PAUSE_S: Final = 1
_MAILS_AT_ONCE: Final = 2
_OVERDUE_AFTER_S: Final = 600
_OUTAGES: Final = (PlushifyError, ConnectorException, psycopg.Error, OSError)
"""What a database or an object store that is away raises here."""


@dataclass(frozen=True, slots=True)
class Timings:
    """How quickly a worker notices things.

    A retried job sends no notification, so it starts at the next poll. A worker whose heart has
    not beaten for `stalled_after_s` counts as dead, and its jobs go to others.
    """

    poll_s: float = 1
    heartbeat_s: float = 2
    stalled_after_s: float = 12
    reap_every_s: float = 5
    sweep_every_s: float = 600
    first_retry_s: float = 2
    stop_within_s: float = 10
    """Jobs may finish for so long after a stop; then they are handed back, which takes seconds
    more when the database is away: 20 s in all."""


class Worker:
    """One process's worker.

    Args:
        queue: Not yet open; the worker registers its tasks and opens it.
        engine: Connections to the same database, for the images.
        store: For sweeping.
        jobs: To enqueue again what was lost.
        maker: Makes the pictures.
        concurrency: Pictures made at once.
        overdue_after_s: No attempt takes longer, if nothing is wrong with the worker that makes it.
        timings: How quickly things are noticed.
        mails: Sends the mails; without it they are left to other workers.
        observer: Hears what the reaper does.
    """

    def __init__(
        self,
        *,
        queue: procrastinate.App,
        engine: AsyncEngine,
        store: ObjectStore,
        jobs: JobQueue,
        maker: PictureMaker,
        concurrency: int,
        timings: Timings,
        overdue_after_s: float = _OVERDUE_AFTER_S,
        mails: MailService | None = None,
        observer: WorkObserver | None = None,
    ) -> None:
        self._queue = queue
        self._concurrency = concurrency
        self._timings = timings
        running = RunningJobs()
        register_tasks(queue, maker, running, Backoff(timings.first_retry_s))
        if mails is not None:
            register_mail_task(queue, mails, running, MailBackoff(timings.first_retry_s))
        self._sends_mails = mails is not None
        self._reaper = Reaper(
            engine,
            queue,
            jobs,
            running,
            stalled_after_s=timings.stalled_after_s,
            overdue_after_s=overdue_after_s,
            observer=observer or Unobserved(),
        )
        self._sweeper = Sweeper(engine, queue, store)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then finish or hand back what is running."""
        try:
            if await self._open(stop):
                await self._work_and_tidy(stop)
        finally:
            await self._queue.close_async()
        logger.info("The worker has stopped")

    async def _open(self, stop: asyncio.Event) -> bool:
        """Connect the queue, however long the database takes; False when told to stop."""

        async def connect() -> None:
            await self._queue.open_async()

        while not stop.is_set():
            try:
                await _until_stopped(connect(), stop)
            except _OUTAGES as error:
                logger.warning("The database does not answer yet: %s", _reason(error))
                await self._queue.close_async()
                await _pause(stop)
            else:
                break
        return not stop.is_set()

    async def _work_and_tidy(self, stop: asyncio.Event) -> None:
        async with asyncio.TaskGroup() as tasks:
            chores = [
                tasks.create_task(_repeat(self._reaper.reap, self._timings.reap_every_s)),
                tasks.create_task(_repeat(self._sweeper.sweep, self._timings.sweep_every_s)),
            ]
            if self._sends_mails:
                # A mail does not wait until a picture is finished.
                tasks.create_task(self._work(stop, MAILS_QUEUE, _MAILS_AT_ONCE))
            await self._work(stop, PICTURES_QUEUE, self._concurrency)
            for chore in chores:
                chore.cancel()

    async def _work(self, stop: asyncio.Event, queue: str, concurrency: int) -> None:
        """Fetch and run jobs; start again when the database had gone away."""
        logger.info("The worker takes jobs of %s, up to %d at once", queue, concurrency)
        while not stop.is_set():
            # Cancelling a worker asks for its graceful stop.
            working = self._queue.run_worker_async(
                queues=[queue],
                concurrency=concurrency,
                fetch_job_polling_interval=self._timings.poll_s,
                update_heartbeat_interval=self._timings.heartbeat_s,
                stalled_worker_timeout=self._timings.stalled_after_s,
                shutdown_graceful_timeout=self._timings.stop_within_s,
                install_signal_handlers=False,
                delete_jobs="always",
            )
            try:
                await _until_stopped(working, stop)
            except _OUTAGES as error:
                logger.warning("The worker lost the queue: %s", _reason(error))
            await _pause(stop)


async def _until_stopped(work: Coroutine[Any, Any, None], stop: asyncio.Event) -> None:
    """Run something until it ends; when told to stop, cancel it and let it end in its own way."""
    working = asyncio.create_task(work)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working


async def _repeat(chore: Callable[[], Awaitable[None]], every_s: float) -> None:
    """Do a chore for ever. An outage is waited for; anything else is logged, and tried again."""
    while True:
        try:
            await chore()
        except _OUTAGES as error:
            logger.warning("A chore has to wait: %s", _reason(error))
        except Exception:
            logger.exception("A chore broke")
        await asyncio.sleep(every_s)


async def _pause(stop: asyncio.Event) -> None:
    """Wait a moment before connecting again, or until told to stop."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), _RECONNECT_PAUSE_S)


def _reason(error: BaseException) -> str:
    """What really happened, in one line: the queue and the services wrap the driver's words."""
    while error.__cause__ is not None:
        error = error.__cause__
    return " ".join(f"{type(error).__name__}: {error}".split())
