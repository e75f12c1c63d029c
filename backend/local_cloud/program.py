"""The API and the worker: our own program, run as a part of the local cloud."""

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import backend
from backend.local_cloud.child import ChildProcess
from backend.local_cloud.errors import StopRequested
from backend.local_cloud.part import StopAsked, never
from backend.local_cloud.ports import HOST
from backend.local_cloud.readiness import failure, wait_until

_START_TIMEOUT_S = 90.0
_ANSWER_TIMEOUT_S = 5.0
_COMMAND_POLL_S = 0.1
_COMMAND_TRIES = 4
"""A killed database is back within seconds, about as long as two starts of a command."""
_EXIT_FAILED = 1
"""What a command answers that may work the next time; a wrong setting has another number."""


def command_line(*arguments: str) -> list[str]:
    """`plushifyme-server ARGUMENTS`, run by this interpreter from this very source."""
    # -P: a folder named `backend` where the person happens to be must not be taken for ours.
    return [sys.executable, "-P", "-m", "backend", *arguments]


class BackendProgram:
    """`plushifyme-server serve` or `worker` as a supervised part.

    Args:
        name: What people call it.
        arguments: The command and its options.
        log_path: Where it writes.
        environment: All of its settings.
        grace_s: How long it may take to end before it is killed.
        ready_port: Wait until `GET /ready` on this port says yes; None waits for nothing.
        on_exit: Called, in a thread of its own, when it has ended.
    """

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        *,
        log_path: Path,
        environment: Mapping[str, str],
        grace_s: float,
        ready_port: int | None = None,
        on_exit: Callable[[ChildProcess], None] | None = None,
    ) -> None:
        self.name = name
        self.log_path = log_path
        self.child: ChildProcess | None = None
        self._arguments = arguments
        self._environment = with_our_source(environment)
        self._grace_s = grace_s
        self._ready_port = ready_port
        self._on_exit = on_exit

    def launch(self) -> None:
        """Start it without waiting."""
        self.child = ChildProcess(
            command_line(*self._arguments),
            name=self.name,
            log_path=self.log_path,
            environment=self._environment,
            on_exit=self._on_exit,
        )
        self.child.start()

    def wait_until_ready(self, is_stop_asked: StopAsked = never) -> None:
        """Wait until it says that its database and its storage answer."""
        if self._ready_port is None:
            return
        port = self._ready_port
        wait_until(
            lambda: get_json(port, "/ready") is not None,
            self.child,
            name=self.name,
            port=port,
            timeout_s=_START_TIMEOUT_S,
            is_stop_asked=is_stop_asked,
        )

    def request_stop(self) -> None:
        """Ask it to end without waiting for it."""
        if self.child is not None:
            self.child.request_stop(signal.SIGTERM)

    def stop(self) -> None:
        """End it; it finishes what takes little time."""
        if self.child is not None:
            self.child.stop(signal.SIGTERM, grace_s=self._grace_s)


class BackendCommand:
    """A command that ends by itself, such as `plushifyme-server migrate`.

    Its work is one transaction, so it is run again when the database was lost on the way.
    """

    def __init__(self, command: str, *, log_path: Path, environment: Mapping[str, str]) -> None:
        self._command = command
        self._log_path = log_path
        self._environment = with_our_source(environment)
        self._child = self._new_child()

    def start(self) -> None:
        """Start it without waiting."""
        self._child.start()

    def wait(self, is_stop_asked: StopAsked = never) -> None:
        """Wait until it has done its work.

        Raises:
            PartFailedError: It failed; the message holds its last words and the log's path.
            StopRequested: Somebody asked for the end meanwhile; the command is ended.
        """
        for tries_left in reversed(range(_COMMAND_TRIES)):
            while not self._child.wait(_COMMAND_POLL_S):
                if is_stop_asked():
                    self.kill()
                    raise StopRequested
            if self._child.exit_code == 0:
                return
            if not tries_left or self._child.exit_code != _EXIT_FAILED:
                raise failure("The database could not be brought up to date", self._child)
            self._child = self._new_child()
            self._child.start()

    def _new_child(self) -> ChildProcess:
        return ChildProcess(
            command_line(self._command),
            name=f"command `{self._command}`",
            log_path=self._log_path,
            environment=self._environment,
        )

    def kill(self) -> None:
        """End it at once; nothing happens when it has ended."""
        self._child.kill()


def with_our_source(environment: Mapping[str, str]) -> dict[str, str]:
    """Let children import the same `backend` as we, installed or not."""
    source = str(Path(backend.__file__).resolve().parent.parent)
    given = environment.get("PYTHONPATH")
    path = source if not given else os.pathsep.join((source, given))
    return {**environment, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}


def get_json(port: int, path: str) -> dict[str, object] | None:
    """GET a JSON object from a loopback port; None unless it is answered with 200."""
    connection = HTTPConnection(HOST, port, timeout=_ANSWER_TIMEOUT_S)
    try:
        connection.request("GET", path, headers={"Accept": "application/json"})
        response = connection.getresponse()
        content = json.loads(response.read())
    except (OSError, HTTPException, ValueError):
        return None
    finally:
        connection.close()
    return content if response.status == 200 and isinstance(content, dict) else None
