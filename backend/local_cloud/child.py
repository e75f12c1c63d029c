"""A server process that ends when we end, however we end."""

import os
import platform
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from backend.local_cloud.account import Account
from backend.local_cloud.errors import PartFailedError

_LAUNCHER = Path(__file__).with_name("launcher.py")
_TAIL_BYTES = 16_384
_KILL = 9
"""SIGKILL, whose name Windows does not know; there the job object takes its part."""
_IS_WINDOWS = platform.system() == "Windows"
_HAS_DEATH_SIGNAL = platform.system() == "Linux"


class ChildProcess:
    """One run of one server; its output goes straight to the log file.

    The process is started by a thread of its own, which then waits for it. Linux ties the
    death signal to the *thread* that started the process: a server started from a thread that
    ends sooner would be killed with it. This thread ends with the server and never before.

    Each child has its own session, so Ctrl+C in a terminal reaches only the supervisor, which
    then stops its parts in order.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        name: str,
        log_path: Path,
        environment: Mapping[str, str] | None = None,
        account: Account | None = None,
        death_signal: int | None = None,
        on_exit: Callable[["ChildProcess"], None] | None = None,
    ) -> None:
        self.name = name
        self.log_path = log_path
        self._command = [str(part) for part in command]
        self._environment = dict(environment) if environment is not None else None
        self._account = account
        self._death_signal = death_signal or _KILL
        self._on_exit = on_exit
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: subprocess.Popen[bytes] | None = None
        self._error: OSError | None = None
        self._started = threading.Event()
        self._ended = threading.Event()
        self._log_offset = 0
        self._is_stop_asked = False

    @property
    def pid(self) -> int:
        """The server's own process id."""
        if self._process is None:
            raise PartFailedError(f"The {self.name} has not been started.")
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative when a signal ended it."""
        return self._process.returncode if self._process and self._ended.is_set() else None

    @property
    def is_running(self) -> bool:
        """Whether it has been started and has not ended."""
        return self._process is not None and not self._ended.is_set()

    def start(self) -> None:
        """Start it; returns at once.

        Raises:
            PartFailedError: The program could not be started or the log not be written.
        """
        threading.Thread(target=self._run, name=f"child-{self.name}", daemon=True).start()
        self._started.wait()
        if self._error is not None:
            raise PartFailedError(
                f"The {self.name} could not be started: {self._error}.", log_path=self.log_path
            ) from self._error

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for the end; False when it still runs."""
        return self._ended.wait(timeout_s)

    def send(self, number: int) -> None:
        """Send a signal; nothing happens when it has ended.

        Windows has no signals: programs that can end in an orderly way get Ctrl+Break.
        """
        if self._process is None or self._ended.is_set():
            return
        if sys.platform == "win32":
            number = signal.CTRL_BREAK_EVENT
        self._process.send_signal(number)

    def request_stop(self, number: int) -> None:
        """Ask it to end with a signal, once: programs take a second one as impatience."""
        if not self._is_stop_asked:
            self._is_stop_asked = True
            self.send(number)

    def stop(self, number: int, *, grace_s: float) -> None:
        """Ask it to end, and kill it when it has not after `grace_s`."""
        self.request_stop(number)
        if self.is_running and not self.wait(grace_s):
            self.kill()

    def kill(self) -> None:
        """End it at once."""
        if self._process is not None and not self._ended.is_set():
            self._process.kill()
            self.wait()

    def last_words(self, markers: Sequence[str] = ()) -> str:
        """The last line of this run's output that holds one of `markers`, else the last line."""
        try:
            with self.log_path.open("rb") as log:
                log.seek(0, os.SEEK_END)
                log.seek(max(self._log_offset, log.tell() - _TAIL_BYTES))
                lines = log.read().decode("utf-8", "replace").splitlines()
        except OSError:
            return ""
        lines = [line.strip() for line in lines if line.strip()]
        marked = [line for line in lines if any(marker in line for marker in markers)]
        return (marked or lines or [""])[-1]

    def _run(self) -> None:
        try:
            process = self._spawn()
        except OSError as error:
            self._error = error
            self._ended.set()
            self._started.set()
            return
        self._process = process
        self._started.set()
        process.wait()
        self._ended.set()
        if self._on_exit is not None:
            self._on_exit(self)
        if self._watcher is not None:
            self._watcher.terminate()
            self._watcher.wait()

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self.log_path.open("ab") as log:
            self._log_offset = log.tell()
            if _IS_WINDOWS:
                return self._popen(self._command, log)
            if _HAS_DEATH_SIGNAL:
                uid, gid = (self._account.uid, self._account.gid) if self._account else (-1, -1)
                command = [*self._launcher("exec"), str(uid), str(gid), *self._command]
                return self._popen(command, log)
            process = self._popen(self._command, log, self._account)
            self._watcher = self._popen([*self._launcher("watch"), str(process.pid)], log)
            return process

    def _launcher(self, mode: str) -> list[str]:
        flags = ["-I", "-S", str(_LAUNCHER), mode]
        return [sys.executable, *flags, str(os.getpid()), str(int(self._death_signal))]

    def _popen(
        self, command: list[str], log: IO[bytes], account: Account | None = None
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 -- our own command lines
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=self._environment,
            # Ctrl+C in a terminal is for the supervisor alone; each system has its own way.
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            start_new_session=not _IS_WINDOWS,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
