"""Log lines are structured, carry the request's id, and hold no secrets."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from backend.logging import configure_logging
from tests.backend.conftest import MakeUser


class JsonLines:
    """What was logged since it was last read, by everybody or by one logger.

    Libraries may have something to say at any moment.
    """

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def read(self, logger: str | None = None) -> list[dict[str, Any]]:
        for handler in logging.getLogger().handlers:
            handler.flush()
        text = self.stream.getvalue()
        self.stream.seek(0)
        self.stream.truncate()
        lines = [json.loads(line) for line in text.splitlines()]
        return [line for line in lines if logger in {None, line["logger"]}]


@pytest.fixture
def json_lines() -> Iterator[JsonLines]:
    """Logs as they leave a server with `LOG_FORMAT=json`."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    lines = JsonLines()
    configure_logging(level="DEBUG", log_format="json", stream=lines.stream)
    yield lines
    root.handlers, root.level = handlers, level


SECRETS = [
    "https://s3.example.com/bucket/key?X-Amz-Signature=hush123&X-Amz-Expires=300",
    "postgresql://plushify:hush123@db:5432/plushify",
    "Authorization: Bearer hush123hush123",
    "the key sk-hush123hush123 was refused",
    "{'password': 'hush123'}",
    '{"token": "hush123"}',
    "secret=hush123",
    "OPENAI_API_KEY=hush123",
]


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_is_hidden_wherever_it_stands(json_lines: JsonLines, text: str) -> None:
    logger = logging.getLogger("some.library")
    logger.info("It said %s", text)
    logger.info("It said", extra={"answer": [text, {"inner": text}]})
    logger.error("It broke", exc_info=ValueError(text))
    lines = json_lines.read("some.library")
    assert len(lines) == 3
    assert "hush123" not in json.dumps(lines)


@pytest.mark.parametrize("name", ["token", "password", "Authorization", "api_key", "session_token"])
def test_a_secret_is_hidden_by_its_name(json_lines: JsonLines, name: str) -> None:
    logging.getLogger("x").warning("Look", extra={"values": {name: "hush123"}, name: "hush123"})
    (line,) = json_lines.read("x")
    assert "hush123" not in json.dumps(line)
    assert line["values"][name] == "[hidden]"


def test_what_is_no_secret_stays(json_lines: JsonLines) -> None:
    logging.getLogger("x").info("12 of 30 at http://127.0.0.1:9/api", extra={"status": 200})
    (line,) = json_lines.read("x")
    assert line["event"] == "12 of 30 at http://127.0.0.1:9/api"
    assert (line["status"], line["level"], line["logger"]) == (200, "info", "x")
    assert line["timestamp"].endswith("Z")


def test_half_a_character_loses_no_line(
    json_lines: JsonLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = logging.getLogger()
    # Ours alone: what pytest keeps goes into its report, which cannot hold half a character.
    monkeypatch.setattr(root, "handlers", root.handlers[:1])
    logging.getLogger("x").info("It was called %s", "\ud83e", extra={"name_asked": "\ud83e"})
    (line,) = json_lines.read("x")
    assert (line["event"], line["name_asked"]) == ("It was called \ud83e", "\ud83e")


def test_libraries_that_tell_bodies_are_quiet_even_when_debugging(json_lines: JsonLines) -> None:
    for name in ("botocore.endpoint", "sse_starlette.sse", "urllib3.connectionpool"):
        logging.getLogger(name).debug("secret body")
    assert "secret body" not in json.dumps(json_lines.read())


async def test_each_request_is_one_line_with_its_id(
    json_lines: JsonLines, api: httpx2.AsyncClient, make_user: MakeUser
) -> None:
    user = await make_user()
    json_lines.read()
    response = await api.get("/api/images?since=0", headers=user.headers)
    lines = [line for line in json_lines.read() if line["event"] == "Request"]
    assert len(lines) == 1
    assert lines[0]["request_id"] == response.headers["x-request-id"]
    assert lines[0]["user_id"] == str(user.id)
    assert (lines[0]["method"], lines[0]["path"], lines[0]["status"]) == (
        "GET",
        "/api/images",
        200,
    )
    assert user.token not in json.dumps(lines)


async def test_signing_in_leaves_neither_password_nor_token_in_the_log(
    json_lines: JsonLines, api: httpx2.AsyncClient, make_user: MakeUser
) -> None:
    user = await make_user()
    response = await api.post(
        "/api/auth/sign-in", json={"email": user.email, "password": user.password}
    )
    logged = json.dumps(json_lines.read())
    assert user.password not in logged
    assert response.json()["token"] not in logged
    assert "Request" in logged
