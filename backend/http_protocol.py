"""uvicorn's HTTP protocol, with one write for an answer.

uvicorn writes the head of an answer and its body one by one. Each write is a call into the kernel,
a packet, and a wake-up of whoever waits for it; an answer of this API fits into one.
"""

import asyncio
from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_GATHERED_MAX_BYTES: Final = 1 << 16


class GatheringTransport:
    """A transport that gathers what is written in one turn of the event loop.

    Whatever is no write goes to the transport beneath.

    Args:
        transport: Of the connection.
        loop: Its loop.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._parts: list[bytes] = []
        self._size_bytes = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Keep it until the end of this turn; a lot is written at once, so that flow control sees it."""
        if not self._parts:
            self._loop.call_soon(self._flush)
        self._parts.append(data)
        self._size_bytes += len(data)
        if self._size_bytes >= _GATHERED_MAX_BYTES:
            self._flush()

    def close(self) -> None:
        """Write what waits, then close."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if not self._parts:
            return
        data = b"".join(self._parts)
        self._parts.clear()
        self._size_bytes = 0
        # The other side may have gone meanwhile.
        if not self._transport.is_closing():
            self._transport.write(data)


class HttpProtocol(HttpToolsProtocol):
    """One connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to serve a connection."""
        super().connection_made(cast("asyncio.Transport", GatheringTransport(transport, self.loop)))
