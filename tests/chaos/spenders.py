"""Users with credits, a session and a photo, put straight into a deployment's database."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from backend.adapters.s3_store import S3Store
from backend.db.engine import transaction
from backend.services import ledger
from backend.services.attempts import StoredFile, StoredPicture
from backend.services.uploads import UploadService
from shared.service import EngineName
from shared.uploads import PhotoType
from tests.fakes import photo_files

_FILE: Final = StoredFile("images/none.png", "image/png", 1, "0" * 64, 1, 1)
PICTURE: Final = StoredPicture(
    _FILE, _FILE, _FILE, _FILE, "", engine=EngineName.DRAFT, model="none"
)
"""A finished picture that lies nowhere."""


@dataclass(frozen=True)
class Spender:
    """A signed-in user with credits; `photo_key` is empty without a photo."""

    id: UUID
    token: str
    photo_key: str = ""


async def make_spender(
    engine: AsyncEngine, credits_count: int, store: S3Store | None = None
) -> Spender:
    """Make one. With a store, a photo of theirs lies in it."""
    token = secrets.token_urlsafe(32)
    async with transaction(engine) as connection:
        cursor = await connection.execute(
            "insert into users (email, name) values (uuidv7()::text, 'Spender') returning id"
        )
        row = await cursor.fetchone()
        assert row is not None
        user_id: UUID = row[0]
        await connection.execute(
            "insert into sessions (user_id, token_sha256, device, expires_at)"
            " values (%s, %s, 'test', %s)",
            [
                user_id,
                hashlib.sha256(token.encode()).digest(),
                datetime.now(UTC) + timedelta(days=7),
            ],
        )
        await ledger.grant(connection, user_id, credits_count, reason="To be spent")
    if store is None:
        return Spender(user_id, token)
    photo = photo_files.make_photo("JPEG")
    upload = await UploadService(engine, store).presign(
        user_id, content_type=PhotoType.JPEG, size_bytes=len(photo)
    )
    await store.put(upload.file_key, photo, content_type="image/jpeg")
    return Spender(user_id, token, upload.file_key)


async def make_image(engine: AsyncEngine, spender: Spender) -> UUID:
    """A pending picture of theirs, charged, whose job nobody has."""
    image = ledger.NewImage(
        user_id=spender.id,
        style="minimalist",
        prompt="",
        hints=None,
        photo_key=spender.photo_key,
        idempotency_key=secrets.token_hex(8),
        request_sha256=b"",
        cost_credits=1,
    )
    async with transaction(engine) as connection:
        charged = await ledger.charge_for_image(connection, image)
    assert charged is not None
    return charged.id
