"""Links to pictures: who has one sees the picture, until it ends; nobody else sees anything."""

import re
from collections.abc import Awaitable, Callable
from html import unescape
from urllib.parse import urlsplit
from uuid import UUID

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.services.all_services import Services
from shared.errors import ErrorCode
from shared.gallery import ImageChange
from shared.limits import SHARE_MAX_LINKS
from tests.backend.conftest import KnownUser, MakeImage, MakeUser
from tests.backend.routes.test_errors import assert_error
from tests.backend.routes.test_pages import assert_page
from tests.backend.services.test_attempts import PICTURE

Shared = tuple[KnownUser, UUID, str]
SharePicture = Callable[..., Awaitable[Shared]]


@pytest.fixture
def share_picture(
    api: httpx2.AsyncClient, services: Services, make_user: MakeUser, make_image: MakeImage
) -> SharePicture:
    """Make a plushie and a link to it: its owner, its id, and the path of the link."""

    async def share(title: str = "", expires_in_days: int | None = None) -> Shared:
        user = await make_user()
        image_id = await make_image(user.id, wish="for my secret friend")
        attempt = await services.attempts.claim(image_id)
        assert attempt is not None
        await services.attempts.complete(attempt, PICTURE)
        await services.gallery_changes.edit(user.id, image_id, ImageChange(title=title))
        response = await api.post(
            f"/api/images/{image_id}/share",
            json={"expiresInDays": expires_in_days},
            headers=user.headers,
        )
        assert response.status_code == 201
        return user, image_id, urlsplit(response.json()["url"]).path

    return share


async def test_whoever_has_the_link_sees_the_plushie_and_the_photo(
    api: httpx2.AsyncClient, share_picture: SharePicture
) -> None:
    user, _, path = await share_picture(title='<b>Bruno & "Bo"</b>')
    response = await api.get(path)

    text = unescape(response.text)
    sources = re.findall(r'<img src="([^"]+)"', text)
    storage = urlsplit(sources[0])
    origin = f"{storage.scheme}://{storage.netloc}"
    assert_page(response, 200, "&lt;b&gt;Bruno &amp; &#34;Bo&#34;&lt;/b&gt;")
    assert len(sources) == 2
    assert all(source.startswith(f"{origin}/") for source in sources)
    assert f"img-src data: {origin};" in response.headers["content-security-policy"]
    assert "secret friend" not in text
    assert user.email not in text
    assert str(user.id) not in text


async def test_chats_can_show_a_preview_and_search_engines_nothing(
    api: httpx2.AsyncClient, share_picture: SharePicture
) -> None:
    _, _, path = await share_picture(title="Bruno")
    response = await api.get(path)
    tags = dict(re.findall(r'<meta property="(og:[^"]+)" content="([^"]*)"', response.text))
    picture = await api.get(urlsplit(tags["og:image"]).path)

    assert tags["og:title"] == "Bruno"
    assert urlsplit(tags["og:url"]).path == path
    assert picture.status_code == 302
    assert picture.headers["location"].startswith("http")
    for answer in (response, picture):
        assert "noindex" in answer.headers["x-robots-tag"]
        assert answer.headers["referrer-policy"] == "no-referrer"


async def test_only_the_hash_of_a_link_is_kept_and_the_logs_do_not_hold_it(
    api: httpx2.AsyncClient,
    engine: AsyncEngine,
    share_picture: SharePicture,
    caplog: pytest.LogCaptureFixture,
) -> None:
    _, _, path = await share_picture()
    token = path.removeprefix("/s/")
    with caplog.at_level("INFO"):
        await api.get(path)
        await api.get(f"{path}/picture.webp")
    async with autocommit(engine) as connection:
        cursor = await connection.execute("select shares::text from shares")
        (row,) = await cursor.fetchall()
    paths = [vars(record)["path"] for record in caplog.records if "path" in vars(record)]
    assert paths[-2:] == ["/s/[token]", "/s/[token]/picture.webp"]
    assert len(token) == 43
    assert token not in row[0]


@pytest.mark.parametrize(
    "ending",
    [
        "update shares set revoked_at = now()",
        "update shares set expires_at = now()",
        "update generated_images set trashed_at = now()",
        "update generated_images set deleted_at = now()",
        "update users set deleted_at = now()",
    ],
)
async def test_a_link_that_has_ended_is_like_one_that_never_was(
    api: httpx2.AsyncClient, engine: AsyncEngine, share_picture: SharePicture, ending: str
) -> None:
    _, _, path = await share_picture()
    async with autocommit(engine) as connection:
        await connection.execute(ending.encode())
    for gone in (path, "/s/" + "x" * 43):
        for address in (gone, f"{gone}/picture.webp"):
            response = await api.get(address)
            assert_page(response, 404, "does not lead to a picture")


@pytest.mark.parametrize("token", ["x", "x" * 44, "%00", "..%2f", "%F0%9F%A7%B8" * 20])
async def test_what_cannot_be_a_link_is_not_found(api: httpx2.AsyncClient, token: str) -> None:
    assert (await api.get(f"/s/{token}")).status_code == 404


async def test_revoking_ends_every_link_and_restoring_the_picture_brings_none_back(
    api: httpx2.AsyncClient, services: Services, share_picture: SharePicture
) -> None:
    user, image_id, path = await share_picture(expires_in_days=7)
    address = f"/api/images/{image_id}/share"
    await api.post(address, json={}, headers=user.headers)

    links = (await api.get(address, headers=user.headers)).json()["links"]
    assert [link["expiresAt"] is None for link in links] == [False, True]
    for _ in range(2):
        assert (await api.delete(address, headers=user.headers)).status_code == 204
    assert (await api.get(address, headers=user.headers)).json() == {"links": []}
    await services.gallery_changes.delete(user.id, image_id)
    await services.gallery_changes.restore(user.id, image_id)
    assert (await api.get(path)).status_code == 404


async def test_a_link_to_a_picture_that_comes_back_from_the_trash_works_again(
    api: httpx2.AsyncClient, services: Services, share_picture: SharePicture
) -> None:
    user, image_id, path = await share_picture()
    await services.gallery_changes.delete(user.id, image_id)
    assert (await api.get(path)).status_code == 404
    await services.gallery_changes.restore(user.id, image_id)
    assert (await api.get(path)).status_code == 200


async def test_what_is_not_finished_cannot_be_shared(
    api: httpx2.AsyncClient, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user()
    path = f"/api/images/{await make_image(user.id)}/share"
    assert_error(await api.post(path, json={}, headers=user.headers), 404, ErrorCode.NOT_FOUND)


@pytest.mark.parametrize("days", [0, 366, "7", 1.5])
async def test_a_time_that_cannot_be_is_refused(
    api: httpx2.AsyncClient, share_picture: SharePicture, days: object
) -> None:
    user, image_id, _ = await share_picture()
    response = await api.post(
        f"/api/images/{image_id}/share", json={"expiresInDays": days}, headers=user.headers
    )
    assert_error(response, 400, ErrorCode.INVALID_REQUEST)


async def test_a_picture_has_so_many_links_and_no_more(
    api: httpx2.AsyncClient, share_picture: SharePicture
) -> None:
    user, image_id, _ = await share_picture()
    path = f"/api/images/{image_id}/share"
    for _ in range(SHARE_MAX_LINKS - 1):
        assert (await api.post(path, json={}, headers=user.headers)).status_code == 201
    response = await api.post(path, json={}, headers=user.headers)
    assert_error(response, 400, ErrorCode.INVALID_REQUEST)
