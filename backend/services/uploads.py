"""Photos on their way in: signed addresses, each bound to one user, one type and one length."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.db.rows import execute, fetch_one
from backend.errors import TooManyTries, UploadNotFound
from backend.services.ports import ObjectStore
from shared.limits import UPLOAD_URL_LIFETIME_S
from shared.uploads import PHOTO_SUFFIXES, PhotoType, PresignedUrl

UPLOADS_A_DAY: Final = 500
"""Of one user: each may be a photo of 10 MiB that is kept for a day, whatever becomes of it."""
_COME_BACK_AFTER_S: Final = 3600


@dataclass(frozen=True, slots=True)
class Upload:
    """What was announced when the address was signed."""

    key: str
    content_type: str
    size_bytes: int


class UploadService:
    """Hands out upload addresses and checks what has arrived."""

    def __init__(self, engine: AsyncEngine, store: ObjectStore) -> None:
        self._engine = engine
        self._store = store

    async def presign(
        self, user_id: UUID, *, content_type: PhotoType, size_bytes: int
    ) -> PresignedUrl:
        """Sign one PUT to a random key that only this user can make plushies of.

        Raises:
            TooManyTries: They have sent more photos today than anybody makes plushies of.
        """
        key = f"staging/{secrets.token_urlsafe(24)}.{PHOTO_SUFFIXES[content_type]}"
        expires_at = datetime.now(UTC) + timedelta(seconds=UPLOAD_URL_LIFETIME_S)
        signed = self._store.presign_put(
            key,
            content_type=content_type.value,
            size_bytes=size_bytes,
            expires_s=UPLOAD_URL_LIFETIME_S,
        )
        async with autocommit(self._engine) as connection:
            is_kept = await execute(
                connection,
                """
                insert into uploads (user_id, key, content_type, size_bytes, expires_at)
                select %(user_id)s, %(key)s, %(content_type)s, %(size_bytes)s, %(expires_at)s
                where %(most)s > (
                    select count(*) from uploads
                    where user_id = %(user_id)s
                        and (created_at > now() - interval '1 day') is true
                )
                """,
                {
                    "user_id": user_id,
                    "key": key,
                    "content_type": content_type.value,
                    "size_bytes": size_bytes,
                    "expires_at": expires_at,
                    "most": UPLOADS_A_DAY,
                },
            )
        if not is_kept:
            raise TooManyTries(_COME_BACK_AFTER_S)
        return PresignedUrl(
            file_key=key, url=signed.url, headers=signed.headers, expires_at=expires_at
        )

    async def find(self, connection: AsyncConnection, user_id: UUID, key: str) -> Upload:
        """What a user has announced under a key.

        Raises:
            UploadNotFound: Nothing: the key is another's, or nobody's.
        """
        upload = await fetch_one(
            connection,
            Upload,
            """
            select key, content_type, size_bytes from uploads
            where key = %(key)s and user_id = %(user_id)s
            """,
            {"key": key, "user_id": user_id},
        )
        if upload is None:
            raise UploadNotFound
        return upload

    async def require_arrived(self, upload: Upload) -> None:
        """Check that the photo lies in the store as it was announced.

        Raises:
            UploadNotFound: It does not, or it is another.
            StorageUnavailable: The store does not answer.
        """
        stored = await self._store.head(upload.key)
        if stored is None or (stored.size_bytes, stored.content_type) != (
            upload.size_bytes,
            upload.content_type,
        ):
            raise UploadNotFound
