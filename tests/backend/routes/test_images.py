"""What people can do to their pictures over HTTP, and what is refused."""

from typing import Any

import httpx2
import pytest

from backend.services.all_services import Services
from shared.errors import ErrorCode
from shared.gallery import ImageChange
from shared.limits import BULK_MAX_IMAGES, TAG_MAX_CHARACTERS, TAGS_MAX, TITLE_MAX_CHARACTERS
from tests.backend.conftest import MakeImage, MakeUser
from tests.backend.routes.test_errors import assert_error
from tests.backend.services.test_attempts import PICTURE

ID = "01890000-0000-7000-8000-000000000000"


async def test_a_picture_is_named_thrown_away_and_got_back(
    api: httpx2.AsyncClient, services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user()
    image_id = await make_image(user.id)
    attempt = await services.attempts.claim(image_id)
    assert attempt is not None
    await services.attempts.complete(attempt, PICTURE)
    path = f"/api/images/{image_id}"

    named = await api.patch(path, json={"title": " Bärli "}, headers=user.headers)
    thrown = await api.delete(path, headers=user.headers)
    delta = await api.get("/api/images?since=0", headers=user.headers)
    all_of_it = await api.get("/api/images?since=0&trash=true", headers=user.headers)
    asked = await api.get(f"/api/generate/{image_id}", headers=user.headers)
    shown = await api.get(path, headers=user.headers)
    restored = await api.post(f"{path}/restore", headers=user.headers)
    gone = await api.delete(f"{path}?forever=true", headers=user.headers)

    assert named.json()["title"] == "Bärli"
    assert (thrown.status_code, gone.status_code) == (204, 204)
    assert delta.json()["deletedIds"] == [str(image_id)]
    assert all_of_it.json()["images"][0]["trashedAt"] is not None
    assert_error(asked, 404, ErrorCode.NOT_FOUND)
    assert shown.json()["thumbnail"]["url"].startswith("http")
    assert restored.json()["trashedAt"] is None
    assert_error(await api.post(f"{path}/restore", headers=user.headers), 404, ErrorCode.NOT_FOUND)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"title": None},
        {"title": "x" * (TITLE_MAX_CHARACTERS + 1)},
        {"title": "two\nlines"},
        {"favourite": "true"},
        {"tags": "dog"},
        {"tags": [""]},
        {"tags": ["x" * (TAG_MAX_CHARACTERS + 1)]},
        {"tags": [str(number) for number in range(TAGS_MAX + 1)]},
        {"status": "completed"},
        {"userId": ID},
    ],
)
async def test_a_change_that_cannot_be_is_refused(
    api: httpx2.AsyncClient, make_user: MakeUser, make_image: MakeImage, change: dict[str, Any]
) -> None:
    user = await make_user()
    path = f"/api/images/{await make_image(user.id)}"
    assert_error(
        await api.patch(path, json=change, headers=user.headers), 400, ErrorCode.INVALID_REQUEST
    )


@pytest.mark.parametrize(
    "request_body",
    [
        {"ids": [], "action": "trash"},
        {"ids": [ID] * (BULK_MAX_IMAGES + 1), "action": "trash"},
        {"ids": ["7"], "action": "trash"},
        {"ids": ["-" * 36], "action": "trash"},
        {"ids": [ID], "action": "sell"},
        {"ids": [ID], "action": "add_tags"},
        {"ids": [ID], "action": "trash", "tags": ["dog"]},
    ],
)
async def test_a_change_of_many_that_cannot_be_is_refused(
    api: httpx2.AsyncClient, make_user: MakeUser, request_body: dict[str, Any]
) -> None:
    user = await make_user()
    response = await api.post("/api/images/bulk", json=request_body, headers=user.headers)
    assert_error(response, 400, ErrorCode.INVALID_REQUEST)


async def test_as_many_as_allowed_fit_into_one_request(
    api: httpx2.AsyncClient, make_user: MakeUser
) -> None:
    user = await make_user()
    ids = [f"01890000-0000-7000-8000-{number:012x}" for number in range(BULK_MAX_IMAGES)]
    response = await api.post(
        "/api/images/bulk", json={"ids": ids, "action": "restore"}, headers=user.headers
    )
    assert response.json()["missingIds"] == ids


async def test_pages_are_asked_for_with_filters(
    api: httpx2.AsyncClient, services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user()
    bear, _, cat = [await make_image(user.id, wish=wish) for wish in ("a bear", "a cow", "a cat")]
    await services.gallery_changes.edit(user.id, cat, ImageChange(favourite=True, tags=["bears"]))

    async def ids(query: str) -> list[str]:
        response = await api.get(f"/api/images?{query}", headers=user.headers)
        return [image["id"] for image in response.json()["images"]]

    first = (await api.get("/api/images?limit=2", headers=user.headers)).json()
    assert await ids(f"limit=2&cursor={first['nextCursor']}") == [str(bear)]
    assert await ids("q=bear&sort=oldest") == [str(bear), str(cat)]
    assert await ids("favourite=true&style=cute-fluffy&status=pending") == [str(cat)]
    assert await ids("from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00%2B02:00") == []
    assert await ids("trash=true") == []


@pytest.mark.parametrize(
    "query",
    [
        "since=0&style=minimalist",
        "since=0&sort=newest",
        "style=baroque",
        "status=gone",
        "favourite=perhaps",
        "from=2026-01-01",
        "from=2026-01-01T00:00:00",
        "from=0001-01-01T00:00:00%2B14:00",
        "to=never",
        "sort=random",
        "q=" + "x" * 101,
        "q=%00",
        "cursor=7",
        "cursor=" + "x" * 1001,
        "limit=501",
        "created_from=2026-01-01T00:00:00Z",
    ],
)
async def test_a_query_that_cannot_be_is_refused(
    api: httpx2.AsyncClient, make_user: MakeUser, query: str
) -> None:
    user = await make_user()
    response = await api.get(f"/api/images?{query}", headers=user.headers)
    assert_error(response, 400, ErrorCode.INVALID_REQUEST)
