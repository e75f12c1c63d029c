"""How long the UI thread lets a person wait: a heartbeat on the event loop."""

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Slot

_BEAT_MS = 2


@dataclass(frozen=True)
class Stalls:
    """What a heartbeat has seen, in ms beyond its own rhythm."""

    longest_ms: float
    longest_cpu_ms: float
    """Of the UI thread's own work between two beats: what it is to blame for on a busy machine."""
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
        return Stalls(
            longest_ms=max((wall for wall, _ in self._pauses), default=0.0) * 1000 - _BEAT_MS,
            longest_cpu_ms=max((cpu for _, cpu in self._pauses), default=0.0) * 1000,
            beats=len(self._pauses),
        )

    @Slot()
    def _on_beat(self) -> None:
        now = _clocks()
        self._pauses.append((now[0] - self._at[0], now[1] - self._at[1]))
        self._at = now


def _clocks() -> tuple[float, float]:
    """Now, and how much this thread has worked so far; in s."""
    return time.perf_counter(), time.thread_time()
