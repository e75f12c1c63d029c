"""Accounts over HTTP: verified addresses, new passwords, devices."""

from typing import Any

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from shared.accounts import TERMS_VERSION
from shared.errors import ErrorCode
from tests.backend.conftest import MakeUser
from tests.backend.postbox import Postbox
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


async def post(api: httpx2.AsyncClient, path: str, body: Any, **more: Any) -> httpx2.Response:
    return await api.post(f"/api/auth/{path}", json=body, **more)


async def scalar(engine: AsyncEngine, statement: str) -> Any:
    async with autocommit(engine) as connection:
        row = await (await connection.execute(statement.encode())).fetchone()
    assert row is not None
    return row[0]


async def test_from_sign_up_to_a_verified_address(
    api: httpx2.AsyncClient, postbox: Postbox, engine: AsyncEngine
) -> None:
    assert (await post(api, "sign-up", SIGN_UP)).status_code == 202
    signed_in = (await post(api, "sign-in", {"email": EMAIL, "password": PASSWORD})).json()
    assert not signed_in["session"]["user"]["emailVerified"]
    headers = {"Authorization": f"Bearer {signed_in['token']}"}
    first = await postbox.token()

    assert (await api.post("/api/auth/resend-verification", headers=headers)).status_code == 202
    second = await postbox.token()
    assert_error(await post(api, "verify-email", {"token": first}), 400, ErrorCode.LINK_REFUSED)
    assert (await post(api, "verify-email", {"token": second})).status_code == 204
    session = (await api.get("/api/auth/session", headers=headers)).json()
    assert session["user"]["emailVerified"]
    assert await scalar(engine, "select terms_version from users") == TERMS_VERSION
    assert await scalar(engine, "select terms_accepted_at is not null from users")


async def test_from_a_forgotten_password_to_a_new_one(
    api: httpx2.AsyncClient, postbox: Postbox, make_user: MakeUser
) -> None:
    user = await make_user(email=EMAIL)
    assert (await post(api, "request-password-reset", {"email": EMAIL})).status_code == 202
    body = {"token": await postbox.token(), "newPassword": NEW_PASSWORD}
    assert (await post(api, "reset-password", body)).status_code == 204
    session = await api.get("/api/auth/session", headers=user.headers)
    assert_error(session, 401, ErrorCode.SESSION_EXPIRED)
    again = await post(api, "sign-in", {"email": EMAIL, "password": NEW_PASSWORD})
    assert again.status_code == 200


async def test_dead_links_are_answered_identically(
    api: httpx2.AsyncClient, postbox: Postbox, make_user: MakeUser, engine: AsyncEngine
) -> None:
    await make_user(email=EMAIL)
    used, superseded, expired = "", "", ""
    await post(api, "request-password-reset", {"email": EMAIL})
    superseded = await postbox.token()
    await post(api, "request-password-reset", {"email": EMAIL})
    used = await postbox.token()
    await post(api, "reset-password", {"token": used, "newPassword": NEW_PASSWORD})
    await post(api, "request-password-reset", {"email": EMAIL})
    async with autocommit(engine) as connection:
        await connection.execute("delete from procrastinate_jobs where args->>'kind' like 'pass%'")
    expired = await postbox.token()
    async with autocommit(engine) as connection:
        await connection.execute("update verification_tokens set expires_at = now()")
    answers = []
    for token in (used, superseded, expired, "never was one"):
        answer = await post(api, "reset-password", {"token": token, "newPassword": PASSWORD})
        assert_error(answer, 400, ErrorCode.LINK_REFUSED)
        answers.append(answer.json()["error"] | {"requestId": ""})
    assert answers == [answers[0]] * 4


@pytest.mark.usefixtures("long_waits")
async def test_a_password_is_changed_with_the_old_one(
    api: httpx2.AsyncClient, make_user: MakeUser
) -> None:
    user = await make_user()
    wrong = {"currentPassword": "wrong password", "newPassword": NEW_PASSWORD}
    for _ in range(5):
        answer = await post(api, "change-password", wrong, headers=user.headers)
        assert_error(answer, 401, ErrorCode.INVALID_CREDENTIALS)
    waiting = await post(api, "change-password", wrong, headers=user.headers)
    error = assert_error(waiting, 429, ErrorCode.RATE_LIMITED)
    assert error.error.retry_after_s
    assert waiting.headers["retry-after"] == str(error.error.retry_after_s)


async def test_a_changed_password_keeps_this_device_signed_in(
    api: httpx2.AsyncClient, make_user: MakeUser
) -> None:
    user = await make_user()
    body = {"currentPassword": user.password, "newPassword": NEW_PASSWORD}
    assert (await post(api, "change-password", body, headers=user.headers)).status_code == 204
    assert (await api.get("/api/auth/session", headers=user.headers)).status_code == 200


@pytest.mark.parametrize("weak", ["short", "qwertyuiop", EMAIL, "x" * 129])
async def test_weak_passwords_are_refused_wherever_one_is_chosen(
    api: httpx2.AsyncClient, postbox: Postbox, make_user: MakeUser, weak: str
) -> None:
    sign_up = await post(api, "sign-up", SIGN_UP | {"password": weak})
    assert_error(sign_up, 400, ErrorCode.WEAK_PASSWORD)
    user = await make_user(email=EMAIL)
    body = {"currentPassword": user.password, "newPassword": weak}
    change = await post(api, "change-password", body, headers=user.headers)
    assert_error(change, 400, ErrorCode.WEAK_PASSWORD)
    await post(api, "request-password-reset", {"email": EMAIL})
    body = {"token": await postbox.token(), "newPassword": weak}
    reset = await post(api, "reset-password", body)
    error = assert_error(reset, 400, ErrorCode.WEAK_PASSWORD)
    assert [detail.field for detail in error.error.details or []] == ["newPassword"]


async def test_devices_are_listed_and_signed_out(
    api: httpx2.AsyncClient, make_user: MakeUser
) -> None:
    user = await make_user()
    body = {"email": user.email, "password": user.password, "device": "Linux, desktop app"}
    other = {"Authorization": f"Bearer {(await post(api, 'sign-in', body)).json()['token']}"}
    devices = (await api.get("/api/auth/sessions", headers=user.headers)).json()["devices"]
    assert [(d["device"], d["isCurrent"]) for d in devices] == [
        ("Linux, desktop app", False),
        ("test", True),
    ]

    path = f"/api/auth/sessions/{devices[0]['id']}"
    assert (await api.delete(path, headers=user.headers)).status_code == 204
    assert_error(await api.delete(path, headers=user.headers), 404, ErrorCode.NOT_FOUND)
    gone = await api.get("/api/auth/session", headers=other)
    assert_error(gone, 401, ErrorCode.SESSION_EXPIRED)

    assert (await api.delete("/api/auth/sessions", headers=user.headers)).status_code == 204
    gone = await api.get("/api/auth/session", headers=user.headers)
    assert_error(gone, 401, ErrorCode.SESSION_EXPIRED)
