"""Letting the programs that a person looks at go before the pictures that are made on their computer."""

import contextlib
import ctypes
import os
import sys
import time
from pathlib import Path
from typing import Final

STEPS: Final = 5
"""Nice steps: a third of the share of those who go first, when there is not enough for all."""
_AUTOGROUP: Final = Path("/proc/self/autogroup")
_TRIES: Final = 5
_RETRY_AFTER_S: Final = 0.12
"""Linux takes one such change in 0.1 s, of everybody but root."""
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
    # Not of a session that other programs are in: a terminal's, say.
    if os.getsid(0) == os.getpid():
        _let_the_session_step_back()


def _let_the_session_step_back() -> None:
    """Do nothing where sessions have no share of their own."""
    for _ in range(_TRIES):
        try:
            _AUTOGROUP.write_text(str(STEPS), "ascii")
        except BlockingIOError:
            time.sleep(_RETRY_AFTER_S)
        except OSError:
            return
        else:
            return
