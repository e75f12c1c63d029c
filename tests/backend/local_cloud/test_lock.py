"""Who runs on a folder, who waits, and who is gone."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from backend.local_cloud.leftovers import end_leftovers
from backend.local_cloud.lock import FolderLock
from backend.local_cloud.state import CloudState, ProcessMark

HOLDER = """
import sys, time
from pathlib import Path
from backend.local_cloud.lock import FolderLock
assert FolderLock(Path(sys.argv[1])).acquire()
print("held", flush=True)
time.sleep(60)
"""


def test_only_one_process_holds_a_folder_until_it_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        ours = FolderLock(path)
        assert not ours.acquire()

        holder.kill()
        holder.wait()

        assert ours.acquire()
        ours.release()


def test_the_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    mark = ProcessMark.of("worker", os.getpid())
    assert mark is not None
    state = CloudState(pid=os.getpid(), url="http://127.0.0.1:20001", parts=(mark,))

    state.write(tmp_path / "state.json")

    assert CloudState.read(tmp_path / "state.json") == state


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": "me"}'])
def test_a_damaged_state_is_no_state(tmp_path: Path, content: str) -> None:
    (tmp_path / "state.json").write_text(content)

    assert CloudState.read(tmp_path / "state.json") is None


def test_damaged_marks_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"pid": 1, "url": 2, "parts": [1, {"pid": 2}]}')

    assert CloudState.read(tmp_path / "state.json") == CloudState(pid=1, url=None)


def test_a_mark_does_not_take_another_process_for_its_own() -> None:
    mark = ProcessMark.of("worker", os.getpid())
    assert mark is not None
    assert mark.process() == psutil.Process()

    older = ProcessMark(mark.name, mark.pid, mark.started_at_s - 60)

    assert older.process() is None


def test_what_an_earlier_run_left_is_ended(tmp_path: Path) -> None:
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    mark = ProcessMark.of("worker", left.pid)
    assert mark is not None

    end_leftovers([mark], tmp_path)

    left.wait(60)
    assert mark.process() is None
