"""POST /api/generate/batch: what it takes, and what it answers."""

import json
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from backend.services.all_services import Services
from shared.errors import ErrorCode
from shared.limits import BATCH_MAX_GENERATIONS, REQUEST_BODY_MAX_BYTES
from tests.backend.conftest import KnownUser, MakeUser, UploadPhoto
from tests.backend.routes.test_errors import assert_error


def order(key: str, **more: Any) -> dict[str, Any]:
    return {"originalFileKey": key, "style": "minimalist", **more}


async def post(
    api: httpx2.AsyncClient, user: KnownUser, items: list[dict[str, Any]], key: str | None = None
) -> httpx2.Response:
    headers = user.headers | {"Idempotency-Key": key or uuid4().hex}
    return await api.post("/api/generate/batch", json={"items": items}, headers=headers)


async def test_a_batch_is_accepted_and_repeated(
    api: httpx2.AsyncClient, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=3)
    photo = await upload_photo(user.id)
    items = [order(photo, prompt="red"), order(photo, prompt="blue")]

    first = await post(api, user, items, "k")
    again = await post(api, user, items, "k")
    other = await post(api, user, items[:1], "k")

    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    assert first.json()["balance"] == 1
    assert [made["image"]["prompt"] for made in first.json()["generations"]] == ["red", "blue"]
    assert_error(other, 409, ErrorCode.IDEMPOTENCY_KEY_REUSED)


async def test_the_largest_batch_there_is_fits_into_a_request(
    api: httpx2.AsyncClient, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=BATCH_MAX_GENERATIONS)
    point = {"x": 0.12345678901234567, "y": 0.12345678901234567}
    hints = {"kind": "person", "leftEye": point, "rightEye": point, "nose": point, "ears": "pointy"}
    item = order(await upload_photo(user.id), prompt="\N{TEDDY BEAR}" * 200, hints=hints)
    body = json.dumps({"items": [item] * BATCH_MAX_GENERATIONS})
    assert len(body) < REQUEST_BODY_MAX_BYTES

    response = await api.post(
        "/api/generate/batch",
        content=body,
        headers=user.headers | {"Idempotency-Key": "k", "Content-Type": "application/json"},
    )

    assert response.status_code == 202
    assert len(response.json()["generations"]) == BATCH_MAX_GENERATIONS
    assert response.json()["balance"] == 0


@pytest.mark.parametrize("count", [0, BATCH_MAX_GENERATIONS + 1])
async def test_too_few_and_too_many_are_refused(
    api: httpx2.AsyncClient, services: Services, make_user: MakeUser, count: int
) -> None:
    user = await make_user(credits_count=30)

    response = await post(api, user, [order("staging/x.jpg")] * count)

    assert_error(response, 400, ErrorCode.INVALID_REQUEST)
    assert response.json()["error"]["details"][0]["field"] == "items"
    assert (await services.credits.balance(user.id)).balance == 30


async def test_a_wrong_item_is_named(api: httpx2.AsyncClient, make_user: MakeUser) -> None:
    user = await make_user()

    response = await post(api, user, [order("k"), order("k", style="baroque")])

    assert_error(response, 400, ErrorCode.INVALID_REQUEST)
    assert response.json()["error"]["details"][0]["field"] == "items.1.style"


async def test_a_batch_without_a_key_is_refused(
    api: httpx2.AsyncClient, make_user: MakeUser
) -> None:
    user = await make_user()

    response = await api.post(
        "/api/generate/batch", json={"items": [order("k")]}, headers=user.headers
    )

    assert_error(response, 400, ErrorCode.IDEMPOTENCY_KEY_MISSING)


async def test_a_key_of_an_image_of_a_batch_cannot_be_sent(
    api: httpx2.AsyncClient, make_user: MakeUser
) -> None:
    user = await make_user()

    assert_error(await post(api, user, [order("k")], "k 1"), 400, ErrorCode.INVALID_REQUEST)


async def test_the_sum_must_be_there(
    api: httpx2.AsyncClient, services: Services, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=2)

    response = await post(api, user, [order(await upload_photo(user.id))] * 3)

    assert_error(response, 402, ErrorCode.INSUFFICIENT_CREDITS)
    assert (await services.credits.balance(user.id)).balance == 2


async def test_a_photo_of_another_spoils_the_batch(
    api: httpx2.AsyncClient, services: Services, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    owner, user = await make_user(), await make_user()
    items = [order(await upload_photo(user.id)), order(await upload_photo(owner.id))]

    assert_error(await post(api, user, items), 404, ErrorCode.UPLOAD_NOT_FOUND)
    assert (await services.credits.balance(user.id)).balance == 3
