"""Saving everything that the server keeps of a person."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop.errors import AppError
from desktop.models.session import SessionModel
from desktop.workers import account_work
from desktop.workers.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from desktop.workers.account_export import ExportProgress


class ExportModel(QObject):
    """One export at a time.

    Signals:
        changed(): `is_running` or the progress is new.
        saved(str): The file is there.
        failed(AppError): It is not, and neither is a part of it.
    """

    changed = Signal()
    saved = Signal(str)
    failed = Signal(object)

    def __init__(
        self, session: SessionModel, calls: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._calls = calls
        self._task: Task[Path] | None = None
        self._received_bytes = 0
        self._total_bytes: int | None = None
        session.state_changed.connect(self._on_state_changed)

    @property
    def is_running(self) -> bool:
        """Whether it is under way."""
        return self._task is not None

    @property
    def received_bytes(self) -> int:
        """How much has arrived."""
        return self._received_bytes

    @property
    def fraction(self) -> float | None:
        """0 to 1; None while nobody knows how much it will be."""
        return self._received_bytes / self._total_bytes if self._total_bytes else None

    def start(self, path: str) -> None:
        """Fetch it all into this zip file."""
        if self._task is not None:
            return
        self._received_bytes, self._total_bytes = 0, None
        self._task = self._calls.run(
            lambda task: account_work.export(task, path),
            self._on_saved,
            self._on_failed,
            self._on_progress,
        )
        self.changed.emit()

    def cancel(self) -> None:
        """Give up; nothing is left behind."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self.changed.emit()

    def _on_progress(self, progress: "ExportProgress") -> None:
        self._received_bytes = progress.received_bytes
        self._total_bytes = progress.total_bytes
        self.changed.emit()

    def _on_saved(self, path: Path) -> None:
        self._task = None
        self.changed.emit()
        self.saved.emit(str(path))

    def _on_failed(self, error: AppError) -> None:
        self._task = None
        self.changed.emit()
        self.failed.emit(error)

    @Slot()
    def _on_state_changed(self) -> None:
        if not self._session.state.is_inside:
            self.cancel()
