"""The list of jobs that tells of each how long it will still take, and counts that down."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desktop.models.job import Job, JobState
from desktop.models.job_clock import JobClock
from desktop.models.job_list import JobList
from desktop.models.job_times import UsualTimes, making_since

if TYPE_CHECKING:
    from shared.gallery import Image


class TimedJobs(JobList):
    """Learns from the pictures that it is shown how long one takes.

    Signals: see `JobList`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._times = UsualTimes()
        self._clock = JobClock(self)
        self._clock.second_passed.connect(self._count_down)
        self.running_changed.connect(self._run_clock)

    def _clear(self) -> None:
        self._times.clear()
        super()._clear()

    def _show_making(self, job: Job, image: "Image") -> None:
        """Bring a job to the state of a picture that is being made."""
        since = job.making_since if job.state is JobState.MAKING else making_since(image)
        self._update(job.id, state=JobState.MAKING, image=image, making_since=since)
        self._estimate(job.id)

    def _estimate(self, job_id: str) -> None:
        """Say anew how long it will take."""
        job = self.job(job_id)
        progress = None if job is None else self._times.progress(job.making_since)
        if progress is not None:
            self._update(
                job_id, remaining_s=progress.remaining_s, making_fraction=progress.fraction
            )

    @Slot()
    def _run_clock(self) -> None:
        self._clock.run_while(is_needed=self.running_count > 0)

    @Slot()
    def _count_down(self) -> None:
        for job in self.jobs():
            if job.state is JobState.MAKING:
                self._estimate(job.id)
