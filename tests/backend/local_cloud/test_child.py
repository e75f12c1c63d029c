"""Servers die with their supervisor, and only with it."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from backend.local_cloud import child as child_module
from backend.local_cloud.account import unprivileged_account
from backend.local_cloud.child import ChildProcess
from backend.local_cloud.errors import PartFailedError
from tests.backend.local_cloud.waiting import all_gone, eventually

SLEEPER = [sys.executable, "-I", "-S", "-c", "import time; time.sleep(60)"]
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""
SUPERVISOR = """
import sys, time
from pathlib import Path
from backend.local_cloud import child
child._HAS_DEATH_SIGNAL = sys.argv[1] == "kernel"
server = child.ChildProcess([sys.executable, "-c", "import time; time.sleep(60)"],
                            name="server", log_path=Path(sys.argv[2]))
server.start()
print(server.pid, flush=True)
time.sleep(60)
"""

MakeChild = Callable[..., ChildProcess]


@pytest.fixture
def make_child(tmp_path: Path) -> MakeChild:
    def make(command: list[str], **options: object) -> ChildProcess:
        return ChildProcess(
            command,
            name="server",
            log_path=tmp_path / "server.log",
            **options,  # type: ignore[arg-type] # the options of any test
        )

    return make


def test_a_child_outlives_the_thread_that_started_it(make_child: MakeChild) -> None:
    server = make_child(SLEEPER)
    starter = threading.Thread(target=server.start)
    starter.start()
    starter.join()

    assert not server.wait(0.3)

    server.stop(signal.SIGTERM, grace_s=30)
    assert server.exit_code == -signal.SIGTERM


@pytest.mark.parametrize("way", ["kernel", "watcher"])
def test_a_child_ends_when_its_supervisor_is_killed(way: str, tmp_path: Path) -> None:
    if way == "kernel" and sys.platform != "linux":
        pytest.skip("only Linux has death signals")
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, way, str(tmp_path / "log")], stdout=subprocess.PIPE
    ) as supervisor:
        assert supervisor.stdout is not None
        server = psutil.Process(int(supervisor.stdout.readline()))
        supervisor.kill()
        supervisor.wait()

        assert all_gone([server])


def test_a_child_that_does_not_listen_is_killed(make_child: MakeChild) -> None:
    server = make_child([sys.executable, "-c", STUBBORN])
    server.start()
    assert eventually(lambda: server.last_words() == "deaf")

    server.stop(signal.SIGTERM, grace_s=0.1)

    assert server.exit_code == -signal.SIGKILL


def test_the_end_of_a_child_is_told(make_child: MakeChild) -> None:
    ended: list[ChildProcess] = []
    server = make_child([sys.executable, "-c", "raise SystemExit(3)"], on_exit=ended.append)
    server.start()

    assert eventually(lambda: ended == [server])
    assert server.exit_code == 3


def test_last_words_belong_to_this_run_only(make_child: MakeChild) -> None:
    first = make_child([sys.executable, "-c", "print('FATAL: first')"])
    first.start()
    first.wait()
    second = make_child([sys.executable, "-c", "print('quiet')"])
    second.start()
    second.wait()

    assert first.last_words(["FATAL"]) == "FATAL: first"
    assert second.last_words(["FATAL"]) == "quiet"


def test_a_missing_program_is_a_clear_failure(make_child: MakeChild, tmp_path: Path) -> None:
    server = make_child([str(tmp_path / "nothing")])
    if sys.platform == "linux":  # The launcher starts, and finds nothing to become.
        server.start()
        server.wait()
        assert server.exit_code != 0
        assert "No such file" in server.last_words()
    else:
        with pytest.raises(PartFailedError, match="could not be started"):
            server.start()


def test_a_log_that_cannot_be_written_is_a_clear_failure(tmp_path: Path) -> None:
    server = ChildProcess(SLEEPER, name="server", log_path=tmp_path / "missing" / "server.log")

    with pytest.raises(PartFailedError, match="could not be started") as caught:
        server.start()

    assert "server.log" in str(caught.value)


@pytest.mark.skipif(unprivileged_account() is None, reason="only root has a choice of accounts")
@pytest.mark.parametrize("has_death_signal", [True, False])
def test_root_hands_a_child_to_another_account(
    make_child: MakeChild, monkeypatch: pytest.MonkeyPatch, *, has_death_signal: bool
) -> None:
    monkeypatch.setattr(child_module, "_HAS_DEATH_SIGNAL", has_death_signal)
    account = unprivileged_account()
    assert account is not None
    server = make_child(["/bin/sleep", "60"], account=account)
    server.start()

    assert eventually(lambda: psutil.Process(server.pid).name() == "sleep")
    process = psutil.Process(server.pid)
    assert set(process.uids()) == {account.uid}
    assert set(process.gids()) == {account.gid}

    server.stop(signal.SIGTERM, grace_s=30)
