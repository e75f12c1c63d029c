"""Every failure has the one shape, its own code, and a message fit for a person."""

import json
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from starlette.types import ASGIApp, Message, Scope

from backend.routes.error_responses import STATUS_CODES
from backend.services.all_services import Services
from backend.services.credits import CreditsService
from shared.errors import ErrorCode, ErrorResponse
from shared.limits import REQUEST_BODY_MAX_BYTES
from tests.backend.conftest import MakeUser, client_of, running


def assert_error(response: httpx2.Response, status: int, code: ErrorCode) -> ErrorResponse:
    """Check status, code and shape; the error for more."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    error = ErrorResponse.model_validate_json(response.text)
    assert error.error.code is code
    assert error.error.message.endswith((".", "!"))
    assert error.error.request_id == response.headers["x-request-id"]
    return error


def test_every_code_has_a_status() -> None:
    assert set(STATUS_CODES) == set(ErrorCode)
    assert all(400 <= status <= 599 for status in STATUS_CODES.values())


async def test_an_unknown_path_is_not_found(api: httpx2.AsyncClient) -> None:
    for path in ("/", "/api", "/api/nothing", "/api/images/", "//api/images"):
        assert_error(await api.get(path), 404, ErrorCode.NOT_FOUND)


async def test_an_unknown_method_is_told_the_known_ones(api: httpx2.AsyncClient) -> None:
    response = await api.put("/api/generate/0")
    assert_error(response, 405, ErrorCode.METHOD_NOT_ALLOWED)
    assert response.headers["allow"] == "DELETE, GET, HEAD"


SIGN_IN = "/api/auth/sign-in"
GOOD = {"email": "a@b.de", "password": "x"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"),
        (b"{", "body"),
        (b"[]", "body"),
        (b"null", "body"),
        (b'{"email": "a@b.de", "password": "\xff"}', "body"),
        (b'{"email": "a@b.de", "password": "\\ud800"}', "body"),
        (b"[" * 5000, "body"),
        (json.dumps({"email": "a@b.de"}).encode(), "password"),
        (json.dumps(GOOD | {"credits": 999}).encode(), "credits"),
        (json.dumps(GOOD | {"password": 7}).encode(), "password"),
        (json.dumps(GOOD | {"email": "nobody"}).encode(), "email"),
        (json.dumps(GOOD | {"email": "a@b.de\r\nBcc: c@d.de"}).encode(), "email"),
        (json.dumps(GOOD | {"password": "x" * 129}).encode(), "password"),
    ],
)
async def test_a_body_that_does_not_fit_is_told_where(
    api: httpx2.AsyncClient, body: bytes, field: str
) -> None:
    response = await api.post(SIGN_IN, content=body, headers={"content-type": "application/json"})
    error = assert_error(response, 400, ErrorCode.INVALID_REQUEST)
    assert error.error.details is not None
    assert [detail.field for detail in error.error.details] == [field]


async def test_names_are_those_of_the_wire(api: httpx2.AsyncClient, make_user: MakeUser) -> None:
    user = await make_user()
    response = await api.post(
        "/api/upload/presigned-url",
        json={"content_type": "image/png", "size_bytes": 5},
        headers=user.headers,
    )
    assert_error(response, 400, ErrorCode.INVALID_REQUEST)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_a_body_must_be_json(api: httpx2.AsyncClient, content_type: str) -> None:
    response = await api.post(
        SIGN_IN, content=json.dumps(GOOD), headers={"content-type": content_type}
    )
    assert_error(response, 400, ErrorCode.INVALID_REQUEST)


async def test_a_nul_character_is_refused(api: httpx2.AsyncClient) -> None:
    response = await api.post(SIGN_IN, json=GOOD | {"device": "a\0b"})
    assert_error(response, 400, ErrorCode.INVALID_REQUEST)


async def test_a_body_that_is_too_large_is_refused_announced_or_not(
    api: httpx2.AsyncClient,
) -> None:
    body = b" " * (REQUEST_BODY_MAX_BYTES + 1)

    async def stream() -> Any:
        yield body

    headers = {"content-type": "application/json"}
    for content in (body, stream()):
        response = await api.post(SIGN_IN, content=content, headers=headers)
        assert_error(response, 413, ErrorCode.REQUEST_TOO_LARGE)


@pytest.mark.parametrize(
    "query", ["since=-1", "since=x", "limit=0", "limit=501", "colour=red", "since=9" + "9" * 19]
)
async def test_a_query_that_does_not_fit_is_refused(
    api: httpx2.AsyncClient, make_user: MakeUser, query: str
) -> None:
    user = await make_user()
    response = await api.get(f"/api/images?{query}", headers=user.headers)
    assert_error(response, 400, ErrorCode.INVALID_REQUEST)


async def test_a_wrong_cursor_is_refused(api: httpx2.AsyncClient, make_user: MakeUser) -> None:
    user = await make_user()
    for cursor in ("x", "-1", "9" * 50, "½"):
        response = await api.get(
            "/api/user/transactions", params={"cursor": cursor}, headers=user.headers
        )
        assert_error(response, 400, ErrorCode.INVALID_REQUEST)


class BrokenCredits(CreditsService):
    """Fails as nobody has foreseen."""

    async def statement(self, user_id: object, **_: object) -> Any:
        raise ZeroDivisionError(f"postgresql://plushify:secret@db/{user_id}")


async def test_what_nobody_foresaw_tells_no_secrets(
    services: Services, make_user: MakeUser, engine: Any
) -> None:
    user = await make_user()
    broken = replace(services, credits=BrokenCredits(engine))
    async with running(broken) as app, client_of(app) as api:
        response = await api.get("/api/user/transactions", headers=user.headers)
    error = assert_error(response, 500, ErrorCode.INTERNAL)
    assert "secret" not in response.text
    assert "on our side" in error.error.message


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Basic dTpw", "Bearer nonsense", "bearer é"]
)
async def test_without_a_good_token_nobody_gets_in(
    api: httpx2.AsyncClient, authorization: str
) -> None:
    headers = {b"authorization": authorization.encode("latin-1")} if authorization else {}
    response = await api.get("/api/user/credits", headers=headers)
    assert_error(response, 401, ErrorCode.UNAUTHENTICATED)
    assert response.headers["www-authenticate"] == "Bearer"


async def test_a_request_that_breaks_off_is_no_alarm(
    app: ASGIApp, caplog: pytest.LogCaptureFixture
) -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(_message: Message) -> None:
        pass

    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": SIGN_IN,
        "query_string": b"",
        "headers": [(b"content-type", b"application/json"), (b"content-length", b"50")],
    }
    await app(scope, receive, send)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
