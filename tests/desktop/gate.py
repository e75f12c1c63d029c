"""A door in front of a server that a test can shut: what comes through is the real server."""

import asyncio
import contextlib
import threading
from urllib.parse import urlsplit


class Gate:
    """Passes TCP connections on to a server while it is open.

    Everything runs on the event loop that is given; `shut` and `open` may be called from any thread
    and return when it is done.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, target_url: str) -> None:
        self._loop = loop
        self.lead_to(target_url)
        self._server: asyncio.Server | None = None
        self._port = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._passed_bytes = 0
        self._shut_after_bytes: int | None = None
        self._counts_answers = False
        self._stalls = False
        self.was_shut = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def _is_shut(self) -> bool:
        return self._server is None

    def open(self) -> None:
        """Let everyone through."""
        self._run(self._open())

    def shut(self) -> None:
        """Cut every connection, and refuse new ones."""
        self._run(self._shut())

    def stall(self) -> None:
        """Take every connection from now on, and answer nothing; `open` ends it."""
        self._stalls = True

    def lead_to(self, target_url: str) -> None:
        """Pass new connections on to another server."""
        target = urlsplit(target_url)
        self._target = (target.hostname or "", target.port or 80)

    def shut_after(self, size_bytes: int, *, of_answers: bool = False) -> None:
        """Shut as soon as so many bytes have been sent to the server, or by it."""
        self._passed_bytes = 0
        self._counts_answers = of_answers
        self._shut_after_bytes = size_bytes
        self.was_shut.clear()

    async def _open(self) -> None:
        self._shut_after_bytes = None
        self._stalls = False
        if self._server is None:
            self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", self._port)
            self._port = self._server.sockets[0].getsockname()[1]

    async def _shut(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            # CPython leaves a connection open that it takes while the server closes.
            with contextlib.suppress(NotImplementedError):
                for listener in server.sockets:
                    self._loop.remove_reader(listener.fileno())
            await asyncio.sleep(0)
            server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        self.was_shut.set()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers = {writer}
        self._writers |= writers
        try:
            if self._is_shut():  # It came in as the door was shut.
                return
            if self._stalls:
                with contextlib.suppress(OSError):
                    while await reader.read(65536):
                        pass
                return
            far_reader, far_writer = await asyncio.open_connection(*self._target)
            writers.add(far_writer)
            self._writers |= writers
            if self._is_shut():  # Shut meanwhile.
                return
            await asyncio.gather(
                self._copy(reader, far_writer, is_answer=False),
                self._copy(far_reader, writer, is_answer=True),
            )
        except OSError:
            pass  # Nobody is behind the door.
        finally:
            self._writers -= writers
            for each in writers:
                # One that stays open is found by the garbage collection, in another test.
                each.close()

    async def _copy(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_answer: bool
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if is_answer is self._counts_answers:
                    self._passed_bytes += len(data)
                    limit = self._shut_after_bytes
                    if limit is not None and self._passed_bytes >= limit:
                        await self._shut()
                        return
                writer.write(data)
                await writer.drain()
            if writer.can_write_eof():
                writer.write_eof()

    def _run(self, work: "asyncio.Future[None] | object") -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(60)  # type: ignore[arg-type]
