"""Pages of a gallery: filtered, searched and sorted, each found by where the last one ended."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import class_row
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.errors import InvalidRequest
from backend.services.gallery import find_revision
from backend.services.images import SELECT_IMAGES, ImagePresenter, ImageRecord
from shared.errors import ErrorDetail
from shared.gallery import GalleryPage, GallerySort
from shared.generations import GenerationStatus
from shared.styles import Style

_TRASH: Final = "trash"


@dataclass(frozen=True, slots=True)
class PageFilter:
    """Which pictures, in which order. Each part that is None lets everything through."""

    style: Style | None = None
    status: GenerationStatus | None = None
    favourite: bool | None = None
    created_from: datetime | None = None
    created_before: datetime | None = None
    words: str | None = None
    """All of these, or words that begin with them, in title, wish and tags."""
    sort: GallerySort = GallerySort.NEWEST
    in_trash: bool = False


@dataclass(frozen=True, slots=True)
class _Order:
    """A statement's two parts: what comes after the cursor, and the order."""

    after: LiteralString
    order_by: LiteralString


_ORDERS: Final[dict[str, _Order]] = {
    GallerySort.NEWEST: _Order(
        "(created_at, id) < (%(after_at)s, %(after_id)s)", "created_at desc, id desc"
    ),
    GallerySort.OLDEST: _Order("(created_at, id) > (%(after_at)s, %(after_id)s)", "created_at, id"),
    GallerySort.TITLE: _Order(
        "(lower(title), id) > (lower(%(after_title)s::text), %(after_id)s)", "lower(title), id"
    ),
    _TRASH: _Order("(trashed_at, id) < (%(after_at)s, %(after_id)s)", "trashed_at desc, id desc"),
}


class GalleryPagesService:
    """Reads pages. The time for one does not grow with the pages before it."""

    def __init__(self, engine: AsyncEngine, presenter: ImagePresenter) -> None:
        self._engine = engine
        self._presenter = presenter

    async def page(
        self, user_id: UUID, wanted: PageFilter, *, cursor: str | None, limit: int
    ) -> GalleryPage:
        """The page after `cursor`, or the first one.

        Raises:
            InvalidRequest: The cursor is not one of ours, or of another order.
        """
        order = _TRASH if wanted.in_trash else wanted.sort.value
        after = None if cursor is None else _Cursor.parse(cursor, order)
        async with autocommit(self._engine) as connection:
            # Read first: what changes meanwhile is told by the delta since this revision.
            revision = await find_revision(connection, user_id)
            records = await _fetch(
                connection, *_select(user_id, wanted, order, after, limit=limit + 1)
            )
        page = records[:limit]
        return GalleryPage(
            images=await self._presenter.present_all(page),
            next_cursor=_Cursor.at(page[-1], order).text if len(records) > limit else None,
            revision=revision,
        )


def _select(
    user_id: UUID, wanted: PageFilter, order: str, after: "_Cursor | None", *, limit: int
) -> tuple[LiteralString, dict[str, object]]:
    """The statement, which only names the parts that are wanted, and its values."""
    shown: LiteralString = "is not null" if wanted.in_trash else "is null"
    conditions: list[LiteralString] = ["deleted_at is null and trashed_at " + shown]
    if wanted.style is not None:
        conditions.append("style = %(style)s")
    if wanted.status is not None:
        conditions.append("status = %(status)s")
    if wanted.favourite is not None:
        conditions.append("favourite = %(favourite)s")
    if wanted.created_from is not None:
        conditions.append("created_at >= %(created_from)s")
    if wanted.created_before is not None:
        conditions.append("created_at < %(created_before)s")
    if wanted.words:
        conditions.append("search @@ image_search_query(%(user_id)s, %(words)s)")
    if after is not None:
        conditions.append(_ORDERS[order].after)
    statement: LiteralString = (
        SELECT_IMAGES
        + "where user_id = %(user_id)s and "
        + " and ".join(conditions)
        + " order by "
        + _ORDERS[order].order_by
        + " limit %(limit)s"
    )
    return statement, {
        "user_id": user_id,
        "style": wanted.style,
        "status": wanted.status,
        "favourite": wanted.favourite,
        "created_from": wanted.created_from,
        "created_before": wanted.created_before,
        "words": wanted.words,
        "after_at": after and after.at_time,
        "after_title": after and after.title,
        "after_id": after and after.image_id,
        "limit": limit,
    }


async def _fetch(
    connection: AsyncConnection, statement: LiteralString, values: dict[str, object]
) -> list[ImageRecord]:
    async with connection.cursor(row_factory=class_row(ImageRecord)) as cursor:
        # Not prepared: the best index for one user and one search is not the best for all.
        await cursor.execute(statement, values, prepare=False)
        return await cursor.fetchall()


@dataclass(frozen=True, slots=True)
class _Cursor:
    """Where a page ended. Clients see it as a text that means nothing to them."""

    order: str
    image_id: UUID
    at_time: datetime | None = None
    title: str | None = None

    @classmethod
    def at(cls, record: ImageRecord, order: str) -> "_Cursor":
        """The place of the last picture of a page."""
        if order == GallerySort.TITLE:
            return cls(order, record.id, title=record.title)
        at_time = record.trashed_at if order == _TRASH else record.created_at
        return cls(order, record.id, at_time=at_time)

    @property
    def text(self) -> str:
        """As clients get it."""
        key = self.title if self.at_time is None else self.at_time.isoformat()
        content = json.dumps([self.order, key, str(self.image_id)], ensure_ascii=False)
        return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str, order: str) -> "_Cursor":
        """Read it back; whatever is not exactly as we wrote it is refused."""
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            content: Any = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            found_order, key, image_id = content
            cursor = (
                cls(order, UUID(image_id), title=key)
                if order == GallerySort.TITLE
                else cls(order, UUID(image_id), at_time=datetime.fromisoformat(key))
            )
            if found_order == order and cursor.text == text and "\0" not in key:
                return cursor
        except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError):
            pass
        message = "This is not a cursor of an earlier page in this order."
        raise InvalidRequest(message, [ErrorDetail(field="cursor", message=message)])
