"""A client that asks as fast as a server answers, and costs little itself: bytes in, bytes out."""

import asyncio
import statistics
import sys
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlsplit

Result = TypeVar("Result")
MakeRequest = Callable[[], bytes]
"""The bytes of the next request."""

_LENGTH: Final = b"content-length: "


def run_quickly(work: Coroutine[Any, Any, Result]) -> Result:
    """Run in the quickest event loop there is, so that the client does not become the limit."""
    loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None
    if sys.platform != "win32":
        import uvloop  # noqa: PLC0415 - there is none for Windows

        loop_factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        return runner.run(work)


def encode_request(
    method: str, address: str, path: str, *, token: str = "", body: bytes = b"", **headers: str
) -> bytes:
    """The bytes of a request on a connection that stays open; `_` in a header's name is `-`."""
    everything = {"Host": urlsplit(address).netloc, "Content-Length": str(len(body))}
    if token:
        everything["Authorization"] = f"Bearer {token}"
    if body:
        everything["Content-Type"] = "application/json"
    everything |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [
        f"{method} {path} HTTP/1.1",
        *(f"{name}: {value}" for name, value in everything.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class LoadResult:
    """What a server has managed."""

    seconds: float
    latencies_s: list[float] = field(repr=False)

    @property
    def requests_per_s(self) -> float:
        return len(self.latencies_s) / self.seconds

    def percentile_ms(self, percent: int) -> float:
        """The latency that so many percent of the requests kept below."""
        return percentile(self.latencies_s, percent) * 1000


def percentile(values: list[float], percent: int) -> float:
    """The value that so many percent are below."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


async def load(
    address: str, make_request: MakeRequest, *, status: int, connections: int, seconds: float
) -> LoadResult:
    """Ask over some connections for some seconds, on each the next request after its answer.

    Raises:
        RuntimeError: An answer had another status.
    """
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 80
    run = _Run(make_request, f"HTTP/1.1 {status} ".encode(), time.perf_counter() + seconds)
    loop = asyncio.get_running_loop()
    began_at = time.perf_counter()
    opened = [
        await loop.create_connection(lambda: _Connection(run), host, port)
        for _ in range(connections)
    ]
    await asyncio.gather(*(connection.has_ended for _, connection in opened))
    return LoadResult(time.perf_counter() - began_at, run.latencies_s)


@dataclass
class _Run:
    make_request: MakeRequest
    expected: bytes
    ends_at: float
    latencies_s: list[float] = field(default_factory=list)


class _Connection(asyncio.Protocol):
    def __init__(self, run: _Run) -> None:
        self.has_ended = asyncio.get_running_loop().create_future()
        self._run = run
        self._buffer = b""
        self._asked_at = 0.0
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not of asyncio's class.
        self._transport = cast("asyncio.WriteTransport", transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        at = head.lower().index(_LENGTH) + len(_LENGTH)
        if len(body) < int(head[at:].split(b"\r\n", 1)[0]):
            return
        now = time.perf_counter()
        self._run.latencies_s.append(now - self._asked_at)
        if not head.startswith(self._run.expected):
            self._end(RuntimeError(self._buffer.decode(errors="replace")))
        elif now >= self._run.ends_at:
            self._end()
        else:
            self._buffer = b""
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(exc or RuntimeError("The server has closed the connection"))

    def _ask(self) -> None:
        assert self._transport is not None
        request = self._run.make_request()
        self._asked_at = time.perf_counter()
        self._transport.write(request)

    def _end(self, error: Exception | None = None) -> None:
        if self.has_ended.done():
            return
        if error is None:
            self.has_ended.set_result(None)
        else:
            self.has_ended.set_exception(error)
        if self._transport is not None:
            self._transport.close()
