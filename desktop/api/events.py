"""Listening to `GET /api/events`: one stream, from its opening to its end.

Reconnecting, and asking in another way meanwhile, is the feed's work (`desktop.workers.feed`).
"""

import contextlib
import logging
from collections.abc import Generator, Iterator

import httpx2
import pydantic

from desktop.api.http import HttpLine
from desktop.errors import UnexpectedAnswer
from shared.events import (
    CreditsEvent,
    DeletedEvent,
    EventName,
    HelloEvent,
    ImageEvent,
    PreviewEvent,
)
from shared.limits import EVENT_HEARTBEAT_S

Event = HelloEvent | ImageEvent | DeletedEvent | PreviewEvent | CreditsEvent

_MODELS: dict[str, type[Event]] = {
    EventName.HELLO: HelloEvent,
    EventName.IMAGE: ImageEvent,
    EventName.DELETED: DeletedEvent,
    EventName.PREVIEW: PreviewEvent,
    EventName.CREDITS: CreditsEvent,
}
SILENCE_S = 3 * EVENT_HEARTBEAT_S
_log = logging.getLogger(__name__)


@contextlib.contextmanager
def open_events(
    line: HttpLine, last_revision: int, *, silence_s: float = SILENCE_S
) -> Generator["EventStream"]:
    """Open the stream; the server first replays what changed after `last_revision`.

    What goes to the trash is told as changed, not as deleted.

    It ends when the server ends it. Events of an unknown name are skipped: a newer server may have
    more.

    Raises:
        ServerUnreachable: It cannot be opened, breaks, or is silent for `silence_s` (the server
            sends a comment every `EVENT_HEARTBEAT_S`).
        ApiError: The server said no.
        UnexpectedAnswer: It is no event stream.
        Cancelled: The line was interrupted.
    """
    headers = {
        "Accept": "text/event-stream",
        "Cache-Control": "no-store",
        "Last-Event-ID": str(last_revision),
    }
    path = "/api/events?trash=true"
    with line.stream_from_server(path, headers=headers, silence_s=silence_s) as response:
        yield EventStream(line, response)


class EventStream:
    """The events as they come; each is waited for."""

    def __init__(self, line: HttpLine, response: httpx2.Response) -> None:
        self._line = line
        self._response = response
        self._events = _events(line, response)

    def __iter__(self) -> Iterator[Event]:
        return self._events

    def __next__(self) -> Event:
        return next(self._events)

    def end(self) -> None:
        """From any thread: whoever waits for an event meets `ServerUnreachable`."""
        self._line.end(self._response)


def _events(line: HttpLine, response: httpx2.Response) -> Iterator[Event]:
    source = httpx2.EventSource(response)
    try:
        for message in source:
            model = _MODELS.get(message.event)
            if model is None:
                _log.debug("An unknown event: %s", message.event)
                continue
            yield model.model_validate_json(message.data)
    except (httpx2.SSEError, pydantic.ValidationError) as error:
        raise UnexpectedAnswer(line.server_url) from error
