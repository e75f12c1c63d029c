"""What the server's tests share: connections, users with credits, images to work on."""

import hashlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.adapters.argon2_passwords import Argon2PasswordHasher
from backend.db.engine import create_engine, transaction
from backend.services import ledger
from shared.generations import Hints
from shared.styles import Style

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
MakeImage = Callable[..., Awaitable[UUID]]


@pytest_asyncio.fixture
async def engine(postgres_dsn: str) -> AsyncIterator[AsyncEngine]:
    """Connections to this test's database."""
    engine = create_engine(postgres_dsn)
    yield engine
    await engine.dispose()


@pytest_asyncio.fixture(scope="session")
async def password_hash() -> str:
    """The hash of `PASSWORD`, made once: it is slow on purpose."""
    return await Argon2PasswordHasher().hash(PASSWORD)


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
