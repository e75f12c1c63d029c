"""The plushies in the making: a tile each, from *Make* until the picture is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage

from desktop.errors import AppError
from shared.styles import Style

if TYPE_CHECKING:
    from shared.gallery import Image


class JobState(Enum):
    """Where a job stands."""

    PREPARING = auto()
    """It waits for its turn to be uploaded."""
    UPLOADING = auto()
    QUEUED = auto()
    """The server has it; a credit is held."""
    MAKING = auto()
    FETCHING = auto()
    """It is made; the picture is on its way to this computer."""
    DONE = auto()
    FAILED = auto()
    CANCELLED = auto()

    @property
    def is_final(self) -> bool:
        """Whether nothing follows by itself; a failed or cancelled one can be tried again."""
        return self in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


JOB_TRANSITIONS: Mapping[JobState, frozenset[JobState]] = {
    JobState.PREPARING: frozenset(
        {JobState.UPLOADING, JobState.QUEUED, JobState.FAILED, JobState.CANCELLED}
    ),
    JobState.UPLOADING: frozenset(
        {JobState.PREPARING, JobState.QUEUED, JobState.FAILED, JobState.CANCELLED}
    ),
    # A fast server may be done before its first answer has arrived.
    JobState.QUEUED: frozenset(
        {JobState.MAKING, JobState.FETCHING, JobState.FAILED, JobState.CANCELLED}
    ),
    # A worker that stopped hands its picture back to the queue.
    JobState.MAKING: frozenset(
        {JobState.QUEUED, JobState.FETCHING, JobState.FAILED, JobState.CANCELLED}
    ),
    JobState.FETCHING: frozenset({JobState.DONE, JobState.FAILED}),
    JobState.DONE: frozenset(),
    JobState.FAILED: frozenset({JobState.PREPARING, JobState.FETCHING}),
    JobState.CANCELLED: frozenset({JobState.PREPARING}),
}


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One tile."""

    id: str
    image_id: str | None
    """The server's name for it, from QUEUED on."""
    state: JobState
    style: Style
    wish: str
    photo: QImage | None
    """The person's own photo, small; None for a job that was started on another computer."""
    photo_name: str
    upload_fraction: float
    """0 to 1."""
    preview: QImage | None
    """The picture as it emerges; the finished one (display size) once DONE."""
    started_at: datetime
    queue_position: int | None = None
    """How many are made before this one, as far as is known."""
    remaining_s: float | None = None
    """An estimate from this person's own history; None without one."""
    error: AppError | None = None
    image: "Image | None" = None


class JobRole:
    """Roles of `JobsModel`."""

    JOB = Qt.ItemDataRole.UserRole + 1
    ID = Qt.ItemDataRole.UserRole + 2


_NO_PARENT = QModelIndex()


class JobsModel(QAbstractListModel):
    """Every job that is not dismissed, newest first.

    Signals:
        job_changed(str), job_finished(str), job_failed(str): A job's id. The list's own signals
        (rowsInserted, dataChanged, rowsRemoved) tell the same to views.
    """

    job_changed = Signal(str)
    job_finished = Signal(str)
    job_failed = Signal(str)

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
        if role == JobRole.JOB:
            return job
        if role == JobRole.ID:
            return job.id
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

    def cancel(self, job_id: str) -> None:
        """Stop it; the server gives the credit back."""

    def retry(self, job_id: str) -> None:
        """Try a failed or cancelled one again."""

    def dismiss(self, job_id: str) -> None:
        """Take a final one out of the list; a finished picture stays in the gallery."""
