"""/metrics: what it counts, what it never tells, and who may read it."""

import math

import httpx2
import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.types import ASGIApp

from backend.bootstrap import bootstrap
from backend.db.engine import autocommit
from backend.local_cloud.ports import free_port
from backend.routes.table import OPERATIONS
from backend.services.all_services import Services
from backend.settings import Settings
from tests.backend.conftest import MakeImage, MakeUser, client_of, running
from tests.backend.metrics_page import MetricsPage


async def read(api: httpx2.AsyncClient) -> MetricsPage:
    response = await api.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=")
    return MetricsPage.read(response.text)


async def test_requests_are_counted_by_route_and_status(
    api: httpx2.AsyncClient, make_user: MakeUser
) -> None:
    user = await make_user()
    for _ in range(3):
        await api.get("/api/user/credits", headers=user.headers)
    await api.get("/api/user/credits")

    page = await read(api)

    labels = {"method": "GET", "route": "/api/user/credits"}
    assert page.value("plushifyme_http_requests_total", **labels, status="200") == 3
    assert page.value("plushifyme_http_requests_total", **labels, status="401") == 1
    assert page.value("plushifyme_http_request_seconds_count", **labels) == 4
    seconds = page.value("plushifyme_http_request_seconds_sum", **labels)
    assert seconds is not None
    assert 0 < seconds < 60


async def test_no_id_and_no_path_becomes_a_label(
    api: httpx2.AsyncClient, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=2)
    for image_id in (await make_image(user.id), await make_image(user.id)):
        await api.get(f"/api/generate/{image_id}", headers=user.headers)
    await api.get("/wp-login.php")
    await api.request("BREW", "/teapot")
    await api.put("/api/user/credits")

    page = await read(api)

    templates = {operation.path for operation in OPERATIONS}
    seen = page.labels_of("plushifyme_http_requests_total")
    assert {labels["route"] for labels in seen} <= templates | {"unknown"}
    assert {labels["method"] for labels in seen} == {"GET", "PUT", "other"}
    assert (
        page.value(
            "plushifyme_http_requests_total",
            method="GET",
            route="/api/generate/{id}",
            status="200",
        )
        == 2
    )


async def test_an_unforeseen_error_counts_as_one(
    app: ASGIApp, services: Services, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_: object, **__: object) -> None:
        raise RuntimeError("Boom")

    user = await make_user()
    monkeypatch.setattr(type(services.credits), "statement", explode)
    async with client_of(app) as api:
        response = await api.get("/api/user/transactions", headers=user.headers)
        page = await read(api)

    assert response.status_code == 500
    assert (
        page.value(
            "plushifyme_http_requests_total",
            method="GET",
            route="/api/user/transactions",
            status="500",
        )
        == 1
    )


async def test_what_waits_is_shown(
    api: httpx2.AsyncClient,
    services: Services,
    engine: AsyncEngine,
    make_user: MakeUser,
    make_image: MakeImage,
) -> None:
    user = await make_user(credits_count=4)
    oldest, *_, claimed = [await make_image(user.id) for _ in range(4)]
    await services.attempts.claim(claimed)
    async with autocommit(engine) as connection:
        await connection.execute(
            "update generated_images set created_at = now() - interval '90 seconds' where id = %s",
            [oldest],
        )

    page = await read(api)

    assert page.value("plushifyme_database_up") == 1
    assert page.value("plushifyme_pictures_open", status="pending") == 3
    assert page.value("plushifyme_pictures_open", status="processing") == 1
    waited_s = page.value("plushifyme_oldest_waiting_seconds")
    assert waited_s is not None
    assert 90 <= waited_s < 150


async def test_a_cancelled_picture_is_counted_once(
    api: httpx2.AsyncClient, make_user: MakeUser, make_image: MakeImage
) -> None:
    user = await make_user(credits_count=2)
    cancelled, deleted = await make_image(user.id), await make_image(user.id)
    for _ in range(2):
        await api.delete(f"/api/generate/{cancelled}", headers=user.headers)
        await api.delete(f"/api/images/{cancelled}", headers=user.headers)
        await api.delete(f"/api/images/{deleted}", headers=user.headers)

    page = await read(api)

    labels = {"style": "cute-fluffy", "engine": "draft", "outcome": "cancelled"}
    assert page.value("plushifyme_generations_total", **labels) == 2


async def test_an_empty_queue_is_shown_as_one(api: httpx2.AsyncClient) -> None:
    page = await read(api)

    assert page.value("plushifyme_pictures_open", status="pending") == 0
    assert page.value("plushifyme_oldest_waiting_seconds") == 0


async def test_without_its_database_a_server_still_shows_its_numbers(settings: Settings) -> None:
    dsn = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    away = settings.model_copy(update={"database_url": SecretStr(dsn)})
    async with bootstrap(away) as services, running(services) as app, client_of(app) as api:
        page = await read(api)

    assert page.value("plushifyme_database_up") == 0
    waiting = page.value("plushifyme_pictures_open", status="pending")
    assert waiting is not None
    assert math.isnan(waiting)


@pytest.mark.parametrize(
    ("environment", "token", "shown", "status"),
    [
        ("development", None, None, 200),
        ("production", None, None, 404),
        ("production", "secret", "Bearer secret", 200),
        ("production", "secret", "Bearer wrong", 404),
        ("development", "secret", None, 404),
    ],
)
async def test_a_token_keeps_the_numbers_private(
    settings: Settings, environment: str, token: str | None, shown: str | None, status: int
) -> None:
    private = settings.model_copy(
        update={"environment": environment, "metrics_token": token and SecretStr(token)}
    )
    async with bootstrap(private) as services, running(services) as app, client_of(app) as api:
        response = await api.get(
            "/metrics", headers={} if shown is None else {"Authorization": shown}
        )

    assert response.status_code == status
