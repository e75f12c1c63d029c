"""Answers leave in one write, in order and whole, and no faster than they are read."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar, cast

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.http_protocol import HttpProtocol
from backend.local_cloud.ports import HOST
from backend.serve import bind, server_config
from backend.settings import Settings

_MB = 1 << 20

Result = TypeVar("Result")


class Connections:
    """What a server writes to its connections."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []
        self.protocols: list[HttpProtocol] = []

    def protocol(self, *args: Any, **kwargs: Any) -> HttpProtocol:
        protocol = HttpProtocol(*args, **kwargs)
        begin = protocol.connection_made
        protocol.connection_made = lambda transport: begin(  # type: ignore[method-assign]
            cast("asyncio.Transport", RecordingTransport(transport, self.writes))
        )
        self.protocols.append(protocol)
        return protocol


class RecordingTransport:
    def __init__(self, transport: asyncio.Transport, writes: list[bytes]) -> None:
        self._transport = transport
        self._writes = writes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        self._writes.append(data)
        self._transport.write(data)


@asynccontextmanager
async def served(app: ASGIApp, settings: Settings) -> AsyncIterator[tuple[Connections, int]]:
    """A server, what is written by it, and its port."""
    connections = Connections()
    config = server_config(app, settings)
    assert config.http is HttpProtocol
    config.lifespan = "off"
    config.load()
    config.http_protocol_class = cast("Any", connections.protocol)
    listener = bind(HOST, 0)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server._serve(sockets=[listener]))
    try:
        yield connections, listener.getsockname()[1]
    finally:
        server.should_exit = True
        await running
        listener.close()


def request(path: str = "/", *headers: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "host: plushify", *headers, "", ""]).encode()


def answering(parts: Callable[[Scope], AsyncIterator[bytes]], length: int | None = None) -> ASGIApp:
    """An application that sends these parts as they come."""

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [] if length is None else [(b"content-length", str(length).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        async for part in parts(scope):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    return app


async def echo(scope: Scope, _receive: Receive, send: Send) -> None:
    body = scope["path"].encode()
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [length]})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def read_until(reader: asyncio.StreamReader, end: bytes) -> bytes:
    return await wait(reader.readuntil(end))


async def wait(something: Awaitable[Result]) -> Result:
    async with asyncio.timeout(60):
        return await something


async def happens(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not is_so():  # noqa: ASYNC110 - nobody tells when it is so
            await asyncio.sleep(0)


async def test_an_answer_leaves_in_one_write(settings: Settings) -> None:
    async with (
        served(echo, settings) as (connections, port),
        connected(port) as (reader, writer),
    ):
        for path in (b"/first", b"/second"):
            writer.write(request(path.decode()))
            answer = await read_until(reader, b"\r\n\r\n" + path)
            assert connections.writes.pop() == answer
            assert not connections.writes


async def test_answers_come_in_the_order_of_the_questions(settings: Settings) -> None:
    async with served(echo, settings) as (_, port), connected(port) as (reader, writer):
        writer.write(b"".join(request(f"/{number}.") for number in range(20)))
        for number in range(20):
            answer = await read_until(reader, f"\r\n\r\n/{number}.".encode())
            assert answer.startswith(b"HTTP/1.1 200 OK")


async def test_a_connection_that_ends_after_its_answer_gets_all_of_it(settings: Settings) -> None:
    async with served(echo, settings) as (_, port):
        async with connected(port) as (reader, writer):
            writer.write(request("/last", "connection: close"))
            assert (await wait(reader.read())).endswith(b"\r\n\r\n/last")
        async with connected(port) as (reader, writer):
            writer.write(b"this is not HTTP\r\n\r\n")
            assert b"400 Bad Request" in await wait(reader.read())


async def test_what_a_stream_sends_is_there_while_it_goes_on(settings: Settings) -> None:
    was_read = asyncio.Event()

    async def parts(_scope: Scope) -> AsyncIterator[bytes]:
        yield b"first"
        await was_read.wait()
        yield b"second"

    async with (
        served(answering(parts), settings) as (_, port),
        connected(port) as (reader, writer),
    ):
        writer.write(request())
        await read_until(reader, b"first\r\n")
        was_read.set()
        await read_until(reader, b"second\r\n")


async def test_nobody_is_sent_more_than_they_read(settings: Settings) -> None:
    made = 0

    async def parts(_scope: Scope) -> AsyncIterator[bytes]:
        nonlocal made
        for _ in range(64):
            made += 1
            yield bytes(_MB)

    async with (
        served(answering(parts, 64 * _MB), settings) as (connections, port),
        connected(port) as (reader, writer),
    ):
        writer.write(request())
        await happens(lambda: bool(connections.writes))
        await happens(lambda: connections.protocols[0].flow.write_paused)
        assert made < 64

        await read_until(reader, b"\r\n\r\n")
        await wait(reader.readexactly(64 * _MB))
        assert made == 64


async def test_nothing_is_written_to_somebody_who_has_gone(settings: Settings) -> None:
    is_asked, may_answer, is_answered = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def late(scope: Scope, receive: Receive, send: Send) -> None:
        is_asked.set()
        await may_answer.wait()
        await echo(scope, receive, send)
        is_answered.set()

    async with served(late, settings) as (connections, port), connected(port) as (_, writer):
        writer.write(request("/late"))
        await wait(is_asked.wait())
        writer.transport.abort()
        # The server sees the end first, then the answer.
        await happens(connections.protocols[0].transport.is_closing)
        may_answer.set()
        await wait(is_answered.wait())
        assert not connections.writes
