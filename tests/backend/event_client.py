"""Reads `/api/events` of a running application, straight through ASGI."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Scope


@dataclass(frozen=True)
class Event:
    """One event; a heartbeat has no name."""

    name: str | None
    id: str | None
    data: dict[str, Any]


class EventClient:
    """An open stream."""

    def __init__(self, *, is_reading: bool) -> None:
        self._is_reading = is_reading
        self.has_been_dropped = asyncio.Event()
        self.status: int | None = None
        self.has_ended = asyncio.Event()
        self._disconnected = asyncio.Event()
        self._received: asyncio.Queue[bytes] = asyncio.Queue()
        self._buffer = b""

    async def next(self, timeout_s: float = 60) -> Event:
        """The next event; TimeoutError when none comes."""
        async with asyncio.timeout(timeout_s):
            while b"\n\n" not in self._buffer:
                self._buffer += await self._received.get()
        block, _, self._buffer = self._buffer.partition(b"\n\n")
        fields = dict(line.split(": ", 1) for line in block.decode().splitlines())
        return Event(fields.get("event"), fields.get("id"), json.loads(fields.get("data", "{}")))

    async def next_named(self, name: str) -> Event:
        """The next event of that name; others are passed over."""
        while True:
            event = await self.next()
            if event.name == name:
                return event

    def disconnect(self) -> None:
        """Go away without a word."""
        self._disconnected.set()

    async def receive(self) -> Message:
        await self._disconnected.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif not self._is_reading:
            await asyncio.Event().wait()
        else:
            self._received.put_nowait(message.get("body", b""))
            if not message.get("more_body", False):
                self.has_ended.set()


@asynccontextmanager
async def open_events(
    app: ASGIApp, headers: Mapping[str, str], *, query: str = "", is_reading: bool = True
) -> AsyncIterator[EventClient]:
    """Connect; the connection is dropped at the end of the context."""
    client = EventClient(is_reading=is_reading)
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "path": "/api/events",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }

    async def connect() -> None:
        await app(scope, client.receive, client.send)
        client.has_been_dropped.set()

    connection = asyncio.create_task(connect())
    try:
        yield client
    finally:
        client.disconnect()
        async with asyncio.timeout(60):
            await connection
