"""Starting the cloud on this computer, when no other server is configured."""

from PySide6.QtCore import QObject, Signal

from desktop.errors import AppError


class StartupModel(QObject):
    """Progress of the start, from opening the window to a server that answers.

    Signals:
        progress_changed(): `message` or `fraction` is new.
        ready(str): The server's address.
        failed(AppError): It did not start; `retry` tries again.
    """

    progress_changed = Signal()
    ready = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._message = ""
        self._fraction = 0.0
        self._error: AppError | None = None
        self._server_url = ""

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

    def retry(self) -> None:
        """Start again after a failure."""
