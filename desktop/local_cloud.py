"""Starting the cloud on this computer: a child process that ends when the app ends. No Qt."""

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from importlib.util import find_spec
from types import TracebackType
from typing import IO, Any, Self

from desktop.errors import Cancelled, LocalCloudFailed
from desktop.workers.cloud_events import CloudProgress, CloudReady

_LOOK_EVERY_S = 0.1
_STOP_WAIT_S = 10.0
_INSTALL_ADVICE = (
    "Please install PlushifyMe with its local cloud (pip install 'plushifyme[desktop,local]'), "
    "or use another server: plushifyme --server https://..."
)


def is_installed() -> bool:
    """Whether this installation holds the server's side, too; an installed app does not."""
    return find_spec("backend") is not None


class LocalCloud:
    """The child process. `start` and `watch` block and belong on a worker thread."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._complaints: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def start(
        self,
        on_progress: Callable[[CloudProgress], None] | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> CloudReady:
        """Start it and wait until it answers.

        Raises:
            LocalCloudFailed: It did not; the message says why and names its log file.
            Cancelled: `is_cancelled` said so; the child is told to end.
        """
        if not is_installed():
            raise LocalCloudFailed(
                "The local cloud is not part of this installation.", advice=_INSTALL_ADVICE
            )
        self._spawn()
        while True:
            event = self._next_event(is_cancelled)
            if event is None:
                raise self._unexplained_end()
            match event.get("event"):
                case "progress" if on_progress is not None:
                    on_progress(
                        CloudProgress(str(event["message"]), float(event.get("fraction", 0)))
                    )
                case "ready":
                    return CloudReady(str(event["url"]), bool(event.get("attached", False)))
                case "failed":
                    log = event.get("log")
                    raise LocalCloudFailed(
                        str(event["message"]),
                        advice=f"The details are in {log}." if log else _INSTALL_ADVICE,
                    )
                case _:
                    pass

    def watch(self, is_cancelled: Callable[[], bool]) -> None:
        """Wait until it ends by itself, which it should not.

        Raises:
            LocalCloudFailed: It has ended.
            Cancelled: `is_cancelled` said so.
        """
        while self._next_event(is_cancelled) is not None:
            pass
        raise LocalCloudFailed(
            "The local cloud has stopped.", advice="It is started again; please wait a moment."
        )

    def stop(self, wait_s: float = _STOP_WAIT_S) -> None:
        """Tell it to end, and wait at most this long for it."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(wait_s)
        except subprocess.TimeoutExpired:
            # It ends by itself: its end of our pipe is closed.
            process.returncode = 0
        if self._complaints is not None:
            self._complaints.close()
            self._complaints = None

    def _spawn(self) -> None:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `stop`
        try:
            process = subprocess.Popen(  # noqa: S603 - our own module, no outside input
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                # A terminal's Ctrl+C is for the app, which then closes the pipe.
                start_new_session=os.name == "posix",
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise LocalCloudFailed(
                f"The local cloud could not be started: {error.strerror}.", advice=_INSTALL_ADVICE
            ) from error
        self._process = process
        self._lines = queue.SimpleQueue()
        # A pipe cannot be read with a timeout on every system; this thread ends with the child.
        threading.Thread(
            target=_pump, args=(process, self._lines), name="local cloud output", daemon=True
        ).start()

    def _next_event(self, is_cancelled: Callable[[], bool]) -> dict[str, Any] | None:
        """The next line that is an event; None when the child has ended."""
        while True:
            if is_cancelled():
                self.stop(wait_s=0)
                raise Cancelled
            try:
                line = self._lines.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                continue
            if line is None:
                return None
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict):
                return event

    def _unexplained_end(self) -> LocalCloudFailed:
        lines: list[str] = []
        if self._complaints is not None:
            self._complaints.seek(0)
            lines = self._complaints.read().decode(errors="replace").strip().splitlines()
        reason = lines[-1].strip() if lines else "it gave no reason"
        if "ModuleNotFoundError" in reason or "No module named" in reason:
            return LocalCloudFailed(
                f"A part of the local cloud is not installed ({reason}).", advice=_INSTALL_ADVICE
            )
        return LocalCloudFailed(
            f"The local cloud did not start: {reason}.",
            advice="Please try again; `plushifyme-server local` shows more.",
        )


def _command() -> list[str]:
    return [sys.executable, "-m", "backend", "local", "--json", "--with-parent"]


def run(report: Callable[[object], None], is_cancelled: Callable[[], bool]) -> None:
    """Start it, report `CloudProgress` and at last `CloudReady`, and stay until it ends.

    Returns only when another program owns it; its end is not noticed then.

    Raises:
        LocalCloudFailed: It did not start, or has stopped.
        Cancelled: `is_cancelled` said so.
    """
    with LocalCloud() as cloud:
        ready = cloud.start(report, is_cancelled)
        report(ready)
        if not ready.attached:
            cloud.watch(is_cancelled)


def _pump(process: subprocess.Popen[bytes], lines: "queue.SimpleQueue[bytes | None]") -> None:
    if process.stdout is not None:
        with process.stdout as stdout:
            for line in stdout:
                lines.put(line)
    lines.put(None)
