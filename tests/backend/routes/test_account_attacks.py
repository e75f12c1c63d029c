"""Accounts under attack: what strangers may not learn, and may not do."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx2
import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from backend.adapters.argon2_passwords import Argon2PasswordHasher
from backend.db.engine import autocommit
from backend.routes.table import OPERATIONS
from backend.serve import server_config
from backend.settings import Settings
from shared.accounts import TERMS_VERSION
from shared.errors import ErrorCode
from tests.backend.conftest import MakeUser
from tests.backend.contract_check import ContractCheck
from tests.backend.postbox import PUBLIC_URL, Postbox, link_of
from tests.backend.routes.test_errors import assert_error

EMAIL = "robin@example.com"
PASSWORD = "a long password"
NEW_PASSWORD = "an even longer password"
SIGN_UP = {
    "name": "Robin",
    "email": EMAIL,
    "password": PASSWORD,
    "termsVersion": TERMS_VERSION,
}
BODIES: dict[str, Any] = {
    "sign-in": {"email": EMAIL, "password": "wrong password"},
    "sign-up": SIGN_UP,
    "request-password-reset": {"email": EMAIL},
}


async def post(api: httpx2.AsyncClient, path: str, body: Any, **more: Any) -> httpx2.Response:
    return await api.post(f"/api/auth/{path}", json=body, **more)


async def scalar(engine: AsyncEngine, statement: str) -> Any:
    async with autocommit(engine) as connection:
        row = await (await connection.execute(statement.encode())).fetchone()
    assert row is not None
    return row[0]


async def test_known_and_unknown_addresses_are_answered_alike(
    api: httpx2.AsyncClient, make_user: MakeUser
) -> None:
    known = (await make_user()).email
    unknown = "nobody@example.com"
    for path, body in BODIES.items():
        answers = []
        for email in (known, unknown):
            answer = await post(api, path, body | {"email": email})
            text = answer.text.replace(email, "").replace(answer.headers["x-request-id"], "")
            headers = sorted(set(answer.headers) - {"x-request-id"})
            answers.append((answer.status_code, text, headers))
        assert answers[0] == answers[1], path


@pytest.mark.usefixtures("long_waits")
@pytest.mark.parametrize("path", ["sign-in", "request-password-reset", "sign-up"])
async def test_a_throttle_does_not_tell_who_is_known(
    api: httpx2.AsyncClient, make_user: MakeUser, path: str
) -> None:
    counts = []
    for email in ((await make_user()).email, "nobody@example.com"):
        body = BODIES[path] | {"email": email}
        statuses = [(await post(api, path, body)).status_code for _ in range(12)]
        counts.append(statuses)
    assert counts[0] == counts[1]
    assert counts[0][-1] == 429


@pytest.mark.parametrize(
    "extra", [{"credits": 999}, {"id": "1"}, {"emailVerified": True}, {"userId": "1"}]
)
async def test_nothing_slips_into_an_account(
    api: httpx2.AsyncClient, engine: AsyncEngine, extra: dict[str, Any]
) -> None:
    assert_error(await post(api, "sign-up", SIGN_UP | extra), 400, ErrorCode.INVALID_REQUEST)
    assert await scalar(engine, "select count(*) from users") == 0


async def test_an_id_in_an_unauthenticated_body_is_worth_nothing(
    api: httpx2.AsyncClient, make_user: MakeUser
) -> None:
    user = await make_user()
    for path in ("change-password", "resend-verification"):
        body = {"userId": str(user.id), "currentPassword": "x", "newPassword": NEW_PASSWORD}
        assert_error(await post(api, path, body), 401, ErrorCode.UNAUTHENTICATED)
    body = {"userId": str(user.id), "token": "x", "newPassword": NEW_PASSWORD}
    assert_error(await post(api, "reset-password", body), 400, ErrorCode.INVALID_REQUEST)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Robin\r\nBcc: everybody@example.com"),
        ("name", "Robin\u2028Bcc: everybody@example.com"),
        ("name", "Robin\x85Bcc: everybody@example.com"),
        ("email", "robin@example.com\r\nBcc: everybody@example.com"),
        ("email", "robin@example.com\nRCPT TO:<everybody@example.com>"),
        ("email", "robin@example.com, everybody@example.com"),
        ("email", "robin@example.com\uff0ceverybody@example.com"),
        ("email", "robin\uff20example.com@example.com"),
        ("email", "Robin <robin@example.com>"),
    ],
)
async def test_no_name_and_no_address_writes_headers(
    api: httpx2.AsyncClient, engine: AsyncEngine, field: str, value: str
) -> None:
    answer = await post(api, "sign-up", SIGN_UP | {field: value})
    assert_error(answer, 400, ErrorCode.INVALID_REQUEST)
    assert await scalar(engine, "select count(*) from procrastinate_jobs") == 0


async def test_addresses_that_look_alike_are_one(api: httpx2.AsyncClient, engine: Any) -> None:
    for email in ("Robin@Example.com", " robin@example.com ", "\uff52obin@example.com"):
        assert (await post(api, "sign-up", SIGN_UP | {"email": email})).status_code == 202
    assert await scalar(engine, "select array_agg(email) from users") == [EMAIL]


async def test_links_lead_to_theserver_configd_address_whatever_the_request_says(
    api: httpx2.AsyncClient, postbox: Postbox, make_user: MakeUser
) -> None:
    user = await make_user()
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Origin": "evil.example"}
    body = {"email": user.email}
    answer = await post(api, "request-password-reset", body, headers=headers)
    assert answer.status_code == 202
    (mail,) = await postbox.deliver()
    assert link_of(mail).startswith(f"{PUBLIC_URL}/")
    assert "evil" not in mail.text + mail.html


async def test_a_password_of_a_megabyte_is_refused_unread(api: httpx2.AsyncClient) -> None:
    body = json.dumps({"email": EMAIL, "password": "x" * 2**20})
    answer = await api.post(
        "/api/auth/sign-in", content=body, headers={"content-type": "application/json"}
    )
    assert_error(answer, 413, ErrorCode.REQUEST_TOO_LARGE)


@pytest_asyncio.fixture
async def outside(app: ASGIApp) -> AsyncIterator[httpx2.AsyncClient]:
    """A client whose requests come from the internet, through the server's own proxy handling."""
    behind_proxy = ProxyHeadersMiddleware(app, trusted_hosts=["10.0.0.1"])  # type: ignore[arg-type]  # uvicorn's own ASGI types
    transport = httpx2.ASGITransport(app=behind_proxy, client=("203.0.113.5", 50_000))  # type: ignore[arg-type]  # likewise
    async with httpx2.AsyncClient(
        transport=transport,
        base_url="http://plushifyme.test",
        event_hooks={"response": [ContractCheck()]},
    ) as client:
        yield client


@pytest.mark.usefixtures("long_waits")
async def test_a_forged_header_is_no_new_address(outside: httpx2.AsyncClient) -> None:
    statuses = []
    for number in range(23):
        answer = await post(
            outside,
            "request-password-reset",
            {"email": f"user{number}@example.com"},
            headers={"X-Forwarded-For": f"198.51.100.{number}", "X-Real-IP": f"10.1.1.{number}"},
        )
        statuses.append(answer.status_code)
    assert statuses == [202] * 20 + [429] * 3


async def test_two_hundred_sign_ins_at_once_keep_nobody_waiting(
    api: httpx2.AsyncClient,
    make_user: MakeUser,
    passwords: Argon2PasswordHasher,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While every slot for passwords is taken, everything else is answered; `make bench` times it."""
    user = await make_user()
    may_end = threading.Event()

    def refuse_when_told(password: str, stored_hash: str) -> bool:
        del password, stored_hash
        assert may_end.wait(120)
        return False

    monkeypatch.setattr(passwords._hasher, "verify", refuse_when_told)
    flood = asyncio.gather(
        *(
            post(api, "sign-in", {"email": f"user{number}@example.com", "password": PASSWORD})
            for number in range(200)
        )
    )
    try:
        for path in ("/live", "/api/service", "/api/user/credits") * 3:
            assert (await api.get(path, headers=user.headers)).status_code == 200
        assert not flood.done()
    finally:
        may_end.set()
    assert {answer.status_code for answer in await flood} == {401}


def test_only_proxies_of_the_settings_are_believed(app: ASGIApp, settings: Settings) -> None:
    assert not server_config(app, settings).proxy_headers
    behind = settings.model_copy(update={"trusted_proxies": ("10.0.0.1",)})
    config = server_config(app, behind)
    assert config.proxy_headers
    assert config.forwarded_allow_ips == ["10.0.0.1"]


@pytest.mark.parametrize("version", ["2020-01", "2999-12"])
async def test_nobody_agrees_to_other_terms_than_todays(
    api: httpx2.AsyncClient, engine: AsyncEngine, version: str
) -> None:
    answer = await post(api, "sign-up", SIGN_UP | {"termsVersion": version})
    error = assert_error(answer, 400, ErrorCode.TERMS_OUTDATED).error
    assert "terms have changed" in error.message
    without = {name: value for name, value in SIGN_UP.items() if name != "termsVersion"}
    assert_error(await post(api, "sign-up", without), 400, ErrorCode.INVALID_REQUEST)
    assert await scalar(engine, "select count(*) from users") == 0


async def test_no_route_takes_a_field_that_it_does_not_know(
    api: httpx2.AsyncClient, make_user: MakeUser
) -> None:
    user = await make_user()
    for operation in OPERATIONS:
        if operation.body is None or operation.body_type != "json":
            continue
        answer = await api.request(
            operation.method,
            operation.path.replace("{id}", str(uuid4())),
            json={"credits": 999, "emailVerified": True},
            headers=user.headers | {"Idempotency-Key": uuid4().hex},
        )
        error = assert_error(answer, 400, ErrorCode.INVALID_REQUEST).error
        refused = {detail.field for detail in error.details or []}
        assert {"credits", "emailVerified"} <= refused, operation.name
    session = (await api.get("/api/auth/session", headers=user.headers)).json()
    assert session["balance"] == 3


async def test_an_address_that_is_changed_writes_no_headers_either(
    api: httpx2.AsyncClient, engine: AsyncEngine, make_user: MakeUser
) -> None:
    user = await make_user()
    for email in (
        "a@example.com\r\nBcc: b@example.com",
        "a@example.com\nb@example.com",
        "a b@c.de",
    ):
        body = {"newEmail": email, "password": user.password}
        answer = await api.post("/api/user/email", json=body, headers=user.headers)
        assert_error(answer, 400, ErrorCode.INVALID_REQUEST)
    assert await scalar(engine, "select count(*) from procrastinate_jobs") == 0


@pytest.mark.usefixtures("long_waits")
async def test_another_address_of_the_same_ipv6_network_is_no_new_one(app: ASGIApp) -> None:
    statuses = []
    for number in range(23):
        transport = httpx2.ASGITransport(app=app, client=(f"2001:db8:1:2:{number:x}::7", 50_000))
        async with httpx2.AsyncClient(
            transport=transport, base_url="http://plushifyme.test"
        ) as client:
            body = {"email": f"user{number}@example.com"}
            statuses.append((await post(client, "request-password-reset", body)).status_code)
    assert statuses == [202] * 20 + [429] * 3
