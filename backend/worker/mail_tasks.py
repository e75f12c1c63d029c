"""The job that sends a mail, and when one that could not be sent is tried again."""

import asyncio
import logging
import random
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import procrastinate
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from backend.log_context import bound
from backend.services.mails import MailService
from backend.services.ports import MailKind
from backend.worker.queue import MAILS_QUEUE, SEND_MAIL
from backend.worker.tasks import RunningJobs

logger = logging.getLogger(__name__)

MAIL_TRIES: Final = 12
_WAIT_MAX_S: Final = 15 * 60


class MailBackoff(BaseRetryStrategy):
    """Try again after 2 s, 8 s, 32 s, ... up to every quarter of an hour; about two hours in all.

    The link in the mail is made anew each time, so a late mail is as good as an early one.
    """

    def __init__(self, first_wait_s: float = 2) -> None:
        self._first_wait_s = first_wait_s

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Decide when the job runs again; None gives it up."""
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_at=datetime.now(UTC))
        if job.attempts + 1 >= MAIL_TRIES:
            logger.error("A mail is given up after %d tries: %s", MAIL_TRIES, exception)
            return None
        wait_s = min(self._first_wait_s * 4 ** min(job.attempts, 10), _WAIT_MAX_S)
        spread = random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, keeps no secret
        logger.warning("A mail waits for its next try: %s", exception)
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=wait_s * spread))


def register_mail_task(
    queue: procrastinate.App, mails: MailService, running: RunningJobs, backoff: MailBackoff
) -> None:
    """Teach the queue to send mails."""

    async def send_mail(
        context: procrastinate.JobContext, kind: str, email: str, user_id: str | None = None
    ) -> None:
        about = None if user_id is None else UUID(user_id)
        with running.job(context.job), bound(job_id=context.job.id):
            await mails.deliver(MailKind(kind), email, about)

    queue.task(name=SEND_MAIL, queue=MAILS_QUEUE, retry=backoff, pass_context=True)(send_mail)
