"""The plushies in the making: a tile each, from *Make* until the picture is there."""

import uuid
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage

from desktop.errors import NOT_CHARGED, SESSION_ENDING_CODES, AppError
from desktop.models.job import (
    JOB_TRANSITIONS,
    STATE_OF,
    TILE_PICTURE_PX,
    Job,
    JobState,
    failure_of,
    job_from_disk,
    job_from_elsewhere,
)
from desktop.models.job_list import JobRole
from desktop.models.job_previews import JobPreviews
from desktop.models.order import OrderLine, pending_jobs_of
from desktop.models.timed_jobs import TimedJobs
from desktop.workers import work
from desktop.workers.feed_events import PreviewTold
from desktop.workers.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from desktop.workers.job_runner import UploadProgress
    from desktop.workers.restored_jobs import RestoredJob
    from shared.gallery import Generation, Image

__all__ = ["JOB_TRANSITIONS", "Job", "JobRole", "JobState", "JobsModel"]

_UNKNOWN_OUTCOME = "Trying again never charges twice."
_CHARGED_AND_SAFE = "The picture is made and safe in your gallery."
_MOST_FINISHED = 50
"""So many pictures stay in the list and in memory; the gallery has all of them."""
_LINE_FAILURES = SESSION_ENDING_CODES | {"server_unreachable", "storage_unreachable"}
"""Not the job's fault: it goes on by itself when the server is heard again, with a valid session."""


class JobsModel(TimedJobs):
    """Every job that is not dismissed: this computer's, and those started on another one.

    Signals: see `JobList`.
    """

    def __init__(
        self,
        uploads: TaskRunner,
        calls: TaskRunner,
        files: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._uploads = uploads
        self._calls = calls
        self._files = files
        self._runs: dict[str, Task[Generation]] = {}
        """The runs that the server has not accepted yet, by job."""
        self._pending_ids: dict[str, str] = {}
        """The name on disk of each job of this computer: another one after a retry."""
        self._unclaimed: dict[str, Image] = {}
        """Running images that may belong to one of `_runs`."""
        self._previews = JobPreviews()
        self._is_restoring = False
        self._clock.asking_due.connect(self._ask_places)

    def open(self) -> None:
        """Somebody has signed in: go on with what was under way."""
        self._is_restoring = True
        self._uploads.run(work.restored_jobs, self._on_restored)
        self._uploads.run(work.finish_cancelled_jobs)

    def close(self) -> None:
        """Nobody is signed in: forget the list; what is on disk goes on at the next sign-in."""
        for run in self._runs.values():
            run.cancel()
        self._runs.clear()
        self._pending_ids.clear()
        self._unclaimed.clear()
        self._previews.clear()
        self._clear()

    def start(self, lines: Sequence[OrderLine], wish: str) -> list[str]:
        """Make one plushie for each line, all or none. Returns the jobs' ids."""
        jobs = pending_jobs_of(lines, wish)
        ids = [job.id for job in jobs]
        photos = [line.file.data for line in lines]
        for job, line in zip(jobs, lines, strict=True):
            self._insert(job_from_disk(job, line.photo.small))
            self._pending_ids[job.id] = job.id
        if len(jobs) == 1:
            self._run(ids[0], lambda task: work.start_job(task, jobs[0], photos[0]))
            return ids
        self._uploads.run(
            lambda task: work.add_order(task, list(zip(jobs, photos, strict=True))),
            partial(self._on_order_added, ids),
            partial(self._on_order_not_added, ids),
        )
        return ids

    def cancel(self, job_id: str) -> None:
        """Stop it; the server gives the credit back."""
        job = self.job(job_id)
        if job is None or not job.can_cancel:
            return
        if job.image_id is not None:
            image_id = job.image_id
            self._calls.run(
                lambda task: work.cancel_generation(task, image_id),
                partial(self._on_accepted, job_id),
                partial(self._on_cancel_failed, job_id),
            )
            return
        self._update(job_id, state=JobState.CANCELLED, error=None)
        pending_id = self._pending_ids[job_id]
        self._calls.run(
            lambda task: work.mark_cancelled(task, pending_id), self._on_marked_cancelled
        )

    def retry(self, job_id: str) -> None:
        """Try a failed one again."""
        job = self.job(job_id)
        if job is None or not job.can_retry:
            return
        if job.image is not None and job.image.result is not None:
            self._update(job_id, state=JobState.FETCHING, error=None)
            self._fetch(job_id, job.image)
            return
        old_id = self._pending_ids[job_id]
        self._update(
            job_id,
            state=JobState.PREPARING,
            error=None,
            upload_fraction=0.0,
            upload_bytes_per_s=0.0,
            queue_position=None,
            remaining_s=None,
            making_fraction=None,
            image_id=None,
            image=None,
            preview=None,
        )
        if job.image is None:
            self._run(job_id, lambda task: work.run_job(task, old_id))
            # What was refused together is tried again together.
            for each in self._order_of(job):
                if each.state is JobState.FAILED and each.image_id is None:
                    self.retry(each.id)
            return
        new_id = self._pending_ids[job_id] = str(uuid.uuid4())
        self._run(job_id, lambda task: work.restart_job(task, old_id, new_id))

    def dismiss(self, job_id: str) -> None:
        """Take a final one out of the list; a finished picture stays in the gallery."""
        job = self.job(job_id)
        if job is None or not job.state.is_final:
            return
        self._forget(job_id)
        self._remove(job_id)

    @Slot(list, list)
    def on_images_changed(self, images: "Iterable[Image]", deleted_ids: Iterable[str]) -> None:
        """The feed tells of images."""
        for image in images:
            self._on_image(image)
        self._adopt_unclaimed()
        for job in self.jobs():
            if job.image_id is not None and job.image_id in set(deleted_ids):
                self._forget(job.id)
                self._remove(job.id)

    @Slot(list)
    def on_images_loaded(self, images: "list[Image]") -> None:
        """All images that are known on this computer."""
        self.on_images_changed(images, [])

    @Slot(object)
    def on_preview_told(self, told: PreviewTold) -> None:
        """A picture emerges."""
        job = self._job_of_image(told.image_id)
        if job is None:
            self._previews.keep_early(told)
        elif job.state.is_at_server and self._previews.take(job.id, told):
            self._files.run(
                lambda task: work.load_preview(task, told.url),
                partial(self._on_preview, job.id, told),
            )

    @Slot()
    def on_line_restored(self) -> None:
        """The server is heard again: go on with what only the line had stopped."""
        self._uploads.run(work.finish_cancelled_jobs)
        for job in self.jobs():
            if job.error is None or job.error.code not in _LINE_FAILURES:
                continue
            if job.state is JobState.FAILED:
                self.retry(job.id)
            elif job.image_id is not None and job.id in self._pending_ids:
                pending_id = self._pending_ids[job.id]
                self._run(job.id, partial(work.run_job, job_id=pending_id))

    def _run(self, job_id: str, work_to_do: "work.Running") -> None:
        self._pending_ids.setdefault(job_id, job_id)
        self._runs[job_id] = self._uploads.run(
            work_to_do,
            partial(self._on_accepted, job_id),
            partial(self._on_not_accepted, job_id),
            self._on_upload_progress,
        )

    def _on_order_added(self, ids: list[str], _result: None) -> None:
        for job_id in ids:
            if self.job(job_id) is not None:
                self._run(job_id, partial(work.run_job, job_id=job_id))

    def _on_order_not_added(self, ids: list[str], error: AppError) -> None:
        for job_id in ids:
            self._on_not_accepted(job_id, error)

    def _on_restored(self, restored: "list[RestoredJob]") -> None:
        self._is_restoring = False
        for each in restored:
            if self._row(each.job.id) < 0:
                self._insert(job_from_disk(each.job, each.photo))
                self._run(each.job.id, partial(work.run_job, job_id=each.job.id))
        self._adopt_unclaimed()

    def _on_upload_progress(self, progress: "UploadProgress") -> None:
        for job in self.jobs():
            is_sent = self._pending_ids.get(job.id) in progress.job_ids
            if is_sent and job.state in {JobState.PREPARING, JobState.UPLOADING}:
                self._update(
                    job.id,
                    state=JobState.UPLOADING,
                    upload_fraction=progress.fraction,
                    upload_bytes_per_s=progress.bytes_per_s,
                )

    def _on_accepted(self, job_id: str, generation: "Generation") -> None:
        image = generation.image
        self._runs.pop(job_id, None)
        twin = self._job_of_image(image.id)
        if twin is not None and twin.id != job_id:
            self._remove(twin.id)
        newer = self._unclaimed.pop(image.id, None)
        self._update(
            job_id,
            image_id=image.id,
            queue_position=generation.queue_position,
            upload_fraction=1.0,
            error=None,
        )
        job = self.job(job_id)
        if job is not None and job.state in {JobState.PREPARING, JobState.UPLOADING}:
            self._update(job_id, state=JobState.QUEUED)
        self._show(job_id, image if newer is None else newer)
        self._adopt_unclaimed()
        if early := self._previews.pop_early(image.id):
            self.on_preview_told(early)

    def _on_not_accepted(self, job_id: str, error: AppError) -> None:
        self._runs.pop(job_id, None)
        job = self.job(job_id)
        if job is not None and job.image_id is not None and error.code == "not_found":
            # It was deleted meanwhile, on another computer perhaps.
            self._forget(job_id)
            self._remove(job_id)
        elif job is not None and job.image_id is not None:
            # The server has it already; only asking about it did not work.
            self._update(job_id, error=error)
        else:
            charged = _UNKNOWN_OUTCOME if error.code == "server_unreachable" else NOT_CHARGED
            self._update(job_id, state=JobState.FAILED, error=error.with_charge(charged))
        self._adopt_unclaimed()

    def _on_marked_cancelled(self, _result: None) -> None:
        self._uploads.run(work.finish_cancelled_jobs)

    def _on_cancel_failed(self, job_id: str, error: AppError) -> None:
        self._update(job_id, error=error)

    def _on_image(self, image: "Image") -> None:
        job = self._job_of_image(image.id)
        if job is not None:
            self._show(job.id, image)
            return
        self._unclaimed[image.id] = image
        self._times.learn(image)

    def _adopt_unclaimed(self) -> None:
        """Show what another computer has started, once it is clear that no job here made it."""
        if self._runs or self._is_restoring:
            return
        unclaimed, self._unclaimed = self._unclaimed, {}
        for image in unclaimed.values():
            if not image.status.is_final and self._job_of_image(image.id) is None:
                self._insert(job_from_elsewhere(image))
                self._show(image.id, image)

    def _show(self, job_id: str, image: "Image") -> None:
        """Bring a job to where its image stands."""
        job = self.job(job_id)
        if job is None or (job.image is not None and job.image.revision > image.revision):
            return
        state = STATE_OF[image.status.value]
        if job.state.is_final or (job.state is JobState.FETCHING and state is JobState.FETCHING):
            return
        if state is JobState.FAILED:
            self._update(job_id, state=state, image=image, error=failure_of(image, job.photo))
        elif state is JobState.MAKING:
            self._show_making(job, image)
        else:
            self._update(job_id, state=state, image=image)
        if state is JobState.FETCHING:
            self._times.learn(image)
            self._fetch(job_id, image)
        elif state is JobState.CANCELLED:
            self._forget(job_id)

    def _fetch(self, job_id: str, image: "Image") -> None:
        self._files.run(
            lambda task: work.load_finished(task, image, TILE_PICTURE_PX),
            partial(self._on_fetched, job_id),
            partial(self._on_fetch_failed, job_id),
        )

    def _on_fetched(self, job_id: str, picture: QImage) -> None:
        self._forget(job_id)
        self._update(job_id, state=JobState.DONE, preview=picture, remaining_s=None)
        for old in [job for job in self.jobs() if job.state is JobState.DONE][_MOST_FINISHED:]:
            self._remove(old.id)

    def _on_fetch_failed(self, job_id: str, error: AppError) -> None:
        self._update(job_id, state=JobState.FAILED, error=error.with_charge(_CHARGED_AND_SAFE))

    def _on_preview(self, job_id: str, told: PreviewTold, picture: QImage) -> None:
        job = self.job(job_id)
        if job is not None and job.state.is_at_server and self._previews.is_newest(job_id, told):
            self._update(job_id, preview=picture)

    def _forget(self, job_id: str) -> None:
        self._previews.forget(job_id)
        pending_id = self._pending_ids.pop(job_id, None)
        if pending_id is not None:
            self._calls.run(lambda task: work.forget_job(task, pending_id))

    @Slot()
    def _ask_places(self) -> None:
        for job in self.jobs():
            if job.state is JobState.QUEUED and job.image_id and job.id not in self._runs:
                self._calls.run(
                    partial(work.generation, image_id=job.image_id), partial(self._on_place, job.id)
                )

    def _on_place(self, job_id: str, generation: "Generation") -> None:
        job = self.job(job_id)
        if job is not None and job.state is JobState.QUEUED:
            self._update(job_id, queue_position=generation.queue_position)
            self._show(job_id, generation.image)
