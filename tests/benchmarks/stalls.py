"""How long the UI thread lets a person wait: a heartbeat on the event loop."""

import contextlib
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot

_BEAT_MS = 2


@dataclass(frozen=True)
class Stalls:
    """What a heartbeat has seen, in ms beyond its own rhythm."""

    longest_ms: float
    longest_own_ms: float
    """Without the time in which the thread was ready and other programs had the processors, where
    the system tells it (Linux): what the app itself is to blame for, its locks included."""
    beats: int


class Heartbeat(QObject):
    """Beats every 2 ms on the thread it lives on, and remembers the longest pause."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._on_beat)
        self._pauses: list[tuple[float, float]] = []
        self._at = (0.0, 0.0)

    def start(self) -> None:
        """Begin to watch."""
        self._pauses = []
        self._at = _clocks()
        self._timer.start()

    def stop(self) -> Stalls:
        """Stop, and tell."""
        self._timer.stop()
        walls = [wall for wall, _ in self._pauses]
        own = [wall - queued for wall, queued in self._pauses]
        return Stalls(
            longest_ms=max(walls, default=0.0) * 1000 - _BEAT_MS,
            longest_own_ms=max(own, default=0.0) * 1000 - _BEAT_MS,
            beats=len(self._pauses),
        )

    @Slot()
    def _on_beat(self) -> None:
        now = _clocks()
        self._pauses.append((now[0] - self._at[0], now[1] - self._at[1]))
        self._at = now


def _clocks() -> tuple[float, float]:
    """Now, and how long this thread has waited for a processor so far; in s."""
    queued_s = 0.0
    with contextlib.suppress(OSError, IndexError):
        # Source: Documentation/scheduler/sched-stats.rst, "schedstat": the second field, in ns.
        told = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_text("ascii")
        queued_s = int(told.split()[1]) / 1e9
    return time.perf_counter(), queued_s
