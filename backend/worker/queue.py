"""The queue that API and workers share: procrastinate, on the same PostgreSQL."""

from typing import Any, Final

import procrastinate

PICTURES_QUEUE: Final = "pictures"
MAKE_PICTURE: Final = "make_picture"
MAILS_QUEUE: Final = "mails"
SEND_MAIL: Final = "send_mail"

_CONNECTION_OPTIONS: Final[dict[str, Any]] = {
    # A vanished server is noticed within half a minute instead of hours.
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


def create_queue(database_url: str) -> procrastinate.App:
    """The queue, not yet connected: enough to enqueue on the caller's own connections.

    A worker opens it (`async with queue.open_async()`).
    """
    connector = procrastinate.PsycopgConnector(
        conninfo=database_url, kwargs=_CONNECTION_OPTIONS, min_size=1, max_size=6, timeout=3
    )
    return procrastinate.App(connector=connector)
