"""Why a server did not start, told from what it said itself."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from backend.local_cloud.child import ChildProcess
from backend.local_cloud.errors import PartFailedError, PortTakenError
from backend.local_cloud.part import never
from backend.local_cloud.ports import free_port, listens
from backend.local_cloud.readiness import wait_until


def wait_for_server_that_says(words: str, log_path: Path) -> None:
    """Start a process that says this and ends, and wait for its answer."""
    child = ChildProcess(
        [sys.executable, "-I", "-S", "-c", f"print({words!r})"], name="server", log_path=log_path
    )
    child.start()
    wait_until(
        lambda: False,
        child,
        name="server",
        port=free_port(),
        timeout_s=30,
        is_stop_asked=never,
    )


@pytest.mark.parametrize(
    "words",
    [
        "Failed to s3: failed to init server: listen tcp 127.0.0.1:1: bind: address already in use",
        'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use',
        "bind: Only one usage of each socket address (protocol/network address/port) is normally",
    ],
)
def test_a_port_counts_as_taken_even_when_its_owner_is_gone_again(
    words: str, tmp_path: Path
) -> None:
    with pytest.raises(PortTakenError):
        wait_for_server_that_says(words, tmp_path / "server.log")


def test_another_reason_is_told_in_the_servers_own_words(tmp_path: Path) -> None:
    with pytest.raises(PartFailedError, match="did not start: no such bucket"):
        wait_for_server_that_says("no such bucket", tmp_path / "server.log")


@pytest.mark.skipif(sys.platform == "win32", reason="nothing stays there of what has ended")
def test_a_server_that_ends_is_never_taken_for_another_one_on_its_port(taken_port: int) -> None:
    with subprocess.Popen([sys.executable, "-I", "-S", "-c", "pass"]) as server:
        process = psutil.Process(server.pid)

        while process.status() != psutil.STATUS_ZOMBIE:
            assert not listens(server.pid, taken_port)

        assert not listens(server.pid, taken_port)
