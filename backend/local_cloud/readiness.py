"""Waiting for a server's first answer."""

import time
from collections.abc import Callable

from backend.local_cloud.child import ChildProcess
from backend.local_cloud.errors import PartFailedError, PortTakenError, StopRequested
from backend.local_cloud.part import StopAsked
from backend.local_cloud.ports import is_free, listens

_POLL_S = 0.02
_TAKEN_WORDS = (
    "address already in use",  # Linux, macOS: rclone, uvicorn
    "Address already in use",  # PostgreSQL
    "Only one usage of each socket address",  # Windows
)


def wait_until(
    answers: Callable[[], bool],
    child: ChildProcess | None,
    *,
    name: str,
    port: int,
    timeout_s: float,
    is_stop_asked: StopAsked,
    error_words: tuple[str, ...] = (),
) -> None:
    """Wait until the process listens on its port and `answers` says True.

    Raises:
        PortTakenError: The process ended because another one listens on its port. The server's
            own words count too: the other one may be gone again by now.
        PartFailedError: The process ended, or `timeout_s` have passed. It holds the last line of
            the log with one of `error_words`, and the log's path.
        StopRequested: Somebody asked for the end meanwhile.
    """
    deadline = time.monotonic() + timeout_s
    while child is not None and child.is_running:
        if listens(child.pid, port) and answers():
            return
        if is_stop_asked():
            raise StopRequested
        if time.monotonic() > deadline:
            raise failure(f"The {name} did not answer within {timeout_s:.0f} s", child, error_words)
        time.sleep(_POLL_S)
    if not is_free(port) or _says_port_is_taken(child):
        raise PortTakenError(port, name=name)
    raise failure(f"The {name} did not start", child, error_words)


def _says_port_is_taken(child: ChildProcess | None) -> bool:
    words = child.last_words(_TAKEN_WORDS) if child else ""
    return any(taken in words for taken in _TAKEN_WORDS)


def failure(
    what: str, child: ChildProcess | None, error_words: tuple[str, ...] = ()
) -> PartFailedError:
    """An error that holds what happened, the server's own last words and its log's path."""
    words = child.last_words(error_words).rstrip(".") if child else ""
    return PartFailedError(
        f"{what}: {words}." if words else f"{what}.", log_path=child.log_path if child else None
    )
