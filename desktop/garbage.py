"""Python's cyclic garbage, collected on the UI thread only.

Python collects on whichever thread happens to allocate. A widget in a reference cycle would then
be destroyed on a worker thread: Qt forbids that, and the destructor can wait for the interpreter
while the UI thread waits for a lock of Qt's, for ever.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS: Final = 500


class GarbageCollector(QObject):
    """Stands in for the automatic collector from `start` to `stop`. Lives on the UI thread."""

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
        due = [age for age in range(3) if counts[age] > thresholds[age]]
        if due:
            gc.collect(max(due))
