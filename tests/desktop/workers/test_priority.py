"""The window goes before what is computed behind it."""

import os
import sys
import threading

import pytest

from desktop.workers.priority import step_back


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt does it elsewhere")
def test_a_thread_steps_back_and_the_window_stays_where_it_is() -> None:
    def nice_of(thread_id: int) -> int:
        return os.getpriority(os.PRIO_PROCESS, thread_id)

    before = nice_of(threading.get_native_id())
    seen: list[int] = []

    def work() -> None:
        step_back()
        seen.append(nice_of(threading.get_native_id()))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert seen[0] > before
    assert nice_of(threading.get_native_id()) == before
