"""What can go wrong in the local cloud.

LocalCloudError
├── DataFolderError     the folder cannot hold the data: read-only, full, foreign, unreachable
├── PortTakenError      another program listens on the wanted port
├── PartFailedError     a server did not start, or died again and again
└── StopRequested       the person ended it while it was still starting
"""

from pathlib import Path


class LocalCloudError(Exception):
    """The root. `message` is fit to show a person; the error's text names the log file too."""

    def __init__(self, message: str, *, log_path: Path | None = None) -> None:
        super().__init__(message if log_path is None else f"{message} Details: {log_path}")
        self.message = message
        self.log_path = log_path


class DataFolderError(LocalCloudError):
    """The data folder cannot be used; the message names it and says why."""


class PortTakenError(LocalCloudError):
    """The port asked for is in use."""

    def __init__(self, port: int, *, name: str) -> None:
        super().__init__(
            f"Port {port} on 127.0.0.1, wanted for the {name}, is taken by another program."
        )
        self.port = port


class PartFailedError(LocalCloudError):
    """A part of the local cloud does not run."""


class StopRequested(LocalCloudError):
    """Somebody asked the local cloud to end while it was starting."""

    def __init__(self) -> None:
        super().__init__("The local cloud was stopped while it was starting.")
