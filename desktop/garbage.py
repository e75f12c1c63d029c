"""Python's cyclic garbage, collected on the UI thread only.

Python collects on whichever thread happens to allocate. A widget in a reference cycle would then
be destroyed on a worker thread: Qt forbids that, and the destructor can wait for the interpreter
while the UI thread waits for a lock of Qt's, for ever.
"""

import gc
import sys
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS: Final = 500
_A_LIBRARY: Final = 50
"""So many modules more than before, and there is much to look at that never becomes garbage."""


class GarbageCollector(QObject):
    """Stands in for the automatic collector from `start` to `stop`. Lives on the UI thread.

    Libraries that are loaded meanwhile bring more to look at than all windows, enough for a jerk
    each time. So all is collected soon after, and what is left is not looked at again.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = False
        self._modules = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        """Take over. What lives until now stays and is not looked at again."""
        self._was_enabled = gc.isenabled()
        self._modules = len(sys.modules)
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Give the work back to whoever had it."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()

    def retire(self) -> None:
        """The program ends: nothing is looked at any more.

        Python would search all there is for garbage as it ends, several times, and keep the person
        waiting for half a second. The system frees it at once.
        """
        self._timer.stop()
        gc.disable()
        gc.freeze()

    @Slot()
    def _on_timeout(self) -> None:
        """Collect the oldest generation that is due, by Python's own thresholds; all after a library."""
        if len(sys.modules) > self._modules + _A_LIBRARY:
            self._modules = len(sys.modules)
            gc.collect()
            gc.freeze()
            return
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [age for age in range(3) if counts[age] > thresholds[age]]
        if due:
            gc.collect(max(due))
