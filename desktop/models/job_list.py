"""The list that shows jobs to views: rows, roles, and the check of every change of state."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.models.job import JOB_TRANSITIONS, Job, JobState

_NO_PARENT = QModelIndex()


class JobRole:
    """Roles of `JobList`."""

    JOB = Qt.ItemDataRole.UserRole + 1
    ID = Qt.ItemDataRole.UserRole + 2


class JobList(QAbstractListModel):
    """Jobs, newest first.

    Signals:
        job_changed(str), job_finished(str), job_failed(str): A job's id. The list's own signals
        (rowsInserted, dataChanged, rowsRemoved) tell the same to views.
        running_changed(): `running_count` is new.
    """

    job_changed = Signal(str)
    job_finished = Signal(str)
    job_failed = Signal(str)
    running_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """The number of jobs."""
        return 0 if parent.isValid() else len(self._jobs)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """One job by `JobRole`."""
        if not index.isValid() or index.row() >= len(self._jobs):
            return None
        job = self._jobs[index.row()]
        match role:
            case JobRole.JOB:
                return job
            case JobRole.ID:
                return job.id
            case _:
                return None

    def jobs(self) -> list[Job]:
        """All of them, newest first."""
        return list(self._jobs)

    def job(self, job_id: str) -> Job | None:
        """One of them."""
        return next((job for job in self._jobs if job.id == job_id), None)

    @property
    def running_count(self) -> int:
        """How many are not final."""
        return sum(not job.state.is_final for job in self._jobs)

    def _job_of_image(self, image_id: str) -> Job | None:
        return next((job for job in self._jobs if job.image_id == image_id), None)

    def _order_of(self, job: Job) -> list[Job]:
        """The other jobs that were asked for together with this one."""
        if job.order_id is None:
            return []
        return [each for each in self._jobs if each.order_id == job.order_id and each is not job]

    def _insert(self, job: Job) -> None:
        row = next(
            (row for row, other in enumerate(self._jobs) if other.started_at <= job.started_at),
            len(self._jobs),
        )
        self.beginInsertRows(_NO_PARENT, row, row)
        self._jobs.insert(row, job)
        self.endInsertRows()
        self.running_changed.emit()

    def _remove(self, job_id: str) -> None:
        row = self._row(job_id)
        if row < 0:
            return
        self.beginRemoveRows(_NO_PARENT, row, row)
        del self._jobs[row]
        self.endRemoveRows()
        self.running_changed.emit()

    def _clear(self) -> None:
        self.beginResetModel()
        self._jobs = []
        self.endResetModel()
        self.running_changed.emit()

    def _update(self, job_id: str, **changes: Any) -> Job | None:
        """Change a job; None when it is gone, or may not go to that state (any more)."""
        row = self._row(job_id)
        if row < 0:
            return None
        before = self._jobs[row]
        state = changes.get("state", before.state)
        moves = state is not before.state
        if moves and state not in JOB_TRANSITIONS[before.state]:
            return None
        job = self._jobs[row] = replace(before, **changes)
        index = self.index(row)
        self.dataChanged.emit(index, index)
        self.job_changed.emit(job_id)
        if moves:
            self._tell_of_move(before, job)
        return job

    def _tell_of_move(self, before: Job, job: Job) -> None:
        if job.state is JobState.DONE:
            self.job_finished.emit(job.id)
        if job.state is JobState.FAILED:
            self.job_failed.emit(job.id)
        if before.state.is_final != job.state.is_final:
            self.running_changed.emit()

    def _row(self, job_id: str) -> int:
        return next((row for row, job in enumerate(self._jobs) if job.id == job_id), -1)
