"""A second start brings the first window to the front, whatever became of the one before."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from desktop.single_instance import SingleInstance
from tests.desktop.patient_bot import PATIENCE_MS

_FIRST = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from PySide6.QtCore import QCoreApplication
    from desktop.single_instance import SingleInstance

    application = QCoreApplication([])
    instance = SingleInstance(Path(sys.argv[1]), "server")
    print("first" if instance.claim(["a word"]) else "second", flush=True)
    instance.asked.connect(lambda words: print("asked", *words, flush=True))
    if sys.argv[2] == "stay":
        application.exec()
    """
)

Start = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the app's front door in another process, which stays or goes."""
    started: list[subprocess.Popen[str]] = []

    def run(how: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", _FIRST, str(tmp_path), how]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.communicate()


def line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_the_second_start_hands_its_words_to_the_first(start: Start) -> None:
    first = start("stay")
    assert line_of(first) == "first"

    second = start("go")

    assert line_of(second) == "second"
    assert line_of(first) == "asked a word"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no paths of sockets")
def test_temporary_files_may_lie_deep(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    deep = tmp_path / ("deep " * 30)
    deep.mkdir()
    monkeypatch.setenv("TMPDIR", str(deep))
    first = start("stay")
    assert line_of(first) == "first"

    assert line_of(start("go")) == "second"
    assert line_of(first) == "asked a word"

    first.kill()
    first.wait()
    next_one = SingleInstance(tmp_path, "server")
    left = Path(next_one._address)
    assert left.is_socket()
    assert next_one.claim([])
    next_one.release()
    assert not left.exists()


def test_another_server_or_folder_is_another_window(tmp_path: Path, qapp: object) -> None:
    instances = [
        SingleInstance(tmp_path, "server"),
        SingleInstance(tmp_path, "another server"),
        SingleInstance(tmp_path / "another folder", "server"),
    ]

    assert [instance.claim([]) for instance in instances] == [True] * 3
    for instance in instances:
        instance.release()


def test_after_the_first_has_closed_the_next_is_the_first(tmp_path: Path, qapp: object) -> None:
    first = SingleInstance(tmp_path, "server")
    assert first.claim([])
    first.release()

    second = SingleInstance(tmp_path, "server")

    assert second.claim([])
    second.release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_first_that_was_killed_is_no_first_any_more(
    start: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    killed = start("stay")
    assert line_of(killed) == "first"
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()

    here = SingleInstance(tmp_path, "server")
    told: list[list[str]] = []
    here.asked.connect(told.append)
    assert here.claim([])
    second = start("go")

    # More than once, if this one was slow to answer.
    qtbot.waitUntil(lambda: ["a word"] in told)
    assert line_of(second) == "second"
    here.release()


def _has(told: list[list[str]], count: int) -> bool:
    return len(told) == count


def test_nonsense_from_another_program_does_no_harm(tmp_path: Path, qtbot: QtBot) -> None:
    here = SingleInstance(tmp_path, "server")
    told: list[list[str]] = []
    here.asked.connect(told.append)
    assert here.claim([])
    nonsenses = (b"\xff\xfe\n", b'{"a": 1}\n', b'[1, "photo.jpg", null]\n')
    for number, nonsense in enumerate(nonsenses, start=1):
        socket = QLocalSocket()
        socket.connectToServer(here._address)
        assert socket.waitForConnected(PATIENCE_MS)
        socket.write(nonsense)
        socket.flush()
        qtbot.waitUntil(partial(_has, told, number))
        socket.abort()

    QCoreApplication.processEvents()
    assert told == [[], [], ["photo.jpg"]]
    here.release()
