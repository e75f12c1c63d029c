"""What dies is started again; what keeps dying ends it all, with a reason."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.local_cloud.child import ChildProcess
from backend.local_cloud.errors import PartFailedError, PortTakenError
from backend.local_cloud.part import StopAsked, never
from backend.local_cloud.supervisor import Supervisor
from tests.backend.local_cloud.waiting import eventually

NO_DELAYS_S = (0.0, 0.0, 0.0)


class ScriptPart:
    """A part that runs a line of Python."""

    name = "script"

    def __init__(self, script: str, log_path: Path, supervisor: Supervisor) -> None:
        self.log_path = log_path
        self.child: ChildProcess | None = None
        self.launches = 0
        self.launch_error: PortTakenError | None = None
        self._script = script
        self._supervisor = supervisor

    @property
    def pid(self) -> int:
        assert self.child is not None
        return self.child.pid

    def launch(self) -> None:
        self.launches += 1
        if self.launch_error is not None:
            error, self.launch_error = self.launch_error, None
            raise error
        self.child = ChildProcess(
            [sys.executable, "-I", "-S", "-c", self._script],
            name=self.name,
            log_path=self.log_path,
            on_exit=self._supervisor.part_ended,
        )
        self.child.start()

    def wait_until_ready(self, is_stop_asked: StopAsked = never) -> None:
        """It never answers anything."""

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop(signal.SIGTERM, grace_s=30)


class Watched:
    """A supervisor watching in a thread, and what became of it."""

    def __init__(self, supervisor: Supervisor) -> None:
        self.supervisor = supervisor
        self.restarts = 0
        self.error: PartFailedError | None = None
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        try:
            self.supervisor.watch(on_restart=self._count)
        except PartFailedError as error:
            self.error = error

    def _count(self) -> None:
        self.restarts += 1

    def ended(self) -> bool:
        self._thread.join(60)
        return not self._thread.is_alive()


Watch = Callable[[Supervisor, ScriptPart], Watched]


@pytest.fixture
def watch() -> Iterator[Watch]:
    running: list[tuple[Watched, ScriptPart]] = []

    def start(supervisor: Supervisor, part: ScriptPart) -> Watched:
        part.launch()
        supervisor.add(part)
        running.append((Watched(supervisor), part))
        return running[-1][0]

    yield start
    for watched, part in running:
        watched.supervisor.ask_to_stop()
        assert watched.ended()
        part.stop()


def test_a_killed_part_is_started_again(tmp_path: Path, watch: Watch) -> None:
    supervisor = Supervisor()
    part = ScriptPart("import time; time.sleep(60)", tmp_path / "log", supervisor)
    watched = watch(supervisor, part)
    first = part.pid

    os.kill(first, signal.SIGKILL)

    assert eventually(lambda: watched.restarts == 1)
    assert part.pid != first


def test_a_part_that_keeps_dying_ends_it_all_and_names_its_log(
    tmp_path: Path, watch: Watch
) -> None:
    supervisor = Supervisor(delays_s=NO_DELAYS_S)
    script = "raise SystemExit('Error: no space left')"
    part = ScriptPart(script, tmp_path / "script.log", supervisor)

    watched = watch(supervisor, part)

    assert watched.ended()
    assert watched.error is not None
    assert "4 times in a row (exit code 1): Error: no space left." in watched.error.message
    assert str(tmp_path / "script.log") in str(watched.error)
    assert part.launches == 4


def test_a_part_that_worked_for_a_while_may_die_as_often_as_it_likes(
    tmp_path: Path, watch: Watch
) -> None:
    supervisor = Supervisor(delays_s=NO_DELAYS_S, quick_death_s=0.0)
    part = ScriptPart("pass", tmp_path / "log", supervisor)

    watched = watch(supervisor, part)

    assert eventually(lambda: part.launches > 6)
    assert watched.error is None


def test_a_port_that_is_not_free_yet_is_tried_again(tmp_path: Path, watch: Watch) -> None:
    supervisor = Supervisor(delays_s=NO_DELAYS_S)
    part = ScriptPart("import time; time.sleep(60)", tmp_path / "log", supervisor)
    watched = watch(supervisor, part)
    part.launch_error = PortTakenError(1234, name="script")

    os.kill(part.pid, signal.SIGKILL)

    assert eventually(lambda: watched.restarts == 1)
    assert part.launches == 3


def test_the_deaths_are_logged(
    tmp_path: Path, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    supervisor = Supervisor()
    part = ScriptPart("import time; time.sleep(60)", tmp_path / "log", supervisor)
    watched = watch(supervisor, part)

    os.kill(part.pid, signal.SIGKILL)

    assert eventually(lambda: watched.restarts == 1)
    assert "The script ended (killed by SIGKILL); starting it again" in caplog.text


def test_a_wish_to_end_is_heard_at_once(tmp_path: Path, watch: Watch) -> None:
    supervisor = Supervisor()
    part = ScriptPart("import time; time.sleep(60)", tmp_path / "log", supervisor)
    watched = watch(supervisor, part)

    supervisor.ask_to_stop()

    assert watched.ended()
    assert supervisor.is_stop_asked()
