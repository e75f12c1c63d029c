"""Letting the window go first where the processors are busy with drafts."""

import contextlib
import os
import sys
import threading
from typing import Final

from PySide6.QtCore import QThread

STEPS: Final = 5
"""Nice steps: a third of the share of those who go first, when there is not enough for all."""


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
