"""Where this person is signed in."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop.errors import AppError
from desktop.models.session import SessionModel
from desktop.workers import account_work
from desktop.workers.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from shared.accounts import Device


class DevicesModel(QObject):
    """Loaded when somebody looks.

    Signals:
        changed(): `devices` or `is_busy` is new.
        failed(AppError): The list, or signing one out, did not work.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self, session: SessionModel, calls: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._calls = calls
        self._devices: list[Device] = []
        self._task: Task[list[Device]] | Task[None] | None = None
        session.state_changed.connect(self._on_state_changed)

    @property
    def devices(self) -> "list[Device]":
        """The latest used first; empty until they are loaded."""
        return list(self._devices)

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._task is not None

    def load(self) -> None:
        """Ask for the list."""
        if self._task is None and self._session.state.is_inside:
            self._task = self._calls.run(account_work.devices, self._on_loaded, self._on_failed)
            self.changed.emit()

    def sign_out(self, session_id: str) -> None:
        """End the session of one device."""
        if self._task is None:
            self._task = self._calls.run(
                lambda task: account_work.sign_out_device(task, session_id),
                lambda _result: self._on_signed_out(session_id),
                self._on_failed,
            )
            self.changed.emit()

    def sign_out_everywhere(self) -> None:
        """End every session, this one included."""
        if self._task is None:
            self._task = self._calls.run(
                account_work.sign_out_everywhere, self._on_signed_out_everywhere, self._on_failed
            )
            self.changed.emit()

    def _on_loaded(self, devices: "list[Device]") -> None:
        self._task = None
        self._devices = devices
        self.changed.emit()

    def _on_signed_out(self, session_id: str) -> None:
        self._task = None
        self._devices = [each for each in self._devices if each.id != session_id]
        self.changed.emit()

    def _on_signed_out_everywhere(self, _result: None) -> None:
        self._task = None
        self._session.leave()

    def _on_failed(self, error: AppError) -> None:
        self._task = None
        self.changed.emit()
        self.failed.emit(error)

    @Slot()
    def _on_state_changed(self) -> None:
        if not self._session.state.is_inside:
            if self._task is not None:
                self._task.cancel()
            self._task = None
            self._devices = []
            self.changed.emit()
