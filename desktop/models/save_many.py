"""Saving many pictures: one order at a time, with its progress, to be cancelled and resumed."""

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop.errors import AppError
from desktop.models.states import StateMachine
from desktop.workers import export_work
from desktop.workers.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from desktop.storage.export_journal import Begun, ExportOrder
    from desktop.workers.exports import ExportProgress, ExportResult


class SaveManyState(Enum):
    """Where saving stands."""

    IDLE = auto()
    SAVING = auto()


_TRANSITIONS = {
    SaveManyState.IDLE: frozenset({SaveManyState.SAVING}),
    SaveManyState.SAVING: frozenset({SaveManyState.IDLE}),
}


class SaveManyModel(QObject):
    """Saves in the background; the window may go on.

    Signals:
        state_changed(): `state` is new.
        progressed(): `done` is new.
        finished(ExportResult): It has come to its end.
        failed(AppError): It could not go on; `resume` tries again.
        unfinished_found(): `unfinished` is new.
    """

    state_changed = Signal()
    progressed = Signal()
    finished = Signal(object)
    failed = Signal(object)
    unfinished_found = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._machine = StateMachine(SaveManyState.IDLE, _TRANSITIONS)
        self._task: Task[ExportResult] | None = None
        self._order: ExportOrder | None = None
        self._unfinished: Begun | None = None
        self._done = 0

    @property
    def state(self) -> SaveManyState:
        """Where it stands."""
        return self._machine.state

    @property
    def done(self) -> int:
        """How many pictures of the order are done."""
        return self._done

    @property
    def total(self) -> int:
        """How many pictures were ordered."""
        return len(self._order.image_ids) if self._order is not None else 0

    @property
    def unfinished(self) -> "Begun | None":
        """What was being saved when it was cancelled, failed, or the app ended."""
        return self._unfinished

    def start(self, order: "ExportOrder") -> None:
        """Save; ends in `finished` or `failed`. While something is being saved, nothing happens."""
        if self.state is SaveManyState.SAVING or not order.image_ids:
            return
        self._order = order
        self._done = 0
        self._set_unfinished(None)
        self._change(SaveManyState.SAVING)
        self._task = self._runner.run(
            lambda task: export_work.export_pictures(task, order),
            self._on_finished,
            self._on_failed,
            self._on_progress,
        )

    def cancel(self) -> None:
        """Stop; what was saved stays, and the rest can be resumed."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._change(SaveManyState.IDLE)
            self.look_for_unfinished()

    def resume(self) -> None:
        """Save the rest of what is unfinished."""
        if self._unfinished is not None:
            self.start(self._unfinished.order)

    def forget_unfinished(self) -> None:
        """It is not to go on."""
        self._set_unfinished(None)
        self._runner.run(export_work.forget_export)

    @Slot()
    def look_for_unfinished(self) -> None:
        """Look whether something was being saved; ends in `unfinished_found` if so."""
        self._runner.run(export_work.unfinished_export, self._on_looked)

    def close(self) -> None:
        """Nobody is signed in: stop, and forget what is shown."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._change(SaveManyState.IDLE)
        self._set_unfinished(None)

    def _on_looked(self, begun: "Begun | None") -> None:
        if self.state is SaveManyState.IDLE and begun is not None:
            self._set_unfinished(begun)

    def _on_progress(self, progress: "ExportProgress") -> None:
        self._done = progress.done
        self.progressed.emit()

    def _on_finished(self, result: "ExportResult") -> None:
        self._task = None
        self._change(SaveManyState.IDLE)
        self.finished.emit(result)
        if result.missed:
            self.look_for_unfinished()

    def _on_failed(self, error: AppError) -> None:
        self._task = None
        self._change(SaveManyState.IDLE)
        self.failed.emit(error)
        self.look_for_unfinished()

    def _set_unfinished(self, begun: "Begun | None") -> None:
        if begun != self._unfinished:
            self._unfinished = begun
            self.unfinished_found.emit()

    def _change(self, state: SaveManyState) -> None:
        if self._machine.change(state):
            self.state_changed.emit()
