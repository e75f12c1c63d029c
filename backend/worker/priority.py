"""Letting the programs that a person looks at go before the pictures that are made on their computer."""

import contextlib
import ctypes
import os
import sys
from pathlib import Path
from typing import Final

STEPS: Final = 5
"""Nice steps: a third of the share of those who go first, when there is not enough for all."""
_AUTOGROUP: Final = Path("/proc/self/autogroup")
_BELOW_NORMAL_PRIORITY_CLASS: Final = 0x4000


def step_back() -> None:
    """Let other programs go before this process and all that it begins from now on.

    Linux shares the processors out among sessions first, where nothing else groups programs, and
    then a process' own niceness counts within its session only. Source: sched(7), "The autogroup
    feature"; Documentation/scheduler/sched-nice-design.rst for what a step means.
    """
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL_PRIORITY_CLASS)
        return
    with contextlib.suppress(OSError):
        os.nice(STEPS)
    with contextlib.suppress(OSError):
        # Not of a session that other programs are in: a terminal's, say.
        if os.getsid(0) == os.getpid():
            _AUTOGROUP.write_text(str(STEPS), "ascii")
