"""What a person does, from signing up to the deleted picture, over HTTP and S3."""

from dataclasses import replace
from uuid import UUID, uuid4

import httpx2
from pydantic import SecretStr

from backend.adapters.argon2_passwords import Argon2PasswordHasher
from backend.adapters.mail_queue import ProcrastinateMailQueue
from backend.adapters.procrastinate_queue import ProcrastinateQueue
from backend.adapters.prometheus_metrics import PrometheusServerMetrics
from backend.adapters.s3_store import S3Store
from backend.bootstrap import bootstrap, service_info
from backend.db.engine import create_engine
from backend.local_cloud.ports import free_port
from backend.services.all_services import Services, create_services
from backend.services.health import HealthService
from backend.settings import Settings
from shared.accounts import TERMS_VERSION
from shared.errors import ErrorCode
from shared.gallery import GalleryDelta, Generation
from shared.uploads import PresignedUrl
from tests.backend.conftest import MakeUser, UploadPhoto, client_of, running
from tests.backend.postbox import Postbox, token_of
from tests.backend.routes.test_bad_input import post_generate
from tests.backend.routes.test_errors import assert_error
from tests.backend.services.test_attempts import PICTURE


async def open_account(api: httpx2.AsyncClient, postbox: Postbox) -> dict[str, str]:
    """Sign up, sign in, prove the address; what authorises the requests that follow."""
    account = {"email": " Robin@Example.com ", "password": "a long password"}
    agreed = {"name": "Robin", "termsVersion": TERMS_VERSION}
    response = await api.post("/api/auth/sign-up", json=account | agreed)
    assert (response.status_code, response.json()) == (202, {"email": "robin@example.com"})
    again = await api.post("/api/auth/sign-up", json=account | agreed | {"name": "Mallory"})
    assert (again.status_code, again.text) == (response.status_code, response.text)

    signed_in = (await api.post("/api/auth/sign-in", json=account)).json()
    assert signed_in["session"]["balance"] == 0
    headers = {"Authorization": f"Bearer {signed_in['token']}"}
    session = (await api.get("/api/auth/session", headers=headers)).json()
    assert session == signed_in["session"]
    welcome, _again = await postbox.deliver()
    await api.post("/api/auth/verify-email", json={"token": token_of(welcome)})
    session = (await api.get("/api/auth/session", headers=headers)).json()
    assert (session["balance"], session["user"]["emailVerified"]) == (3, True)
    return headers


async def test_from_signing_up_to_a_deleted_picture(
    api: httpx2.AsyncClient, services: Services, postbox: Postbox
) -> None:
    headers = await open_account(api, postbox)
    photo = b"not looked at by the API"
    response = await api.post(
        "/api/upload/presigned-url",
        json={"contentType": "image/webp", "sizeBytes": len(photo)},
        headers=headers,
    )
    upload = PresignedUrl.model_validate_json(response.text)
    async with httpx2.AsyncClient() as outside:
        put = await outside.put(upload.url, content=photo, headers=upload.headers)
        assert put.status_code == 200
        longer = await outside.put(
            upload.url, content=photo * 2, headers={"Content-Type": "image/webp"}
        )
        assert longer.status_code == 403

    wanted = {"originalFileKey": upload.file_key, "style": "cute-fluffy", "prompt": "red scarf"}
    key = {"Idempotency-Key": uuid4().hex}
    response = await api.post("/api/generate", json=wanted, headers=headers | key)
    assert response.status_code == 202
    generation = Generation.model_validate_json(response.text)
    assert generation.balance == 2
    repeated = await api.post("/api/generate", json=wanted, headers=headers | key)
    assert (repeated.status_code, repeated.text) == (202, response.text)

    attempt = await services.attempts.claim(UUID(generation.image.id))
    assert attempt is not None
    assert attempt.photo_key == upload.file_key
    await services.attempts.complete(attempt, PICTURE)

    path = f"/api/generate/{generation.image.id}"
    status = Generation.model_validate_json((await api.get(path, headers=headers)).text)
    assert status.image.status == "completed"
    assert status.image.result is not None
    assert_error(await api.delete(path, headers=headers), 409, ErrorCode.GENERATION_FINAL)

    credits_now = (await api.get("/api/user/credits", headers=headers)).json()
    assert credits_now == {"balance": 2, "held": 0}
    page = (await api.get("/api/user/transactions?limit=1", headers=headers)).json()
    assert page["transactions"][0]["type"] == "generation"
    rest = await api.get(
        "/api/user/transactions", params={"cursor": page["nextCursor"]}, headers=headers
    )
    assert [entry["description"] for entry in rest.json()["transactions"]] == [
        "Welcome to PlushifyMe"
    ]
    assert rest.json()["nextCursor"] is None

    deleted = await api.delete(f"/api/images/{generation.image.id}", headers=headers)
    assert (deleted.status_code, deleted.content) == (204, b"")
    response = await api.get(f"/api/images?since={status.image.revision}", headers=headers)
    delta = GalleryDelta.model_validate_json(response.text)
    assert delta.deleted_ids == [generation.image.id]

    assert (await api.post("/api/auth/sign-out", headers=headers)).status_code == 204
    assert_error(
        await api.get("/api/auth/session", headers=headers), 401, ErrorCode.SESSION_EXPIRED
    )


async def test_with_the_store_out_of_reach_nothing_is_charged(
    settings: Settings, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user()
    key = await upload_photo(user.id)
    away = settings.model_copy(update={"s3_endpoint_url": f"http://127.0.0.1:{free_port()}"})
    async with bootstrap(away) as services, running(services) as app, client_of(app) as api:
        response = await post_generate(api, key, user.headers)
        assert_error(response, 503, ErrorCode.STORAGE_UNAVAILABLE)
        assert response.headers["retry-after"] == "5"
        assert_error(await api.get("/ready"), 503, ErrorCode.STORAGE_UNAVAILABLE)
        assert (await services.credits.balance(user.id)).balance == 3


async def test_with_the_database_down_every_route_says_so(
    settings: Settings, store: S3Store, passwords: Argon2PasswordHasher
) -> None:
    dsn = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    services = create_services(
        create_engine(dsn),
        dsn=dsn,
        store=store,
        queue=ProcrastinateQueue(),
        mails=ProcrastinateMailQueue(),
        passwords=passwords,
        info=service_info(settings),
        welcome_credits=3,
        metrics=PrometheusServerMetrics(),
    )
    headers = {"Authorization": "Bearer something"}
    async with running(services) as app, client_of(app) as api:
        for response in (
            await api.get("/api/user/credits", headers=headers),
            await api.get("/api/events", headers=headers),
            await post_generate(api, "staging/x.jpg", headers),
            await api.post("/api/auth/sign-in", json={"email": "a@b.de", "password": "x"}),
            await api.post(
                "/api/auth/sign-up",
                json={
                    "name": "A",
                    "email": "a@b.de",
                    "password": "long enough",
                    "termsVersion": TERMS_VERSION,
                },
            ),
            await api.get("/ready"),
        ):
            assert_error(response, 503, ErrorCode.DATABASE_UNAVAILABLE)
        assert (await api.get("/live")).status_code == 200
        assert (await api.get("/api/service")).status_code == 200


async def test_a_server_says_what_it_is(settings: Settings, services: Services) -> None:
    local = settings.model_copy(
        update={"local_cloud": True, "openai_api_key": SecretStr("sk-something")}
    )
    answers = []
    for chosen in (settings, local):
        info = service_info(chosen)
        async with running(replace(services, info=info)) as app, client_of(app) as api:
            answers.append((await api.get("/api/service")).json())
    assert [answer["engine"] for answer in answers] == ["draft", "openai"]
    assert answers[0]["demoAccount"] is None
    assert answers[1]["demoAccount"]["email"] == "test@plushifyme.com"


async def test_a_database_without_tables_is_not_ready(
    services: Services, store: S3Store, empty_database: str
) -> None:
    engine = create_engine(empty_database)
    empty = replace(services, health=HealthService(engine, store))
    async with running(empty) as app, client_of(app) as api:
        assert_error(await api.get("/ready"), 503, ErrorCode.DATABASE_UNAVAILABLE)
    await engine.dispose()


async def test_it_is_ready_when_all_parts_answer(api: httpx2.AsyncClient) -> None:
    assert (await api.get("/ready")).json() == {"ready": True, "database": True, "storage": True}
