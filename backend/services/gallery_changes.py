"""What people do to their pictures: name, mark and tag them, throw them away, get them back."""

from dataclasses import dataclass, replace
from typing import Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit, transaction
from backend.db.rows import IdRow, execute, fetch_all, fetch_one
from backend.errors import InvalidRequest, NotFound
from backend.services import revisions
from backend.services.cancelling import OnCancelled, cancel_running, unheard
from backend.services.images import SELECT_IMAGES, ImagePresenter, ImageRecord
from backend.services.revisions import NextRevision
from shared.errors import ErrorDetail
from shared.gallery import BulkAction, BulkAnswer, BulkRequest, Image, ImageChange
from shared.limits import TAGS_MAX
from shared.styles import Style


@dataclass(frozen=True, slots=True)
class _Change:
    """A statement's two parts: to which pictures it applies, and what it sets."""

    condition: LiteralString
    assignments: LiteralString


_FIELDS: Final = ("title", "favourite", "tags")
_EDIT: Final = _Change(
    """
    (coalesce(%(title)s::text, title), coalesce(%(favourite)s::boolean, favourite),
        coalesce(%(tags)s::text[], tags)) is distinct from (title, favourite, tags)
    """,
    """
    title = coalesce(%(title)s::text, title),
    favourite = coalesce(%(favourite)s::boolean, favourite),
    tags = coalesce(%(tags)s::text[], tags)
    """,
)
# The sweeper comes (once more) for files and words.
_DELETE: Final = _Change("true", "deleted_at = now(), files_deleted_at = null")
_DELETE_UNFINISHED: Final = _Change(
    "status <> 'completed'", "deleted_at = now(), files_deleted_at = null"
)
_TRASH: Final = _Change("trashed_at is null", "trashed_at = now()")
_NEW_TAGS: Final = """
    select tag from unnest(%(tags)s::text[]) with ordinality as wanted (tag, place)
    where lower(tag) not in (select lower(known) from unnest(tags) as known) order by place
"""
_OTHER_TAGS: Final = """
    select tag from unnest(tags) with ordinality as known (tag, place)
    where lower(tag) not in (select lower(gone) from unnest(%(tags)s::text[]) as gone)
    order by place
"""
_SIMPLE_CHANGES: Final = {
    BulkAction.RESTORE: _Change("trashed_at is not null", "trashed_at = null"),
    BulkAction.FAVOURITE: _Change("not favourite", "favourite = true"),
    BulkAction.UNFAVOURITE: _Change("favourite", "favourite = false"),
    BulkAction.ADD_TAGS: _Change(
        "exists (" + _NEW_TAGS + ")", "tags = tags || array(" + _NEW_TAGS + ")"
    ),
    BulkAction.REMOVE_TAGS: _Change(
        "array(" + _OTHER_TAGS + ") <> tags", "tags = array(" + _OTHER_TAGS + ")"
    ),
}


class GalleryChangesService:
    """Shows and changes pictures of one user at a time. What is so already takes no revision."""

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

    async def get(self, user_id: UUID, image_id: UUID) -> Image:
        """One picture with fresh signatures, also from the trash.

        Raises:
            NotFound: It is not this user's, or was deleted for good.
        """
        async with autocommit(self._engine) as connection:
            return self._presenter.present(await _read(connection, user_id, image_id))

    async def edit(self, user_id: UUID, image_id: UUID, change: ImageChange) -> Image:
        """Set the fields that were sent; also of a picture in the trash.

        Raises:
            NotFound: It is not this user's, or was deleted for good.
        """
        sent = change.model_fields_set
        async with transaction(self._engine) as connection:
            edits = await _Edits.begin(connection, user_id, [image_id])
            await edits.make(
                _EDIT,
                {field: getattr(change, field) if field in sent else None for field in _FIELDS},
            )
            await edits.end()
            return self._presenter.present(await _read(connection, user_id, image_id))

    async def delete(self, user_id: UUID, image_id: UUID, *, forever: bool = False) -> None:
        """Put a finished picture into the trash, or delete it for good.

        One that is still being made is cancelled and refunded first. That one, and one that
        failed or was cancelled, leaves no picture to get back: it is deleted for good. The files
        are removed later; a tombstone tells the other devices. Deleting once more changes nothing.

        Raises:
            NotFound: It never was this user's.
        """
        async with transaction(self._engine) as connection:
            edits = await _Edits.begin(connection, user_id, [image_id])
            await edits.delete(forever=forever)
            await edits.end()
            known = edits.known or await execute(
                connection,
                "select from generated_images where id = %(id)s and user_id = %(user_id)s",
                {"id": image_id, "user_id": user_id},
            )
            if not known:
                raise NotFound
        self._tell_cancelled(edits)

    async def restore(self, user_id: UUID, image_id: UUID) -> Image:
        """Take a picture out of the trash; one that is not in it stays as it is.

        Raises:
            NotFound: It is not this user's, or was deleted for good.
        """
        async with transaction(self._engine) as connection:
            edits = await _Edits.begin(connection, user_id, [image_id])
            await edits.make(_SIMPLE_CHANGES[BulkAction.RESTORE])
            await edits.end()
            return self._presenter.present(await _read(connection, user_id, image_id))

    async def change_many(self, user_id: UUID, request: BulkRequest) -> BulkAnswer:
        """Do one thing to many pictures in one transaction; each that changes takes a revision.

        So a delta that is cut off between two of them loses none.

        Raises:
            InvalidRequest: A picture would have too many tags; then nothing has changed.
        """
        wanted = list(dict.fromkeys(UUID(image_id) for image_id in request.ids))
        async with transaction(self._engine) as connection:
            edits = await _Edits.begin(connection, user_id, wanted)
            match request.action:
                case BulkAction.TRASH | BulkAction.DELETE_FOREVER:
                    await edits.delete(forever=request.action is BulkAction.DELETE_FOREVER)
                case BulkAction.ADD_TAGS:
                    await _refuse_too_many_tags(connection, edits.known, request.tags)
                    await edits.make(_SIMPLE_CHANGES[request.action], {"tags": request.tags})
                case _:
                    await edits.make(_SIMPLE_CHANGES[request.action], {"tags": request.tags})
            revision = await edits.end()
        self._tell_cancelled(edits)
        changed, known = set(edits.changed), set(edits.known)
        return BulkAnswer(
            changed_ids=[str(image_id) for image_id in wanted if image_id in changed],
            missing_ids=[str(image_id) for image_id in wanted if image_id not in known],
            revision=revision,
        )

    def _tell_cancelled(self, edits: "_Edits") -> None:
        for style in edits.cancelled:
            self._on_cancelled(style)


class _Edits:
    """Changes of some pictures of one user, who is locked until the transaction ends.

    `known` are those that are the user's and not deleted for good; `changed` those that changed;
    `cancelled` the styles of those that were still being made.
    """

    def __init__(self, connection: AsyncConnection, first: NextRevision, known: list[UUID]) -> None:
        self.known = known
        self.changed: list[UUID] = []
        self.cancelled: list[Style] = []
        self._connection = connection
        self._first = first
        self._next = first

    @classmethod
    async def begin(
        cls, connection: AsyncConnection, user_id: UUID, wanted: list[UUID]
    ) -> "_Edits":
        """Lock the user and look which of the pictures there are."""
        first = await revisions.lock_user(connection, user_id)
        if first is None:
            raise NotFound
        known = await fetch_all(
            connection,
            IdRow,
            """
            select id from generated_images
            where id = any(%(wanted)s) and user_id = %(user_id)s and deleted_at is null
            """,
            {"wanted": wanted, "user_id": user_id},
        )
        found = {row.id for row in known}
        return cls(connection, first, [image_id for image_id in wanted if image_id in found])

    async def make(self, change: _Change, values: dict[str, object] | None = None) -> None:
        """Change those that the change applies to, each with a revision of its own."""
        changed = await fetch_all(
            self._connection,
            IdRow,
            """
            with chosen as (
                select id, row_number() over (order by array_position(%(ids)s, id)) - 1 as place
                from generated_images
                where id = any(%(ids)s) and deleted_at is null and ("""  # noqa: S608 - joined from this file's own statements
            + change.condition
            + """)
            )
            update generated_images set revision = %(revision)s + place, """
            + change.assignments
            + """
            from chosen where generated_images.id = chosen.id
            returning generated_images.id
            """,
            {"ids": self.known, "revision": self._next.number, **(values or {})},
        )
        self._advance([row.id for row in changed])

    async def delete(self, *, forever: bool) -> None:
        """Delete for good, or put into the trash what can be got back from there."""
        running = await fetch_all(
            self._connection,
            IdRow,
            """
            select id from generated_images
            where id = any(%(ids)s) and status in ('pending', 'processing')
            """,
            {"ids": self.known},
        )
        for image_id in (row.id for row in running):
            cancelled = await cancel_running(self._connection, image_id, self._next)
            if cancelled is not None:
                # Its revision follows at once, when it is deleted.
                self.cancelled.append(Style(cancelled.style))
        if forever:
            await self.make(_DELETE)
            return
        await self.make(_DELETE_UNFINISHED)
        await self.make(_TRASH)

    async def end(self) -> int:
        """Make the last revision the user's current one, and return it."""
        last = replace(self._next, number=self._next.number - 1)
        if self._next != self._first:
            await revisions.take(self._connection, last)
        return last.number

    def _advance(self, changed: list[UUID]) -> None:
        self.changed += changed
        self._next = replace(self._next, number=self._next.number + len(changed))


async def _refuse_too_many_tags(
    connection: AsyncConnection, ids: list[UUID], tags: list[str]
) -> None:
    found = await fetch_one(
        connection,
        IdRow,
        """
        select id from generated_images
        where id = any(%(ids)s) and cardinality(tags || array("""  # noqa: S608 - joined from this file's own statements
        + _NEW_TAGS
        + """)) > %(tags_max)s limit 1
        """,
        {"ids": ids, "tags": tags, "tags_max": TAGS_MAX},
    )
    if found is not None:
        message = f"A picture can have {TAGS_MAX} tags, and one of these would have more."
        raise InvalidRequest(message, [ErrorDetail(field="tags", message=message)])


async def _read(connection: AsyncConnection, user_id: UUID, image_id: UUID) -> ImageRecord:
    record = await fetch_one(
        connection,
        ImageRecord,
        SELECT_IMAGES + "where id = %(id)s and user_id = %(user_id)s and deleted_at is null",
        {"id": image_id, "user_id": user_id},
    )
    if record is None:
        raise NotFound
    return record
