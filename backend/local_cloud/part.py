"""What the supervisor knows of a part, whatever it is."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from backend.local_cloud.child import ChildProcess

StopAsked = Callable[[], bool]
"""Whether somebody has asked for the end. Waiting loops look at it: a signal handler may only
set a plain flag, because taking a lock in one can deadlock."""


def never() -> bool:
    """Nobody will ask."""
    return False


class Part(Protocol):
    """One server process that can be started again on the same port and folder."""

    @property
    def name(self) -> str:
        """What people call it; also the name of its log file's subject."""
        ...

    @property
    def log_path(self) -> Path:
        """Where its output goes."""
        ...

    @property
    def child(self) -> ChildProcess | None:
        """The present or last run."""
        ...

    def launch(self) -> None:
        """Start it without waiting until it answers.

        Raises:
            LocalCloudError: It could not be started.
        """
        ...

    def wait_until_ready(self, is_stop_asked: StopAsked = never) -> None:
        """Wait until it answers.

        Raises:
            LocalCloudError: It ended or does not answer.
            StopRequested: Somebody asked for the end meanwhile.
        """
        ...

    def stop(self) -> None:
        """End it in an orderly way, or at once when it does not follow."""
        ...
