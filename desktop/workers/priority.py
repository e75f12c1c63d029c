"""Letting the window go first where the processors are busy with drafts."""

import contextlib
import ctypes
import os
import struct
import sys
import threading
from typing import Final

from PySide6.QtCore import QThread

STEPS: Final = 5
"""Nice steps: a third of the share of those who go first, when there is not enough for all."""
_TURN_NS: Final = 200_000
"""How much of a processor the window asks for at once: who asks for less gets it sooner."""
_SCHED_SETATTR: Final = {"x86_64": 314, "aarch64": 274}
"""The number of the system call, which the C library has no function for before its version 2.41."""
_SCHED_ATTR: Final = "=IIQiIQQQ"
_RESET_ON_FORK: Final = 1


def step_back() -> None:
    """Let other threads go before the calling one, which is a QThread.

    Linux knows a priority for each thread, but not by Qt's means. The threads that OpenCV begins
    from here inherit it. Source: setpriority(2), "C library/kernel differences".
    """
    if sys.platform.startswith("linux"):
        thread = threading.get_native_id()
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + STEPS)
    else:
        QThread.currentThread().setPriority(QThread.Priority.LowPriority)


def ask_for_short_turns() -> None:
    """Have the calling thread wait less each time it wakes up among others that compute.

    Its share stays what it is, and threads that it begins know nothing of this. Linux from 6.12 on
    takes the wish, older ones and other systems go on as before. Source: sched_setattr(2); the
    kernel's Documentation/scheduler/sched-eevdf.rst.
    """
    if not sys.platform.startswith("linux"):
        return
    number = _SCHED_SETATTR.get(os.uname().machine)
    if number is None:
        return
    nice = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    size = struct.calcsize(_SCHED_ATTR)
    wish = struct.pack(_SCHED_ATTR, size, os.SCHED_OTHER, _RESET_ON_FORK, nice, 0, _TURN_NS, 0, 0)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).syscall(number, 0, wish, 0)
