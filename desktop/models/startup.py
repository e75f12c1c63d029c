"""Finding a server: the configured one, the cloud on this computer, or one that is asked for."""

import time

from PySide6.QtCore import QObject, Signal

from desktop.errors import AppError
from desktop.settings import WrongSetting, checked_address
from desktop.storage.preferences import PreferencesStore
from desktop.workers import work
from desktop.workers.cloud_events import CloudProgress, CloudReady
from desktop.workers.tasks import Task, TaskRunner

_STEADY_S = 30.0
"""A cloud that ran this long is started again by itself when it stops."""


class StartupModel(QObject):
    """Progress of the start, from opening the window to a server that answers.

    Signals:
        progress_changed(): `message` or `fraction` is new.
        address_changed(): `needs_address`, `is_checking` or `address_error` is new.
        ready(str): The server's address. Comes again when the local cloud had to be restarted.
        failed(AppError): It did not start; `retry` tries again.
    """

    progress_changed = Signal()
    address_changed = Signal()
    ready = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        cloud: TaskRunner,
        server_url: str = "",
        parent: QObject | None = None,
        *,
        has_local_cloud: bool = True,
        preferences: PreferencesStore | None = None,
    ) -> None:
        super().__init__(parent)
        self._cloud = cloud
        self._configured_url = server_url
        self._has_local_cloud = has_local_cloud
        self._preferences = preferences
        self._is_asking = False
        self._address_error: AppError | None = None
        self._checking: Task[str] | None = None
        self._server_url = ""
        self._message = "Starting"
        self._fraction = 0.0
        self._error: AppError | None = None
        self._task: Task[None] | None = None
        self._ready_at = 0.0
        self._is_attached = False

    @property
    def uses_local_cloud(self) -> bool:
        """Whether no other server is configured."""
        return not self._configured_url

    @property
    def has_local_cloud(self) -> bool:
        """Whether this installation can start a cloud of its own; an installed app cannot."""
        return self._has_local_cloud

    @property
    def needs_address(self) -> bool:
        """Whether the person has to say which server to use."""
        return self._is_asking

    @property
    def is_checking(self) -> bool:
        """Whether an address that was typed is being tried."""
        return self._checking is not None

    @property
    def address_error(self) -> AppError | None:
        """What is wrong with the address that was typed."""
        return self._address_error

    @property
    def configured_url(self) -> str:
        """The server that was configured or chosen; empty for the cloud on this computer."""
        return self._configured_url

    @property
    def is_attached(self) -> bool:
        """Whether another program has started the local cloud, and may end it at any time."""
        return self._is_attached

    @property
    def message(self) -> str:
        """What is being done, such as "Starting the database"."""
        return self._message

    @property
    def fraction(self) -> float:
        """How far it is, 0 to 1."""
        return self._fraction

    @property
    def error(self) -> AppError | None:
        """Why it did not start; None while it may."""
        return self._error

    @property
    def server_url(self) -> str:
        """The server's address; empty until `ready`."""
        return self._server_url

    @property
    def is_ready(self) -> bool:
        """Whether there is a server to talk to."""
        return bool(self._server_url)

    def start(self) -> None:
        """Begin; a configured server is ready at once."""
        if self._configured_url:
            self._become_ready(self._configured_url)
            return
        if not self._has_local_cloud:
            self.ask_address()
            return
        if self._task is not None:
            self._task.cancel()
        self._error = None
        self._is_attached = False
        self._progress("Starting", 0.0)
        self._task = self._cloud.run(
            work.run_local_cloud, on_failure=self._on_failed, on_progress=self._on_progress
        )

    def retry(self) -> None:
        """Start again after a failure."""
        if not self.is_ready:
            self.start()

    def ask_address(self) -> None:
        """Let the person say which server to use."""
        self._is_asking = True
        self._address_error = None
        self.address_changed.emit()

    def use_address(self, typed: str) -> None:
        """Try an address; when a PlushifyMe server answers there, it is kept and used."""
        if self._checking is not None:
            return
        try:
            url = checked_address(typed)
        except WrongSetting as error:
            self._on_address_refused(error.describe())
            return
        if not url:
            return
        self._address_error = None
        self._checking = self._cloud.run(
            lambda task: work.check_server(task, url),
            self._on_address_good,
            self._on_address_refused,
        )
        self.address_changed.emit()

    def _on_address_good(self, url: str) -> None:
        self._checking = None
        self._is_asking = False
        self._configured_url = url
        if self._preferences is not None:
            self._preferences.change(server=url)
        self.address_changed.emit()
        self._become_ready(url)

    def _on_address_refused(self, error: AppError) -> None:
        self._checking = None
        self._address_error = error
        self.address_changed.emit()

    def _on_progress(self, event: CloudProgress | CloudReady) -> None:
        if isinstance(event, CloudReady):
            self._ready_at = time.monotonic()
            self._is_attached = event.attached
            self._become_ready(event.url)
        else:
            self._progress(event.message, event.fraction)

    def _on_failed(self, error: AppError) -> None:
        was_steady = self.is_ready and time.monotonic() - self._ready_at > _STEADY_S
        self._server_url = ""
        if was_steady:
            self.start()
            return
        self._error = error
        self.failed.emit(error)

    def _become_ready(self, url: str) -> None:
        self._server_url = url
        self._progress("Ready", 1.0)
        self.ready.emit(url)

    def _progress(self, message: str, fraction: float) -> None:
        self._message = message
        self._fraction = min(max(fraction, 0.0), 1.0)
        self.progress_changed.emit()
