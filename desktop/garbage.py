"""Python's cyclic garbage, collected on the UI thread only.

Python collects on whichever thread happens to allocate. A widget in a reference cycle would then
be destroyed on a worker thread: Qt forbids that, and the destructor can wait for the interpreter
while the UI thread waits for a lock of Qt's, for ever.
"""

import gc
import time
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS: Final = 500
_OLDEST: Final = 2
_LONG_S: Final = 0.008
"""What a full collection may take: more would be felt while something moves."""


class GarbageCollector(QObject):
    """Stands in for the automatic collector from `start` to `stop`. Lives on the UI thread.

    Libraries that are loaded meanwhile bring more to look at than all windows. When a full
    collection takes too long, what is left is not looked at again.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        """Take over. What lives until now stays and is not looked at again."""
        self._was_enabled = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Give the work back to whoever had it."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()

    @Slot()
    def _on_timeout(self) -> None:
        """Collect the oldest generation that is due, by Python's own thresholds."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [age for age in range(_OLDEST + 1) if counts[age] > thresholds[age]]
        if due:
            began = time.thread_time()
            gc.collect(max(due))
            if max(due) == _OLDEST and time.thread_time() - began > _LONG_S:
                gc.freeze()
