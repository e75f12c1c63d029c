"""What people and programs send wrongly: a code of its own for each, and no charge."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from backend.services import uploads
from backend.services.all_services import Services
from shared.accounts import TERMS_VERSION
from shared.errors import ErrorCode
from shared.limits import PHOTO_MAX_BYTES
from tests.backend.conftest import MakeUser, UploadPhoto
from tests.backend.routes.test_errors import assert_error


async def test_a_wrong_password_is_told_without_a_hint(
    api: httpx2.AsyncClient, make_user: MakeUser
) -> None:
    user = await make_user()
    answers = [
        await api.post("/api/auth/sign-in", json={"email": email, "password": "wrong"})
        for email in (user.email, "nobody@example.com")
    ]
    for answer in answers:
        assert_error(answer, 401, ErrorCode.INVALID_CREDENTIALS)
    messages = {answer.json()["error"]["message"] for answer in answers}
    assert len(messages) == 1


@pytest.mark.parametrize("password", ["short", "x" * 129])
async def test_a_weak_password_has_a_code_of_its_own(
    api: httpx2.AsyncClient, password: str
) -> None:
    response = await api.post(
        "/api/auth/sign-up",
        json={
            "name": "R",
            "email": "r@example.com",
            "password": password,
            "termsVersion": TERMS_VERSION,
        },
    )
    assert_error(response, 400, ErrorCode.WEAK_PASSWORD)
    assert password not in response.text


@pytest.mark.parametrize(
    ("announcement", "status", "code"),
    [
        ({"contentType": "image/svg+xml", "sizeBytes": 10}, 415, "unsupported_photo_type"),
        ({"contentType": "text/plain", "sizeBytes": 10}, 415, "unsupported_photo_type"),
        ({"contentType": "image/png", "sizeBytes": 11 * 2**20}, 413, "photo_too_large"),
        ({"contentType": "image/png", "sizeBytes": PHOTO_MAX_BYTES + 1}, 413, "photo_too_large"),
        ({"contentType": "image/png", "sizeBytes": 0}, 400, "invalid_request"),
        ({"contentType": "image/png", "sizeBytes": "10"}, 400, "invalid_request"),
        ({"contentType": "image/png", "sizeBytes": 1.5}, 400, "invalid_request"),
    ],
)
async def test_a_photo_that_cannot_be_taken_is_refused_before_it_is_sent(
    api: httpx2.AsyncClient,
    make_user: MakeUser,
    announcement: dict[str, Any],
    status: int,
    code: str,
) -> None:
    user = await make_user()
    response = await api.post("/api/upload/presigned-url", json=announcement, headers=user.headers)
    assert_error(response, status, ErrorCode(code))


async def test_nobody_fills_the_storage_with_photos_of_one_day(
    api: httpx2.AsyncClient, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "UPLOADS_A_DAY", 2)
    user, other = await make_user(), await make_user()

    async def announce(headers: Mapping[str, str]) -> httpx2.Response:
        photo = {"contentType": "image/png", "sizeBytes": 10}
        return await api.post("/api/upload/presigned-url", json=photo, headers=headers)

    assert [(await announce(user.headers)).status_code for _ in range(2)] == [200, 200]
    assert_error(await announce(user.headers), 429, ErrorCode.RATE_LIMITED)
    assert (await announce(other.headers)).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"style": "baroque"}, "style"),
        ({"prompt": "x" * 201}, "prompt"),
        ({"credits": 999}, "credits"),
        ({"userId": str(uuid4())}, "userId"),
        ({"hints": {"leftEye": {"x": 2, "y": 0}}}, "hints.leftEye.x"),
        ({"originalFileKey": ""}, "originalFileKey"),
    ],
)
async def test_a_wrong_wish_costs_nothing(
    api: httpx2.AsyncClient,
    services: Services,
    make_user: MakeUser,
    upload_photo: UploadPhoto,
    change: dict[str, Any],
    field: str,
) -> None:
    user = await make_user()
    wanted = {"originalFileKey": await upload_photo(user.id), "style": "minimalist"}
    response = await api.post(
        "/api/generate", json=wanted | change, headers=user.headers | {"Idempotency-Key": "k"}
    )
    error = assert_error(response, 400, ErrorCode.INVALID_REQUEST)
    assert [detail.field for detail in error.error.details or []] == [field]
    assert (await services.credits.balance(user.id)).balance == 3


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, ErrorCode.IDEMPOTENCY_KEY_MISSING),
        ("", ErrorCode.IDEMPOTENCY_KEY_MISSING),
        ("two words", ErrorCode.INVALID_REQUEST),
        ("x" * 101, ErrorCode.INVALID_REQUEST),
    ],
)
async def test_a_request_that_costs_something_needs_a_key(
    api: httpx2.AsyncClient,
    services: Services,
    make_user: MakeUser,
    upload_photo: UploadPhoto,
    key: str | None,
    code: ErrorCode,
) -> None:
    user = await make_user()
    wanted = {"originalFileKey": await upload_photo(user.id), "style": "minimalist"}
    headers = user.headers if key is None else user.headers | {"Idempotency-Key": key}
    assert_error(await api.post("/api/generate", json=wanted, headers=headers), 400, code)
    assert (await services.credits.balance(user.id)).balance == 3


async def post_generate(
    api: httpx2.AsyncClient, file_key: str, headers: Mapping[str, str], key: str = "k"
) -> httpx2.Response:
    return await api.post(
        "/api/generate",
        json={"originalFileKey": file_key, "style": "minimalist"},
        headers={**headers, "Idempotency-Key": key},
    )


async def test_without_credits_the_answer_is_402(
    api: httpx2.AsyncClient, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=0)
    response = await post_generate(api, await upload_photo(user.id), user.headers)
    error = assert_error(response, 402, ErrorCode.INSUFFICIENT_CREDITS)
    assert "not charged" in error.error.message


async def test_a_used_key_with_another_wish_is_a_conflict(
    api: httpx2.AsyncClient, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user()
    await post_generate(api, await upload_photo(user.id), user.headers)
    response = await post_generate(api, await upload_photo(user.id), user.headers)
    assert_error(response, 409, ErrorCode.IDEMPOTENCY_KEY_REUSED)
