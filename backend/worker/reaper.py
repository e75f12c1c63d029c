"""Finds pictures that nobody works on any more and gives them back to the queue.

The queue notices neither a worker that was killed nor one that sleeps, and a job that it gives to
a second worker may be closed by the first. Here each such picture gets a job again; the next
claim either makes it or, when its attempts are used up, fails it and gives the credit back.
"""

import logging
from dataclasses import dataclass
from typing import Final

import procrastinate
from procrastinate.exceptions import ConnectorException
from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.db.rows import IdRow, fetch_all
from backend.services.observing import ReaperAction, WorkObserver
from backend.services.ports import JobQueue
from backend.worker.queue import MAKE_PICTURE
from backend.worker.tasks import LONGEST_WAIT_S, RunningJobs
from backend.worker.turns import Chore, turn

logger = logging.getLogger(__name__)

_LOST_AFTER_S: Final = 60
"""A picture in progress whose job is gone may still be finished by who began it."""
_REENQUEUE_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class _JobId:
    id: int


class Reaper:
    """Runs in every worker, every few seconds; one of them at a time does the common part.

    Args:
        engine: For the images.
        queue: Open; for the jobs.
        jobs: Enqueues again what was lost.
        running: What this process works on.
        stalled_after_s: A worker without a heartbeat for so long counts as dead.
        overdue_after_s: An attempt that takes longer is given up on, although its worker lives.
        observer: Hears what was given back.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        queue: procrastinate.App,
        jobs: JobQueue,
        running: RunningJobs,
        *,
        stalled_after_s: float,
        overdue_after_s: float,
        observer: WorkObserver,
    ) -> None:
        self._engine = engine
        self._observer = observer
        self._queue = queue
        self._jobs = jobs
        self._running = running
        self._stalled_after_s = stalled_after_s
        self._overdue_after_s = overdue_after_s
        self._suspects: frozenset[int] = frozenset()

    async def reap(self) -> None:
        """Give everything back that is stuck.

        Raises:
            DatabaseUnavailable: PostgreSQL does not answer.
            ConnectorException: Likewise.
        """
        await self._retry_forgotten()
        async with turn(self._engine, Chore.REAP) as connection:
            if connection is not None:
                await self._retry_stalled()
                await self._reenqueue_lost(connection)
                await self._reenqueue_overdue(connection)
                await self._hasten_misdated(connection)

    async def _retry_stalled(self) -> None:
        """Jobs of workers whose heart has stopped."""
        stalled = await self._queue.job_manager.get_stalled_jobs(
            seconds_since_heartbeat=self._stalled_after_s
        )
        for job in stalled:
            if job.id is not None:
                logger.warning("Job %d is given to another worker: its own has died", job.id)
                await self._retry(job.id)
                self._observer.reaped(ReaperAction.STALLED_JOB)
        await self._queue.job_manager.prune_stalled_workers(self._stalled_after_s)

    async def _retry_forgotten(self) -> None:
        """Jobs that this process holds and does not run: their end could not be written down.

        A job counts when two looks in a row find it, so one that is just beginning or ending
        does not.
        """
        async with autocommit(self._engine) as connection:
            held = await fetch_all(
                connection,
                _JobId,
                """
                select id from procrastinate_jobs
                where status = 'doing' and worker_id = any(%(worker_ids)s)
                    and id <> all(%(job_ids)s)
                """,
                {
                    "worker_ids": list(self._running.worker_ids),
                    "job_ids": list(self._running.job_ids),
                },
            )
        found = frozenset(job.id for job in held)
        for job_id in found & self._suspects:
            logger.warning("Job %d was forgotten and is enqueued again", job_id)
            await self._retry(job_id)
            self._observer.reaped(ReaperAction.FORGOTTEN_JOB)
        self._suspects = found - self._suspects

    async def _retry(self, job_id: int) -> None:
        now = procrastinate.utils.utcnow()
        try:
            await self._queue.job_manager.retry_job_by_id_async(job_id, retry_at=now)
        except ConnectorException as error:
            # It ended between the look and now; a dead database shows at the next statement.
            logger.info("Job %d needs no other worker: %s", job_id, error.__cause__)

    async def _reenqueue_lost(self, connection: AsyncConnection) -> None:
        """Pictures without any job."""
        async with connection.transaction():
            lost = await fetch_all(
                connection,
                IdRow,
                """
                select id from generated_images
                where status in ('pending', 'processing') and (
                    status = 'pending'
                    or started_at < now() - make_interval(secs => %(lost_after_s)s)
                )
                except
                select (args ->> 'image_id')::uuid from procrastinate_jobs
                where status in ('todo', 'doing') and task_name = %(task)s
                order by id limit %(max)s
                """,
                {"lost_after_s": _LOST_AFTER_S, "task": MAKE_PICTURE, "max": _REENQUEUE_MAX},
            )
            for image in lost:
                logger.warning("Image %s had lost its job and is enqueued again", image.id)
                await self._jobs.enqueue_generation(connection, image.id)
                self._observer.reaped(ReaperAction.LOST_PICTURE)

    async def _reenqueue_overdue(self, connection: AsyncConnection) -> None:
        """Pictures whose attempt does not end: its worker should have given it up, and could not.

        The job that hangs stays with its worker; the next claim takes the fence from it. Until then
        the time counts anew, so that there is one more job only.
        """
        async with connection.transaction():
            overdue = await fetch_all(
                connection,
                IdRow,
                """
                update generated_images set started_at = now()
                where status = 'processing' and id in (
                    select id from generated_images
                    where status in ('pending', 'processing')
                        and started_at < now() - make_interval(secs => %(overdue_after_s)s)
                    except
                    select (args ->> 'image_id')::uuid from procrastinate_jobs
                    where status = 'todo' and task_name = %(task)s
                    limit %(max)s
                )
                returning id
                """,
                {
                    "overdue_after_s": self._overdue_after_s,
                    "task": MAKE_PICTURE,
                    "max": _REENQUEUE_MAX,
                },
            )
            for image in overdue:
                logger.warning("Image %s hangs and is given to another worker as well", image.id)
                await self._jobs.enqueue_generation(connection, image.id)
                self._observer.reaped(ReaperAction.OVERDUE_PICTURE)

    async def _hasten_misdated(self, connection: AsyncConnection) -> None:
        """Jobs that wait for a time which only a wrong clock can have named.

        When a job is tried again is told by its worker's clock, which may be ahead of the
        database's, or have been set back since.
        """
        misdated = await fetch_all(
            connection,
            _JobId,
            """
            update procrastinate_jobs set scheduled_at = now()
            where status = 'todo' and task_name = %(task)s
                and scheduled_at > now() + make_interval(secs => %(longest_wait_s)s)
            returning id
            """,
            {"task": MAKE_PICTURE, "longest_wait_s": LONGEST_WAIT_S},
        )
        for job in misdated:
            logger.warning("Job %d was to wait far too long: is a worker's clock wrong?", job.id)
            self._observer.reaped(ReaperAction.MISDATED_JOB)
