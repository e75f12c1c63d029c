"""Deletes what nobody needs any more: old uploads, previews, old trash, files, links, accounts."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import procrastinate
from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.rows import execute, fetch_all
from backend.services.deletions import erase_due_accounts
from backend.services.gallery_trash import empty_trash
from backend.services.picture_keys import PREVIEWS_FOLDER, picture_keys
from backend.services.ports import ObjectStore
from backend.worker.turns import Chore, turn

logger = logging.getLogger(__name__)

UPLOAD_KEPT_FOR: Final = timedelta(hours=24)
"""One upload may serve several pictures, so it outlives the first of them."""
PREVIEW_KEPT_FOR: Final = timedelta(hours=1)
LINK_KEPT_FOR: Final = timedelta(days=7)
"""Long after its end, so that support can see that there was one."""
_FINISHED_JOBS_KEPT_HOURS: Final = 1
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class _OldUpload:
    id: UUID
    key: str


@dataclass(frozen=True, slots=True)
class _UnwantedImage:
    id: UUID
    attempt: int


class Sweeper:
    """Runs in every worker, every few minutes; one of them at a time does it."""

    def __init__(self, engine: AsyncEngine, queue: procrastinate.App, store: ObjectStore) -> None:
        self._engine = engine
        self._queue = queue
        self._store = store

    async def sweep(self) -> None:
        """Delete a portion of everything that is due.

        Raises:
            DatabaseUnavailable: PostgreSQL does not answer.
            StorageUnavailable: The object store does not answer.
            ConnectorException: PostgreSQL does not answer the queue.
        """
        async with turn(self._engine, Chore.SWEEP) as connection:
            if connection is None:
                return
            await self._delete_old_uploads(connection)
            await _empty_trash(connection)
            await _erase_accounts(connection)
            await self._delete_unwanted_files(connection)
            await self._delete_old_previews()
            await _forget(connection)
            await self._queue.job_manager.delete_old_jobs(
                _FINISHED_JOBS_KEPT_HOURS,
                include_failed=True,
                include_cancelled=True,
                include_aborted=True,
            )

    async def _delete_old_uploads(self, connection: AsyncConnection) -> None:
        """Uploads that no open picture needs; the file goes first, so that none is orphaned."""
        uploads = await fetch_all(
            connection,
            _OldUpload,
            """
            select id, key from uploads
            where created_at < now() - %(kept_for)s and not exists (
                select from generated_images image
                where image.photo_key = uploads.key and image.status in ('pending', 'processing')
            )
            order by created_at limit %(at_once)s
            """,
            {"kept_for": UPLOAD_KEPT_FOR, "at_once": _AT_ONCE},
        )
        if uploads:
            logger.info("Deleting %d old uploads", len(uploads))
            await self._store.delete(upload.key for upload in uploads)
            await execute(
                connection,
                "delete from uploads where id = any(%(ids)s)",
                {"ids": [upload.id for upload in uploads]},
            )

    async def _delete_unwanted_files(self, connection: AsyncConnection) -> None:
        """Files of pictures that were deleted, failed or cancelled; with them a deleted one's words."""
        images = await fetch_all(
            connection,
            _UnwantedImage,
            """
            select id, attempt from generated_images
            where files_deleted_at is null and (
                deleted_at is not null and status not in ('pending', 'processing')
                or status in ('failed', 'cancelled') and finished_at < now() - %(grace)s
            )
            order by id limit %(at_once)s
            """,
            {"grace": PREVIEW_KEPT_FOR, "at_once": _AT_ONCE},
        )
        if images:
            logger.info("Deleting the files of %d pictures", len(images))
            await self._store.delete(
                key for image in images for key in picture_keys(image.id, image.attempt)
            )
            await execute(
                connection,
                """
                update generated_images set files_deleted_at = now(),
                    title = case when deleted_at is null then title else '' end,
                    prompt = case when deleted_at is null then prompt else '' end,
                    tags = case when deleted_at is null then tags else '{}' end,
                    hints = case when deleted_at is null then hints end,
                    placeholder = case when deleted_at is null then placeholder end
                where id = any(%(ids)s)
                """,
                {"ids": [image.id for image in images]},
            )

    async def _delete_old_previews(self) -> None:
        keys = await self._store.list_before(
            PREVIEWS_FOLDER, datetime.now(UTC) - PREVIEW_KEPT_FOR, limit=_AT_ONCE
        )
        await self._store.delete(keys)


async def _empty_trash(connection: AsyncConnection) -> None:
    deleted = await empty_trash(connection, at_once=_AT_ONCE)
    if deleted:
        logger.info("Deleting %d pictures that were in the trash for long enough", deleted)


async def _erase_accounts(connection: AsyncConnection) -> None:
    erased = await erase_due_accounts(connection, at_once=_AT_ONCE)
    if erased:
        logger.info("Erased %d accounts whose days of grace are over", erased)


async def _forget(connection: AsyncConnection) -> None:
    """Links that no longer work, tries that no longer count, sign-ins that came to nothing."""
    await execute(
        connection,
        "delete from verification_tokens where expires_at < now() - %(kept_for)s",
        {"kept_for": LINK_KEPT_FOR},
    )
    await execute(connection, "delete from throttles where forget_at < now()", {})
    await execute(connection, "delete from google_sign_ins where expires_at < now()", {})
