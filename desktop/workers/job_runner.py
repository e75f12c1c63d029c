"""From a prepared photo to a generation that the server has accepted, surviving every interruption.

Each step is written to disk before the next one is taken. A request whose outcome is unknown is
sent again with the same key: the server gives the same answer and charges once.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from desktop.api.client import ApiClient
from desktop.api.uploads import upload_photo
from desktop.errors import ApiError, Cancelled, DesktopError, FileNotRead, FileNotWritten
from desktop.storage.pending_jobs import PendingJob, PendingJobs
from desktop.workers.orders import (
    family_of,
    items_to_order,
    mark_sent,
    photos_to_upload,
    place_order,
    sent_items,
)
from desktop.workers.speed import SpeedMeter
from desktop.workers.tasks import Task
from shared.errors import ErrorCode
from shared.gallery import Generation

T = TypeVar("T")
_log = logging.getLogger(__name__)
_RETRY_PAUSES_S = (0.5, 1.5, 3.0)
_LONGEST_PAUSE_S = 15.0


@dataclass(frozen=True, slots=True)
class UploadProgress:
    """How much of the photo has left this computer, 0 to 1, and which jobs are made of it."""

    fraction: float
    job_ids: tuple[str, ...]
    bytes_per_s: float = 0.0
    """Since the upload began; 0 while that says nothing yet."""


def start_job(task: Task[Generation], job: PendingJob, photo: bytes) -> Generation:
    """Write a new job down, then run it.

    Raises:
        FileNotWritten: There is no room; nothing was sent.
        DesktopError: As `run_job`.
    """
    _add(task.tools.account.pending, [(job, photo)])
    return run_job(task, job.id)


def add_order(task: Task[None], jobs: Sequence[tuple[PendingJob, bytes]]) -> None:
    """Write all jobs of an order down, each with its photo, before the first of them is run.

    Raises:
        FileNotWritten: There is no room; none was written, nothing was sent.
    """
    _add(task.tools.account.pending, jobs)


def _add(pending: PendingJobs, jobs: Sequence[tuple[PendingJob, bytes]]) -> None:
    try:
        with _told_when_full():
            for job, photo in jobs:
                pending.add(job, photo)
    except FileNotWritten:
        for job, _photo in jobs:
            pending.remove(job.id)
        raise


@contextmanager
def _told_when_full() -> Iterator[None]:
    """Raises: FileNotWritten: The disk refused it."""
    try:
        yield
    except OSError as error:
        raise FileNotWritten("The job", error.strerror or "the disk refused it") from error


def run_job(task: Task[Generation], job_id: str) -> Generation:
    """Take the job from where it stands to the server's acceptance; reports `UploadProgress`.

    Temporary failures are tried again a few times.

    Raises:
        Cancelled: The person changed their mind (the server was told), or the app closes.
        DesktopError: It did not work; the job stays on disk and can be run again.
    """
    return _JobRun(task, job_id).run()


def finish_cancelled_jobs(task: Task[None]) -> None:
    """Tell the server of cancelled jobs whose request may have reached it, and forget them.

    While the server cannot be reached they stay on disk, and this is to be called again.
    """
    client, pending = task.tools.client, task.tools.account.pending
    for pause_s in (*_RETRY_PAUSES_S, 0.0):
        cancelled = [job for job in pending.all() if job.cancelled]
        # Not all(...): each of them is told, also after one that could not be.
        if sum(not _settle_cancelled(client, pending, job) for job in cancelled) == 0:
            return
        if task.wait_cancelled(pause_s):
            return


class _JobRun:
    def __init__(self, task: Task[Generation], job_id: str) -> None:
        self._task = task
        self._client = task.tools.client
        self._pending = task.tools.account.pending
        self._job_id = job_id

    def run(self) -> Generation:
        self._leave_if_cancelled()
        job = self._current()
        if job.image_id is not None:
            return self._patiently(lambda: self._client.generation(str(job.image_id)))
        try:
            return self._send(job)
        except ApiError as error:
            if error.code != ErrorCode.UPLOAD_NOT_FOUND:
                raise
            # The photo has been cleared away meanwhile, so nothing was made of it: send it again.
            self._write_all(file_key=None, sent=False)
            return self._send(self._current())

    def _send(self, job: PendingJob) -> Generation:
        for jobs in photos_to_upload(family_of(self._pending, job)):
            file_key = self._patiently(partial(self._upload, jobs))
            for each in jobs:
                self._write(each.id, file_key=file_key)
        self._leave_if_cancelled()
        items = items_to_order(family_of(self._pending, self._current()))
        if job.id not in {item.job_id for item in items}:
            self._leave_if_cancelled()
            raise Cancelled
        with _told_when_full():
            mark_sent(self._pending, items)
        job = self._current()
        try:
            answers = self._patiently(lambda: place_order(self._client, job))
        except ApiError as error:
            if not (error.is_temporary or error.ends_session):
                # Nothing was made: what is left out of the order now is not paid for later. Who is
                # not signed in does not learn what became of an earlier try.
                self._write_all(sent=False)
            raise
        for job_id, answer in answers.items():
            self._write(job_id, image_id=answer.image.id)
        self._leave_if_cancelled()
        return answers[job.id]

    def _upload(self, jobs: list[PendingJob]) -> str:
        """Send the photo that these jobs share."""
        photo = self._pending.photo(jobs[0].id)
        if photo is None:
            raise FileNotRead("The photo of this job", "it is gone from this computer")
        job_ids = tuple(job.id for job in jobs)
        meter = SpeedMeter(len(photo))

        def on_progress(sent_bytes: int) -> None:
            self._leave_if_cancelled()
            self._task.raise_if_cancelled()
            if meter.is_due(sent_bytes):
                speed = meter.bytes_per_s(sent_bytes)
                self._task.report(UploadProgress(sent_bytes / len(photo), job_ids, speed))

        return upload_photo(self._client, photo, jobs[0].content_type, on_progress)

    def _patiently(self, step: Callable[[], T]) -> T:
        """Take the step; after temporary failures take it again."""
        for pause_s in _RETRY_PAUSES_S:
            self._task.raise_if_cancelled()
            try:
                return step()
            except DesktopError as error:
                self._leave_if_cancelled()
                asked_s = (error.retry_after_s or 0.0) if isinstance(error, ApiError) else 0.0
                if not error.is_temporary or asked_s > _LONGEST_PAUSE_S:
                    raise
                _log.info("Job %s is tried again: %s", self._job_id, error)
                self._task.wait_cancelled(max(pause_s, asked_s))
        self._task.raise_if_cancelled()
        return step()

    def _current(self) -> PendingJob:
        job = self._pending.get(self._job_id)
        if job is None:
            raise FileNotRead("This job", "it is gone from this computer")
        return job

    def _write_all(self, **step: Any) -> None:
        """Write a step down that all jobs of the order take together."""
        for each in family_of(self._pending, self._current()):
            self._write(each.id, **step)

    def _write(self, job_id: str, **step: Any) -> None:
        with _told_when_full():
            self._pending.change(job_id, **step)

    def _leave_if_cancelled(self) -> None:
        """The person has cancelled (not: the app closes): let the server know."""
        if not self._pending.is_cancelled(self._job_id):
            return
        job = self._pending.get(self._job_id)
        if job is not None:
            _settle_cancelled(self._client, self._pending, job)
        raise Cancelled


def _settle_cancelled(client: ApiClient, pending: PendingJobs, job: PendingJob) -> bool:
    """Stop whatever the server may have begun. False when that is not known: the job stays."""
    try:
        image_id = job.image_id
        if image_id is None:
            image_id = _ask_what_became(client, pending, job)
        if image_id is not None:
            client.cancel_generation(image_id)
    except ApiError as error:
        if error.is_temporary or error.ends_session:
            return False
        _log.info("A cancelled job needs no cancelling: %s", error)
    except (DesktopError, OSError) as error:
        _log.info("A cancelled job is settled later: %s", error)
        return False
    pending.remove(job.id)
    return True


def _ask_what_became(client: ApiClient, pending: PendingJobs, job: PendingJob) -> str | None:
    """The picture of a job whose request may have reached the server; None: it was never sent.

    Sending it again is the only way to learn that, and has the effect of one. It may as well be the
    first that arrives, so the other jobs of the order must know of it before.
    """
    items = sent_items(family_of(pending, job))
    if job.id not in {item.job_id for item in items}:
        return None
    mark_sent(pending, items)
    return place_order(client, replace(job, order_items=items))[job.id].image.id
