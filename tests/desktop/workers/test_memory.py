"""What is free goes back to the system."""

import sys
import threading

import psutil
import pytest

from desktop.workers.memory import give_back_memory

_MB = 1 << 20


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the others do it by themselves")
def test_what_a_thread_has_freed_goes_back_to_the_system() -> None:
    kept: list[bytes] = []

    def fill_and_free() -> None:
        pieces = [bytes(1000) for _ in range(100_000)]
        # The last piece lies behind all others: without help nothing below it goes back.
        kept.append(pieces.pop())

    thread = threading.Thread(target=fill_and_free)
    thread.start()
    thread.join()
    before = _taken_bytes()

    give_back_memory()

    assert before - _taken_bytes() > 50 * _MB


def test_it_may_be_called_at_any_time() -> None:
    give_back_memory()
    give_back_memory()


def _taken_bytes() -> int:
    """In memory and, where memory is short, on disk."""
    taken = psutil.Process().memory_full_info()
    return int(taken.rss + taken.swap)
