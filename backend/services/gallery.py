"""A user's pictures: what has changed since a revision."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.db.rows import fetch_one
from backend.errors import NotFound
from backend.services.images import SELECT_IMAGES, ImagePresenter, ImageRecord
from shared.gallery import GalleryDelta


@dataclass(frozen=True, slots=True)
class Changes:
    """Records that changed, oldest change first; also those that are gone by now."""

    records: list[ImageRecord]
    revision: int
    more: bool
    resync_required: bool


@dataclass(frozen=True, slots=True)
class _Range:
    oldest_revision: int
    revision: int


class GalleryService:
    """Reads a gallery along its cursor."""

    def __init__(self, engine: AsyncEngine, presenter: ImagePresenter) -> None:
        self._engine = engine
        self._presenter = presenter

    async def delta(
        self, user_id: UUID, *, since: int, limit: int, with_trash: bool = False
    ) -> GalleryDelta:
        """What changed after revision `since`, at most `limit` images and tombstones.

        Without `with_trash` a picture in the trash is told like one that was deleted.
        """
        changes = await self.changes(user_id, since=since, limit=limit)
        gone = [record for record in changes.records if record.is_gone(with_trash=with_trash)]
        gone_ids = {record.id for record in gone}
        return GalleryDelta(
            images=await self._presenter.present_all(
                [record for record in changes.records if record.id not in gone_ids]
            ),
            deleted_ids=[str(record.id) for record in gone],
            revision=changes.revision,
            more=changes.more,
            resync_required=changes.resync_required,
        )

    async def changes(self, user_id: UUID, *, since: int, limit: int) -> Changes:
        """The same as records."""
        async with autocommit(self._engine) as connection:
            # One statement sees one moment: the records are complete up to the revision beside.
            cursor = await connection.execute(
                _FIND_CHANGES, {"user_id": user_id, "since": since, "limit": limit + 1}
            )
            rows = await cursor.fetchall()
        if not rows:
            raise NotFound
        known = _Range(*rows[0][:2])
        if since > known.revision or 0 < since < known.oldest_revision:
            return Changes([], known.revision, more=False, resync_required=True)
        records = [ImageRecord(*row[2:]) for row in rows if row[2] is not None]
        more = len(records) > limit
        records = records[:limit]
        newest = records[-1].revision if records else since
        revision = newest if more else max(newest, known.revision)
        return Changes(records, revision, more=more, resync_required=False)

    async def revision(self, user_id: UUID) -> int:
        """The user's current revision."""
        async with autocommit(self._engine) as connection:
            return await find_revision(connection, user_id)


_FIND_CHANGES: Final = (
    "select users.oldest_revision, users.revision, image.* from users left join lateral ("  # noqa: S608 - constants
    + SELECT_IMAGES
    + """
        where user_id = users.id and revision > %(since)s
        order by revision
        limit %(limit)s
    ) as image on true
    where users.id = %(user_id)s
    order by image.revision
    """
)


async def find_revision(connection: AsyncConnection, user_id: UUID) -> int:
    """A user's current revision."""
    return (await _find_range(connection, user_id)).revision


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
