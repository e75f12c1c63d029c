"""The jobs a worker runs, and when one that could not be done is tried again."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import procrastinate
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from backend.errors import EngineTemporaryError
from backend.log_context import bound
from backend.services.making import PictureMaker
from backend.worker.queue import MAKE_PICTURE, PICTURES_QUEUE

_BACKOFF_MAX_S: Final = 60
LONGEST_WAIT_S: Final = 150
"""No picture waits longer before it is tried again, whatever an engine asks for."""


@dataclass(slots=True)
class RunningJobs:
    """What this process works on, so that the reaper finds jobs that it has forgotten."""

    worker_ids: set[int] = field(default_factory=set)
    """Every name under which this process has registered with the queue."""
    job_ids: set[int] = field(default_factory=set)

    @contextmanager
    def job(self, job: Job) -> Iterator[None]:
        """Remember a job while it runs."""
        job_id = _known(job.id)
        self.worker_ids.add(_known(job.worker_id))
        self.job_ids.add(job_id)
        try:
            yield
        finally:
            self.job_ids.discard(job_id)


class Backoff(BaseRetryStrategy):
    """Try again after 2 s, 8 s, 32 s, then every minute, each time give or take a fifth.

    There is no end here: each attempt that begins is counted with the image, and the last one
    fails it and gives the credit back.
    """

    def __init__(self, first_wait_s: float = 2) -> None:
        self._first_wait_s = first_wait_s

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        """Decide when the job runs again; at once when only this worker stops."""
        return RetryDecision(
            retry_at=datetime.now(UTC) + timedelta(seconds=self._wait_s(exception, job.attempts))
        )

    def _wait_s(self, exception: BaseException, attempts: int) -> float:
        if isinstance(exception, asyncio.CancelledError):
            return 0
        wait_s: float = min(self._first_wait_s * 4 ** min(attempts, 10), _BACKOFF_MAX_S)
        if isinstance(exception, EngineTemporaryError) and exception.retry_after_s is not None:
            wait_s = max(wait_s, exception.retry_after_s)
        spread = random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, keeps no secret
        return min(wait_s * spread, LONGEST_WAIT_S)


def register_tasks(
    queue: procrastinate.App, maker: PictureMaker, running: RunningJobs, backoff: Backoff
) -> None:
    """Teach the queue what its jobs do."""

    async def make_picture(context: procrastinate.JobContext, image_id: str) -> None:
        with running.job(context.job), bound(image_id=image_id, job_id=context.job.id):
            await maker.make(UUID(image_id))

    queue.task(name=MAKE_PICTURE, queue=PICTURES_QUEUE, retry=backoff, pass_context=True)(
        make_picture
    )


def _known(number: int | None) -> int:
    """A job that was fetched has an id and a worker; procrastinate's types cannot say so."""
    if number is None:
        raise ValueError("The job was never fetched from the queue")
    return number
