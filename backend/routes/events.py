"""/api/events: one stream of server-sent events for the signed-in person."""

import logging
from collections.abc import AsyncIterator
from typing import Annotated, Final

from pydantic import Field
from sse_starlette import EventSourceResponse, ServerSentEvent
from sse_starlette.sse import SendTimeoutError
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from backend.errors import DatabaseUnavailable, InvalidRequest
from backend.routes.contract import Call, HeaderParameter, Operation
from backend.services.event_stream import StreamItem
from shared.errors import ErrorCode, ErrorDetail
from shared.events import (
    CreditsEvent,
    DeletedEvent,
    EventName,
    HelloEvent,
    ImageEvent,
    PreviewEvent,
)
from shared.limits import REVISION_MAX
from shared.wire import RequestModel

logger = logging.getLogger(__name__)

LAST_EVENT_ID: Final = "Last-Event-ID"
SEND_TIMEOUT_S: Final = 20
"""A client that takes nothing for so long is dropped."""


class EventsQuery(RequestModel):
    """Where to go on from, for clients that cannot set the header."""

    since: Annotated[int, Field(ge=0, le=REVISION_MAX)] | None = None
    trash: bool = False
    """Tell what goes to the trash as changed rather than as deleted."""


async def _events(call: Call[None, EventsQuery]) -> Response:
    call.services.events.require_room(call.caller)
    stream = call.services.events.open(call.caller, since=_since(call), with_trash=call.query.trash)
    return _EventStreamResponse(
        _encode(stream),
        ping=0,  # The stream sends its own heartbeats, after it has checked the session.
        sep="\n",
        send_timeout=SEND_TIMEOUT_S,
        headers={"Cache-Control": "no-store"},
    )


class _EventStreamResponse(EventSourceResponse):
    """A client that does not read is dropped without much ado."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        except SendTimeoutError:
            logger.info("A client did not read its events and was dropped")


def _since(call: Call[None, EventsQuery]) -> int | None:
    """The header wins: a browser repeats the address, but counts the header on."""
    last_event_id = call.headers.get(LAST_EVENT_ID)
    if not last_event_id:
        return call.query.since
    if not (last_event_id.isascii() and last_event_id.isdigit() and len(last_event_id) < 19):
        message = "must be the id of an earlier event"
        raise InvalidRequest(
            f"The {LAST_EVENT_ID} header {message}.",
            [ErrorDetail(field=LAST_EVENT_ID, message=message)],
        )
    return int(last_event_id)


async def _encode(stream: AsyncIterator[StreamItem]) -> AsyncIterator[ServerSentEvent]:
    try:
        async for item in stream:
            if item.name is None or item.body is None:
                yield ServerSentEvent(comment="heartbeat", sep="\n")
                continue
            yield ServerSentEvent(
                item.body.model_dump_json(),
                event=item.name.value,
                id=None if item.revision is None else str(item.revision),
                sep="\n",
            )
    except DatabaseUnavailable:
        # The answer has begun: to end it is all that is left, and the client connects again.
        logger.warning("An event stream ends: the database does not answer")


OPERATIONS: Final = (
    Operation(
        method="GET",
        path="/api/events",
        name="streamEvents",
        summary="What happens to the pictures and credits, as it happens",
        tag="events",
        handler=_events,
        query=EventsQuery,
        errors=(ErrorCode.RATE_LIMITED,),
        media_type="text/event-stream",
        headers=(
            HeaderParameter(LAST_EVENT_ID, "The last revision that was seen; replays from there."),
        ),
        events={
            EventName.HELLO: HelloEvent,
            EventName.IMAGE: ImageEvent,
            EventName.DELETED: DeletedEvent,
            EventName.PREVIEW: PreviewEvent,
            EventName.CREDITS: CreditsEvent,
        },
    ),
)
