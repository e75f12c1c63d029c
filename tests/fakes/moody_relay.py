"""Stands before a real HTTP server and misbehaves for as many requests as a test says."""

import socket
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Final
from urllib.parse import urlsplit

_PATIENCE_S: Final = 60


class Mood(Enum):
    """What the relay does with a request instead of passing it on."""

    HANG_UP = b""
    UNAVAILABLE = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
    BROKEN = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
    FORBIDDEN = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"


class MoodyRelay:
    """A relay for requests whose answers have no body, which counts them.

    Args:
        target: The address of the server behind.
    """

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname or "", parts.port or 80)
        self.moods: deque[Mood] = deque()
        """What becomes of the next requests, one after the other; those after them arrive."""
        self.requests_count = 0
        self.url = ""

    def answer(self, request: bytes) -> bytes:
        """The answer to one whole request; empty: none."""
        self.requests_count += 1
        if self.moods:
            return self.moods.popleft().value
        with socket.create_connection(self._target, timeout=_PATIENCE_S) as server:
            server.sendall(request)
            return _read_head(server)


@contextmanager
def moody_relay(target: str) -> Iterator[MoodyRelay]:
    """Relay until the block ends."""
    relay = MoodyRelay(target)

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(_PATIENCE_S)
            with suppress(OSError):
                while (request := _read_head(self.request)) and (answer := relay.answer(request)):
                    self.request.sendall(answer)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        relay.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield relay
        finally:
            server.shutdown()
            thread.join()


def _read_head(connection: socket.socket) -> bytes:
    """A request or an answer up to its empty line; empty when the other side has hung up."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        part = connection.recv(65536)
        if not part:
            return b""
        head += part
    return head
