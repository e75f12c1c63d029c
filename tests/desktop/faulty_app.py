"""The API in front of which something goes wrong, when a test asks for it."""

import json
from dataclasses import dataclass, field
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.desktop.gate import Gate


@dataclass
class Faults:
    """What the API does wrong until told otherwise."""

    refused_paths: set[str] = field(default_factory=set)
    """Answered with 503, as a gateway does for a server that is down."""
    spoiled_signatures: int = 0
    """So many answers give URLs whose signature the storage will refuse."""
    lost_answers: set[str] = field(default_factory=set)
    """The next answer of these paths is carried out, and lost on its way; once each."""


class _Server(Protocol):
    """Whose API it is."""

    faults: Faults
    gate: Gate


class FaultyApp:
    """The API behind its faults."""

    def __init__(self, app: ASGIApp, server: _Server) -> None:
        self._app = app
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        faults = self._server.faults
        path = scope["path"]
        if path in faults.refused_paths:
            await _answer(send, 503, b"<html>Bad gateway</html>")
        elif path in faults.lost_answers:
            faults.lost_answers.discard(path)
            await self._app(scope, receive, _swallow)
            await self._server.gate._shut()
            await self._server.gate._open()
        elif faults.spoiled_signatures and path == "/api/upload/presigned-url":
            faults.spoiled_signatures -= 1
            await self._app(scope, receive, _spoiling(send))
        else:
            await self._app(scope, receive, send)


async def _swallow(_message: Message) -> None:
    pass


def _spoiling(send: Send) -> Send:
    async def spoil(message: Message) -> None:
        if message["type"] == "http.response.body":
            body = json.loads(message["body"])
            body["url"] = spoil_signature(body["url"])
            message = {**message, "body": json.dumps(body).encode()}
        elif message["type"] == "http.response.start":
            headers = [pair for pair in message["headers"] if pair[0] != b"content-length"]
            message = {**message, "headers": headers}
        await send(message)

    return spoil


def spoil_signature(url: str) -> str:
    """The same URL as the storage sees it when its signature is not valid any more."""
    name = "X-Amz-Signature="
    before, found, after = url.partition(name)
    assert found
    return f"{before}{name}{'0' * 64}{after[64:]}"


async def _answer(send: Send, status: int, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": body})
