"""How work stops between two steps when nobody wants its result any more."""

import threading
from collections.abc import Callable
from typing import Final

from shared.draft.errors import DraftCancelled

Check = Callable[[], None]
"""Called between steps; raises `DraftCancelled`."""

_PATIENCE_S: Final = 0.05


def check_for(cancelled: Callable[[], bool] | None) -> Check:
    """A check that raises once `cancelled` answers True; None never does."""

    def check() -> None:
        if cancelled is not None and cancelled():
            raise DraftCancelled("The draft is no longer wanted.")

    return check


def wait_for(turn: threading.Lock, check: Check) -> None:
    """Take a lock that others hold for long, and go on checking until it is free."""
    while not turn.acquire(timeout=_PATIENCE_S):
        check()
