"""What the server's tests share: connections, users with credits, images, the running API."""

import hashlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx2
import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.adapters.argon2_passwords import Argon2PasswordHasher
from backend.adapters.mail_queue import ProcrastinateMailQueue
from backend.adapters.procrastinate_queue import ProcrastinateQueue
from backend.adapters.prometheus_metrics import PrometheusServerMetrics
from backend.adapters.s3_store import S3Store
from backend.asgi import create_app
from backend.bootstrap import service_info
from backend.db.engine import create_engine, transaction
from backend.services import ledger, throttles
from backend.services.all_services import Services, create_services
from backend.settings import Settings
from shared.generations import Hints
from shared.styles import Style
from shared.uploads import PhotoType
from tests.backend.contract_check import ContractCheck
from tests.backend.postbox import Postbox
from tests.conftest import ObjectStoreSettings
from tests.fakes.quick_passwords import hash_quickly

PASSWORD = "TestPassword123"


@dataclass(frozen=True)
class KnownUser:
    """A user whose secrets the test knows."""

    id: UUID
    email: str
    password: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


MakeUser = Callable[..., Awaitable[KnownUser]]
UploadPhoto = Callable[..., Awaitable[str]]
MakeImage = Callable[..., Awaitable[UUID]]


@pytest_asyncio.fixture
async def engine(postgres_dsn: str) -> AsyncIterator[AsyncEngine]:
    """Connections to this test's database."""
    engine = create_engine(postgres_dsn)
    yield engine
    await engine.dispose()


@pytest.fixture(scope="session")
def passwords() -> Argon2PasswordHasher:
    """The real hasher, in a hurry."""
    hasher = Argon2PasswordHasher()
    hash_quickly(hasher)
    return hasher


@pytest_asyncio.fixture(scope="session")
async def password_hash(passwords: Argon2PasswordHasher) -> str:
    """The hash of `PASSWORD`."""
    return await passwords.hash(PASSWORD)


@pytest.fixture(scope="session")
def store(object_store_settings: ObjectStoreSettings) -> Iterator[S3Store]:
    """The test run's S3 server; its client takes half a second to make."""
    store = S3Store.from_settings(
        Settings(
            _env_file=None,
            database_url=SecretStr("postgresql://nobody@127.0.0.1/nothing"),
            aws_access_key_id=object_store_settings.access_key,
            aws_secret_access_key=SecretStr(object_store_settings.secret_key),
            aws_s3_bucket=object_store_settings.bucket,
            s3_endpoint_url=object_store_settings.endpoint_url,
        )
    )
    yield store
    store.close()


@pytest.fixture
def services(
    engine: AsyncEngine,
    postgres_dsn: str,
    store: S3Store,
    passwords: Argon2PasswordHasher,
    settings: Settings,
) -> Services:
    """All services on real parts."""
    return create_services(
        engine,
        dsn=postgres_dsn,
        store=store,
        queue=ProcrastinateQueue(),
        mails=ProcrastinateMailQueue(),
        passwords=passwords,
        info=service_info(settings),
        welcome_credits=settings.welcome_credits,
        metrics=PrometheusServerMetrics(),
    )


@asynccontextmanager
async def running(services: Services) -> AsyncIterator[ASGIApp]:
    """The real application on these services, started as a server starts it."""

    @asynccontextmanager
    async def open_services() -> AsyncIterator[Services]:
        yield services

    app = create_app(open_services)
    async with app.lifespan(app) as state:

        async def with_state(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, "state": state}, receive, send)

        yield with_state


@pytest_asyncio.fixture
async def app(services: Services) -> AsyncIterator[ASGIApp]:
    """The running application."""
    async with running(services) as app:
        yield app


@asynccontextmanager
async def client_of(app: ASGIApp) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of a running application that accepts only what the OpenAPI document says."""
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app),
        base_url="http://plushifyme.test",
        event_hooks={"response": [ContractCheck()]},
    ) as client:
        yield client


@pytest_asyncio.fixture
async def api(app: ASGIApp) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the running application, signed in as nobody."""
    async with client_of(app) as client:
        yield client


@pytest.fixture
def upload_photo(services: Services, store: S3Store) -> UploadPhoto:
    """Announce a photo and put its bytes where they belong; its key."""

    async def upload(user_id: UUID, photo: bytes = b"a photo") -> str:
        presigned = await services.uploads.presign(
            user_id, content_type=PhotoType.JPEG, size_bytes=len(photo)
        )
        await store.put(presigned.file_key, photo, content_type="image/jpeg")
        return presigned.file_key

    return upload


@pytest.fixture
def make_user(engine: AsyncEngine, password_hash: str) -> MakeUser:
    """Make a signed-in user with some credits, all of them in the ledger."""

    async def make(credits_count: int = 3, email: str | None = None) -> KnownUser:
        email = email or f"{secrets.token_hex(6)}@example.com"
        token = secrets.token_urlsafe(32)
        async with transaction(engine) as connection:
            cursor = await connection.execute(
                "insert into users (email, name, email_verified_at) values (%s, 'Test', now())"
                " returning id",
                [email],
            )
            row = await cursor.fetchone()
            assert row is not None
            user_id: UUID = row[0]
            await connection.execute(
                "insert into accounts (user_id, provider, subject, password_hash)"
                " values (%s, 'password', %s, %s)",
                [user_id, str(user_id), password_hash],
            )
            await connection.execute(
                "insert into sessions (user_id, token_sha256, device, expires_at)"
                " values (%s, %s, 'test', %s)",
                [
                    user_id,
                    hashlib.sha256(token.encode()).digest(),
                    datetime.now(UTC) + timedelta(days=7),
                ],
            )
            if credits_count:
                await ledger.grant(connection, user_id, credits_count, reason="For a test")
        return KnownUser(id=user_id, email=email, password=PASSWORD, token=token)

    return make


@pytest.fixture
def make_image(engine: AsyncEngine) -> MakeImage:
    """Ask for a plushie of a user without the queue: charged, pending, its photo not uploaded."""

    async def make(
        user_id: UUID,
        *,
        photo_key: str | None = None,
        style: Style = Style.CUTE_FLUFFY,
        wish: str = "",
        hints: Hints | None = None,
    ) -> UUID:
        async with transaction(engine) as connection:
            charged = await ledger.charge_for_image(
                connection,
                ledger.NewImage(
                    user_id=user_id,
                    style=style.value,
                    prompt=wish,
                    hints=None if hints is None else hints.model_dump(mode="json"),
                    photo_key=photo_key or f"staging/{secrets.token_hex(8)}.jpg",
                    idempotency_key=secrets.token_hex(8),
                    request_sha256=b"",
                    cost_credits=1,
                ),
            )
        assert charged is not None
        return charged.id

    return make


@pytest.fixture
def long_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Throttles whose waits no test outlasts by being slow."""
    for name, throttle in vars(throttles).items():
        if isinstance(throttle, throttles.Throttle):
            patient = replace(throttle, first_wait_s=1000, longest_wait_s=3000)
            monkeypatch.setattr(throttles, name, patient)


@pytest.fixture
def postbox(engine: AsyncEngine) -> Postbox:
    """The mails of this test."""
    return Postbox(engine)
