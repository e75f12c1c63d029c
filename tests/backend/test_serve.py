"""The server as a process: it starts, serves, streams, and ends quickly when asked to."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx2
import pytest

from backend.local_cloud.ports import free_port
from backend.seed import seed
from backend.settings import Settings

_START_TIMEOUT_S = 100


def environment_of(settings: Settings) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "AWS_ACCESS_KEY_ID": settings.aws_access_key_id,
        "AWS_SECRET_ACCESS_KEY": settings.aws_secret_access_key.get_secret_value(),
        "AWS_S3_BUCKET": settings.aws_s3_bucket,
        "S3_ENDPOINT_URL": settings.s3_endpoint_url or "",
        "LOG_FORMAT": "json",
    }


def start(settings: Settings, port: int, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "backend", "serve", "--port", str(port)],
        env=environment_of(settings),
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def server(settings: Settings, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running server and its address."""
    port = free_port()
    process = start(settings, port, tmp_path)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(address, process)
        yield process, address
    finally:
        process.kill()
        process.communicate()


def wait_until_ready(address: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_S
    with httpx2.Client(base_url=address) as client:
        while True:
            with suppress(httpx2.TransportError):
                if client.get("/ready").status_code == 200:
                    return
            assert process.poll() is None, process.communicate()[1]
            assert time.monotonic() < deadline
            time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
async def test_a_server_with_an_open_stream_ends_quickly_and_well(
    server: tuple[subprocess.Popen[str], str], settings: Settings
) -> None:
    process, address = server
    await seed(settings.database_url.get_secret_value())
    async with httpx2.AsyncClient(base_url=address) as client:
        response = await client.post(
            "/api/auth/sign-in",
            json={"email": "test@plushifyme.com", "password": "TestPassword123"},
        )
        headers = {"Authorization": f"Bearer {response.json()['token']}"}
        async with client.stream("GET", "/api/events", headers=headers) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            lines = stream.aiter_lines()
            assert await anext(lines) == "event: hello"
            asked_at = time.monotonic()
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=60)
    assert process.returncode == 0, log
    assert time.monotonic() - asked_at < 30
    assert "Traceback" not in log


def test_a_taken_port_is_told_in_one_line(settings: Settings, tmp_path: Path) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = start(settings, port, tmp_path)
        _, log = process.communicate(timeout=_START_TIMEOUT_S)
    assert process.returncode == 1
    assert log == (
        f"plushifyme-server: Cannot listen on 127.0.0.1 port {port}: another program uses it.\n"
    )
