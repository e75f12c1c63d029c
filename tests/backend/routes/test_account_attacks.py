"""Accounts under attack: what strangers may not learn, and may not do."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from statistics import median
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from backend.db.engine import autocommit
from backend.serve import server_config
from backend.services.all_services import Services
from backend.settings import Settings
from shared.errors import ErrorCode
from tests.backend.conftest import MakeUser
from tests.backend.contract_check import ContractCheck
from tests.backend.postbox import PUBLIC_URL, Postbox, link_of
from tests.backend.routes.test_errors import assert_error

EMAIL = "robin@example.com"
PASSWORD = "a long password"
NEW_PASSWORD = "an even longer password"
SIGN_UP = {"name": "Robin", "email": EMAIL, "password": PASSWORD}


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
    for path, more in (
        ("sign-up", {"name": "R", "password": PASSWORD}),
        ("sign-in", {"password": "wrong password"}),
        ("request-password-reset", {}),
    ):
        answers = []
        for email in (known, unknown):
            answer = await post(api, path, {"email": email, **more})
            text = answer.text.replace(email, "").replace(answer.headers["x-request-id"], "")
            headers = sorted(set(answer.headers) - {"x-request-id"})
            answers.append((answer.status_code, text, headers))
        assert answers[0] == answers[1], path


@pytest.mark.parametrize("path", ["sign-in", "request-password-reset", "sign-up"])
async def test_a_throttle_does_not_tell_who_is_known(
    api: httpx2.AsyncClient, make_user: MakeUser, path: str
) -> None:
    counts = []
    for email in ((await make_user()).email, "nobody@example.com"):
        body = {"email": email, "password": "wrong password", "name": "R"}
        fields = {"sign-in": 2, "request-password-reset": 1, "sign-up": 3}[path]
        statuses = [
            (await post(api, path, dict(list(body.items())[:fields]))).status_code
            for _ in range(12)
        ]
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
    api: httpx2.AsyncClient, services: Services
) -> None:
    await services.health.readiness()
    flood = asyncio.gather(
        *(
            post(api, "sign-in", {"email": f"user{number}@example.com", "password": PASSWORD})
            for number in range(200)
        )
    )
    waits = []
    while not flood.done():
        started_at = time.perf_counter()
        assert (await api.get("/live")).status_code == 200
        waits.append(time.perf_counter() - started_at)
        await asyncio.sleep(0.02)
    assert {answer.status_code for answer in await flood} == {401}
    assert len(waits) > 10
    assert max(sorted(waits)[: -max(1, len(waits) // 50)]) < 0.5


async def timed(api: httpx2.AsyncClient, path: str, body: Any) -> float:
    started_at = time.perf_counter()
    await post(api, path, body)
    return time.perf_counter() - started_at


@pytest.mark.parametrize("path", ["sign-in", "sign-up", "request-password-reset"])
async def test_the_time_tells_nothing_either(
    api: httpx2.AsyncClient, engine: AsyncEngine, make_user: MakeUser, path: str
) -> None:
    """Few tries and a wide margin; the benchmark measures it narrowly."""
    known = (await make_user()).email
    body = {"email": known, "password": "wrong password", "name": "R"}
    fields = {"sign-in": 2, "request-password-reset": 1, "sign-up": 3}[path]
    body = dict(list(body.items())[:fields])
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(15):
        async with autocommit(engine) as connection:
            await connection.execute("delete from throttles")
        unknown = body | {"email": f"nobody{number}@example.com"}
        times["known"].append(await timed(api, path, body))
        times["unknown"].append(await timed(api, path, unknown))
    known_s, unknown_s = median(times["known"]), median(times["unknown"])
    assert abs(known_s - unknown_s) < max(0.015, 0.4 * known_s)


def test_only_proxies_of_the_settings_are_believed(app: ASGIApp, settings: Settings) -> None:
    assert not server_config(app, settings).proxy_headers
    behind = settings.model_copy(update={"trusted_proxies": ("10.0.0.1",)})
    config = server_config(app, behind)
    assert config.proxy_headers
    assert config.forwarded_allow_ips == ["10.0.0.1"]
