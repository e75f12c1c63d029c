"""The window goes before what is computed behind it."""

import ctypes
import os
import struct
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from desktop.storage.folders import Folders
from desktop.workers.priority import STEPS, ask_for_short_turns
from desktop.workers.tasks import Task, WorkQueue
from desktop.workers.tools import Tools
from tests.desktop.patient_bot import PATIENCE_MS

_LEAST_URGENT = 19


def _nice_of_this_thread(_task: Task[int]) -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt does it elsewhere")
@pytest.mark.parametrize("steps_back", [True, False])
def test_only_a_queue_that_steps_back_lets_others_go_first(
    folders: Folders,
    qtbot: QtBot,
    steps_back: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    queue = WorkQueue(Tools(folders), steps_back=steps_back)
    thread = QThread()
    queue.add_thread(thread)
    seen: list[int] = []
    thread.start()
    try:
        queue.run(_nice_of_this_thread, seen.append)
        qtbot.waitUntil(lambda: bool(seen), timeout=PATIENCE_MS)
    finally:
        queue.close()
        thread.quit()
        thread.wait()

    assert seen == [min(before + STEPS, _LEAST_URGENT) if steps_back else before]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


_CALLS = {"x86_64": (314, 315), "aarch64": (274, 275)}


def _turn_ns() -> int:
    """How much of a processor the calling thread asks for at once; 0 where Linux takes no wishes."""
    if os.uname().machine not in _CALLS or os.sched_getscheduler(0) != os.SCHED_OTHER:
        return 0
    set_number, get_number = _CALLS[os.uname().machine]
    told = ctypes.create_string_buffer(48)
    syscall = ctypes.CDLL(None).syscall
    if syscall(get_number, 0, told, 48, 0) != 0 or syscall(set_number, 0, told, 0) != 0:
        return 0  # A container may refuse it.
    return int(struct.unpack("=IIQiIQQQ", told.raw)[5])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no other system takes the wish")
def test_the_window_asks_for_short_turns_and_its_workers_do_not() -> None:
    def ask() -> tuple[int, int, int, int, int]:
        usual, nice = _turn_ns(), os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        ask_for_short_turns()
        with ThreadPoolExecutor(1) as workers:
            of_worker = workers.submit(_turn_ns).result()
        now = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        return usual, _turn_ns(), of_worker, nice, now

    # On a thread of its own: the tests' own thread stays as it is.
    with ThreadPoolExecutor(1) as window:
        usual, asked, of_worker, nice, now = window.submit(ask).result()

    if usual == 0:
        pytest.skip("this Linux is older than 6.12, or refuses")
    assert asked < usual
    assert of_worker == usual
    assert now == nice
