"""What to tell somebody who looks elsewhere: that plushies are ready, and how far they are."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop.models.job import Job, JobState
from desktop.models.jobs import JobsModel
from desktop.storage.preferences import PreferencesStore
from desktop.workers import work
from desktop.workers.tasks import TaskRunner

if TYPE_CHECKING:
    from desktop.errors import AppError

_UPLOAD_SHARE = 0.2
"""The part of a job's bar that its upload is; the making takes the rest."""


class AttentionModel(QObject):
    """Follows the jobs. Says nothing while the window is watched.

    Signals:
        finished_unwatched(int, int): Nothing is under way any more; so many plushies are ready, and
            so many did not work, since somebody last looked.
        progress_changed(): `progress` or `running_count` is new.
        notice_refused(str, str): The desktop did not take a notice; its title and text.
    """

    finished_unwatched = Signal(int, int)
    progress_changed = Signal()
    notice_refused = Signal(str, str)

    def __init__(
        self,
        jobs: JobsModel,
        calls: TaskRunner,
        preferences: PreferencesStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._calls = calls
        self._preferences = preferences
        self._is_watched = True
        self._has_launcher = True
        self._ready: set[str] = set()
        self._failed: set[str] = set()
        jobs.job_finished.connect(self._on_finished)
        jobs.job_failed.connect(self._on_failed)
        jobs.job_changed.connect(self._on_changed)
        jobs.running_changed.connect(self._on_changed)

    @property
    def progress(self) -> float | None:
        """How far all that is under way is together, 0 to 1; None when nothing is."""
        running = [job for job in self._jobs.jobs() if not job.state.is_final]
        if not running or not self._preferences.current.shows_progress:
            return None
        return sum(_fraction(job) for job in running) / len(running)

    @property
    def running_count(self) -> int:
        """How many are under way; 0 also when this is not to be shown."""
        return self._jobs.running_count if self._preferences.current.shows_progress else 0

    @property
    def notifies(self) -> bool:
        """Whether the person wants to be told by the desktop."""
        return self._preferences.current.notifies

    @property
    def asks_attention(self) -> bool:
        """Whether the window's entry may blink or jump."""
        return self._preferences.current.asks_attention

    @property
    def shows_progress(self) -> bool:
        """Whether the task bar or the dock shows how far it is."""
        return self._preferences.current.shows_progress

    def choose(self, **changes: bool) -> None:
        """Set `notifies`, `asks_attention` or `shows_progress`."""
        self._preferences.change(**changes)
        self.progress_changed.emit()

    def set_watched(self, *, is_watched: bool) -> None:
        """The window has come to the front, or has gone behind others."""
        self._is_watched = is_watched
        if is_watched:
            self._ready.clear()
            self._failed.clear()

    def tell_desktop(self, title: str, text: str) -> None:
        """Show a notice beside whatever else is on the screen."""
        self._calls.run(
            lambda task: work.show_notice(task, title, text),
            on_failure=partial(self._on_refused, title, text),
        )

    def tell_launcher(self) -> None:
        """Show `progress` on the app's entry in the dock, where the desktop has such a thing."""
        progress, count = self.progress, self.running_count
        if self._has_launcher:
            self._calls.run(
                lambda task: work.show_progress(task, progress, count),
                on_failure=self._on_no_launcher,
            )

    def _on_refused(self, title: str, text: str, _error: "AppError") -> None:
        self.notice_refused.emit(title, text)

    def _on_no_launcher(self, _error: "AppError") -> None:
        self._has_launcher = False

    @Slot(str)
    def _on_finished(self, job_id: str) -> None:
        self._note(self._ready, job_id)

    @Slot(str)
    def _on_failed(self, job_id: str) -> None:
        self._note(self._failed, job_id)

    def _note(self, ended: set[str], job_id: str) -> None:
        if not self._is_watched:
            ended.add(job_id)
        if self._jobs.running_count or not (self._ready or self._failed):
            return
        # Somebody who waits for twenty is told once.
        ready, failed = len(self._ready), len(self._failed)
        self._ready.clear()
        self._failed.clear()
        self.finished_unwatched.emit(ready, failed)

    @Slot()
    def _on_changed(self, _job_id: str = "") -> None:
        self.progress_changed.emit()


def _fraction(job: Job) -> float:
    match job.state:
        case JobState.UPLOADING:
            return job.upload_fraction * _UPLOAD_SHARE
        case JobState.QUEUED:
            return _UPLOAD_SHARE
        case JobState.MAKING:
            return _UPLOAD_SHARE + (1 - _UPLOAD_SHARE) * (job.making_fraction or 0.0)
        case JobState.FETCHING:
            return 1.0
        case _:
            return 0.0
