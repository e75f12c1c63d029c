"""The window goes before what is computed behind it."""

import os
import sys
import threading

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from desktop.storage.folders import Folders
from desktop.workers.priority import STEPS
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
