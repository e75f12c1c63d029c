"""`python -m tests.benchmarks.ticking`: does nothing but tick, until its input ends.

What such a thread has to wait for is the machine's doing: nobody who shares the processors with the
same others waits less.
"""

import subprocess
import sys
import threading
import time
from typing import Final

_TICK_S: Final = 0.002


class Ticking:
    """A process of this one's session and priority that ticks beside it."""

    def start(self) -> None:
        """Begin; returns once it ticks."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.ticking"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self._process.stdout.readline()

    def stop(self) -> float:
        """End; the longest wait in ms beyond its own rhythm."""
        told, _ = self._process.communicate("", timeout=60)
        return float(told)


def main() -> int:
    """Say that it ticks, tick, and say how long the longest wait was. Returns the exit code."""
    has_ended = threading.Event()

    def read() -> None:
        sys.stdin.read()
        has_ended.set()

    threading.Thread(target=read, daemon=True).start()
    sys.stdout.write("ticking\n")
    sys.stdout.flush()
    longest_s = 0.0
    before = time.perf_counter()
    while not has_ended.is_set():
        time.sleep(_TICK_S)
        now = time.perf_counter()
        longest_s = max(longest_s, now - before - _TICK_S)
        before = now
    sys.stdout.write(f"{longest_s * 1000}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
