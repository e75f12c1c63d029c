"""The server's own processes: each can be killed, paused, and started again."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from backend.local_cloud.child import ChildProcess


class Program:
    """One `plushifyme-server` command. It ends with this process, however this process ends.

    Args:
        name: What the log file and the summary call it.
        arguments: The command and its options.
        environment: Its whole environment.
        folder: Where its log goes; all its runs share one.
    """

    def __init__(
        self, name: str, arguments: Sequence[str], environment: Mapping[str, str], folder: Path
    ) -> None:
        self.name = name
        self.log_path = folder / f"{name}.log"
        self._command = [sys.executable, "-P", "-m", "backend", *arguments]
        self._environment = dict(environment)
        self._child: ChildProcess | None = None

    @property
    def pid(self) -> int:
        """The id of the running process."""
        assert self._child is not None
        return self._child.pid

    @property
    def is_running(self) -> bool:
        """Whether it has been started and has not ended, paused or not."""
        return self._child is not None and self._child.is_running

    def start(self) -> None:
        """Start it unless it runs; returns before it is ready."""
        if self.is_running:
            return
        self._child = ChildProcess(
            self._command,
            name=self.name,
            log_path=self.log_path,
            environment=self._environment,
        )
        self._child.start()

    def kill(self) -> None:
        """End it as a power cut would (kill -9)."""
        if self._child is not None:
            self._child.kill()

    def pause(self) -> None:
        """Let it stand still in the middle of whatever it does (SIGSTOP)."""
        psutil.Process(self.pid).suspend()

    def resume(self) -> None:
        """Let it go on as if nothing had happened (SIGCONT)."""
        psutil.Process(self.pid).resume()
