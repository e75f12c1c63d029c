"""Reading an object from a store whose answer begins well and never comes to its end."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from enum import Enum
from socketserver import BaseRequestHandler, ThreadingTCPServer

import pytest
from pydantic import SecretStr

from backend.adapters import s3_store
from backend.adapters.s3_store import S3Store
from backend.errors import StorageUnavailable
from backend.settings import Settings

_SIZE_BYTES = 100_000
_HEAD = (
    f"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {_SIZE_BYTES}\r\n\r\n".encode()
)
_DRIP_EVERY_S = 0.02


class Ending(Enum):
    """What becomes of an answer after its first bytes."""

    BREAKS_OFF = "breaks off"
    FALLS_SILENT = "falls silent"
    DRIPS = "drips"


class _DripStore(ThreadingTCPServer):
    """Answers every request with the beginning of an object."""

    daemon_threads = True

    def __init__(self, ending: Ending) -> None:
        self.ending = ending
        self.is_over = threading.Event()
        super().__init__(("127.0.0.1", 0), _Drip)

    def answer(self, connection: socket.socket) -> None:
        connection.sendall(_HEAD + b"\x89PNG")
        while self.ending is not Ending.BREAKS_OFF and not self.is_over.wait(_DRIP_EVERY_S):
            if self.ending is Ending.DRIPS:
                connection.sendall(b"." * 100)


class _Drip(BaseRequestHandler):
    server: _DripStore

    def handle(self) -> None:
        connection: socket.socket = self.request
        with suppress(OSError):
            while not connection.recv(65536).endswith(b"\r\n\r\n"):
                pass
            self.server.answer(connection)


@pytest.fixture(params=list(Ending), ids=[ending.value for ending in Ending])
def unending_store(request: pytest.FixtureRequest) -> Iterator[S3Store]:
    with _DripStore(request.param) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        store = S3Store.from_settings(
            Settings(
                _env_file=None,
                database_url=SecretStr("postgresql://nobody@127.0.0.1:9/none"),
                aws_access_key_id="somebody",
                aws_secret_access_key=SecretStr("something"),
                aws_s3_bucket="bucket",
                s3_endpoint_url=f"http://127.0.0.1:{server.server_address[1]}",
            )
        )
        try:
            yield store
        finally:
            server.is_over.set()
            store.close()
            server.shutdown()
            thread.join()


async def test_a_download_that_does_not_end_counts_as_no_answer(
    unending_store: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3_store, "_CALL_LIMIT_S", 0.5)

    with pytest.raises(StorageUnavailable):
        await unending_store.get("photo.png", max_bytes=_SIZE_BYTES)
