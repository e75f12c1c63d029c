"""The end of a worker's process: calls that hang in a thread must not keep it alive."""

import logging
import os
import threading
import time
from typing import Final

logger = logging.getLogger(__name__)

_PATIENCE_S: Final = 1
_THREAD_NAME: Final = "AnyIO worker thread"


def leave_hanging_calls() -> None:
    """End this process here and now, well, if a call still hangs; otherwise return.

    To be called when everything is written down. Python waits at its end for every thread, and one
    that was given up may wait for an object store that does not answer, or compute for ever.
    """
    deadline = time.monotonic() + _PATIENCE_S
    calls = [thread for thread in threading.enumerate() if thread.name == _THREAD_NAME]
    for thread in calls:
        thread.join(max(0, deadline - time.monotonic()))
    hanging_count = sum(thread.is_alive() for thread in calls)
    if hanging_count:
        logger.warning("Leaving without waiting for %d calls that hang", hanging_count)
        logging.shutdown()
        os._exit(0)
