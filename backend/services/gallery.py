"""A user's pictures: what has changed since a revision, and deleting one."""

from dataclasses import dataclass
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit, transaction
from backend.db.rows import execute, fetch_all, fetch_one
from backend.errors import NotFound
from backend.services import revisions
from backend.services.cancelling import OnCancelled, cancel_running, unheard
from backend.services.images import SELECT_IMAGES, ImagePresenter, ImageRecord
from shared.gallery import GalleryDelta
from shared.styles import Style


@dataclass(frozen=True, slots=True)
class Changes:
    """Records that changed, oldest change first; deleted ones have a `deleted_at`."""

    records: list[ImageRecord]
    revision: int
    more: bool
    resync_required: bool


@dataclass(frozen=True, slots=True)
class _Range:
    oldest_revision: int
    revision: int


class GalleryService:
    """Reads and empties a gallery."""

    def __init__(
        self,
        engine: AsyncEngine,
        presenter: ImagePresenter,
        *,
        on_cancelled: OnCancelled = unheard,
    ) -> None:
        self._engine = engine
        self._presenter = presenter
        self._on_cancelled = on_cancelled

    async def delta(self, user_id: UUID, *, since: int, limit: int) -> GalleryDelta:
        """What changed after revision `since`, at most `limit` images and tombstones."""
        changes = await self.changes(user_id, since=since, limit=limit)
        alive = [record for record in changes.records if record.deleted_at is None]
        return GalleryDelta(
            images=await self._presenter.present_all(alive),
            deleted_ids=[
                str(record.id) for record in changes.records if record.deleted_at is not None
            ],
            revision=changes.revision,
            more=changes.more,
            resync_required=changes.resync_required,
        )

    async def changes(self, user_id: UUID, *, since: int, limit: int) -> Changes:
        """The same as records."""
        async with autocommit(self._engine) as connection:
            # The revision is read first. Revisions of one user commit in order, so the records
            # read afterwards are complete up to it, and up to the newest among them.
            known = await _find_range(connection, user_id)
            if since > known.revision or 0 < since < known.oldest_revision:
                return Changes([], known.revision, more=False, resync_required=True)
            records = await fetch_all(
                connection,
                ImageRecord,
                SELECT_IMAGES
                + """
                where user_id = %(user_id)s and revision > %(since)s
                order by revision
                limit %(limit)s
                """,
                {"user_id": user_id, "since": since, "limit": limit + 1},
            )
        more = len(records) > limit
        records = records[:limit]
        newest = records[-1].revision if records else since
        revision = newest if more else max(newest, known.revision)
        return Changes(records, revision, more=more, resync_required=False)

    async def revision(self, user_id: UUID) -> int:
        """The user's current revision."""
        async with autocommit(self._engine) as connection:
            known = await _find_range(connection, user_id)
        return known.revision

    async def delete(self, user_id: UUID, image_id: UUID) -> None:
        """Delete an image; a running one is cancelled and refunded first.

        Its files are removed later; a tombstone tells the other devices. Deleting it once more
        changes nothing.

        Raises:
            NotFound: It never was this user's.
        """
        async with transaction(self._engine) as connection:
            revision = await revisions.lock_user(connection, user_id)
            if revision is None:
                raise NotFound
            cancelled = await cancel_running(connection, image_id, revision)
            deleted = await execute(
                connection,
                """
                update generated_images
                set deleted_at = now(), revision = %(revision)s
                where id = %(image_id)s and user_id = %(user_id)s and deleted_at is null
                """,
                {"image_id": image_id, "user_id": user_id, "revision": revision.number},
            )
            if deleted:
                await revisions.take(connection, revision)
            elif not await _has_ever_been(connection, user_id, image_id):
                raise NotFound
        if cancelled is not None:
            self._on_cancelled(Style(cancelled.style))


async def _has_ever_been(connection: AsyncConnection, user_id: UUID, image_id: UUID) -> bool:
    return bool(
        await execute(
            connection,
            "select from generated_images where id = %(image_id)s and user_id = %(user_id)s",
            {"image_id": image_id, "user_id": user_id},
        )
    )


async def _find_range(connection: AsyncConnection, user_id: UUID) -> _Range:
    known = await fetch_one(
        connection,
        _Range,
        "select oldest_revision, revision from users where id = %(user_id)s",
        {"user_id": user_id},
    )
    if known is None:
        raise NotFound
    return known
