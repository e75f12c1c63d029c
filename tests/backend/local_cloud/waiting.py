"""Waiting for a condition instead of for a time."""

import time
from collections.abc import Callable, Collection

import psutil


def eventually(condition: Callable[[], bool], timeout_s: float = 30.0) -> bool:
    """Whether the condition becomes true in time."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def all_gone(processes: Collection[psutil.Process]) -> bool:
    """Whether all of them end in time."""
    return eventually(lambda: not any(map(_is_alive, processes)))


def _is_alive(process: psutil.Process) -> bool:
    """Whether it runs: one that ended stays in the list where nobody asks how, as in some containers."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
