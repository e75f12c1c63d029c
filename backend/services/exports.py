"""Everything that is kept about a person, as one zip file: JSON for programs, pictures for people.

It is read and sent piece by piece: whoever has ten thousand pictures takes no more memory than who
has one.
"""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.db.rows import fetch_all, fetch_one
from backend.errors import NotFound, StorageUnavailable, Unauthenticated
from backend.services.callers import Caller
from backend.services.credits import CreditsService
from backend.services.images import SELECT_IMAGES, ImageRecord
from backend.services.ports import ObjectStore
from backend.services.zip_stream import ZipStream
from shared.limits import PAGE_MAX_ITEMS

_PAGE: Final = 200
_FILE_MAX_BYTES: Final = 64 * 1024 * 1024
_SLUG_MAX_CHARACTERS: Final = 40
_BEFORE_ALL: Final = UUID(int=0)

Json = dict[str, Any]
"""One thing as it stands in a file; its keys are those of the API."""


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    email: str
    email_verified_at: datetime | None
    new_email: str | None
    created_at: datetime
    terms_version: str | None
    terms_accepted_at: datetime | None
    deletes_at: datetime | None
    credits: int
    settings: Json | None
    signs_in_with: list[str]


@dataclass(frozen=True, slots=True)
class _Device:
    device: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _Order:
    plan: str
    credits: int
    amount_cents: int
    currency: str
    status: str
    created_at: datetime
    paid_at: datetime | None


class ExportService:
    """Reads all that belongs to one person."""

    def __init__(self, engine: AsyncEngine, store: ObjectStore, credits_: CreditsService) -> None:
        self._engine = engine
        self._store = store
        self._credits = credits_

    async def export(self, caller: Caller) -> AsyncIterator[bytes]:
        """The zip file, in parts; whatever can be refused is refused before the first.

        Raises:
            DatabaseUnavailable: PostgreSQL does not answer.
            StorageUnavailable: The object store does not answer. Both may come up midway too: the
                file then ends without its directory, and no program takes it for a whole one.
        """
        profile = await self._profile(caller.user_id)
        if not await self._store.check():
            raise StorageUnavailable
        return self._write(caller.user_id, profile)

    async def _write(self, user_id: UUID, profile: Json) -> AsyncIterator[bytes]:
        archive = ZipStream()
        with archive.text("profile.json") as entry:
            entry.write(_to_json(profile) + "\n")
        described = (_describe(image) async for image in self._images(user_id))
        for name, things in {
            "transactions.json": self._transactions(user_id),
            "pictures.json": described,
        }.items():
            async for part in _write_list(archive, name, things):
                yield part
        async for image in self._images(user_id):
            for name, key in _files(image).items():
                try:
                    data = await self._store.get(key, max_bytes=_FILE_MAX_BYTES)
                except NotFound:
                    # Deleted since the page was read, by its owner.
                    continue
                archive.add(name, data, image.created_at)
                yield archive.collect()
        yield archive.finish()

    async def _profile(self, user_id: UUID) -> Json:
        async with autocommit(self._engine) as connection:
            person = await fetch_one(
                connection,
                _Person,
                """
                select name, email, email_verified_at, new_email, created_at, terms_version,
                    terms_accepted_at, deletes_at, credits,
                    (select settings from user_settings where user_id = users.id) as settings,
                    array(
                        select provider from accounts where user_id = users.id order by provider
                    ) as signs_in_with
                from users where id = %(user_id)s
                """,
                {"user_id": user_id},
            )
            devices = await fetch_all(
                connection,
                _Device,
                """
                select device, created_at, last_seen_at, expires_at from sessions
                where user_id = %(user_id)s order by id
                """,
                {"user_id": user_id},
            )
            orders = await fetch_all(
                connection,
                _Order,
                """
                select plan, credits, amount_cents, currency, status, created_at, paid_at
                from orders where user_id = %(user_id)s order by id
                """,
                {"user_id": user_id},
            )
        if person is None:
            raise Unauthenticated
        return _camel(asdict(person)) | {
            "devices": [_camel(asdict(device)) for device in devices],
            "orders": [_camel(asdict(order)) for order in orders],
        }

    async def _transactions(self, user_id: UUID) -> AsyncIterator[Json]:
        cursor: str | None = None
        while True:
            page = await self._credits.statement(user_id, cursor=cursor, limit=PAGE_MAX_ITEMS)
            for transaction in page.transactions:
                yield transaction.model_dump(mode="json")
            cursor = page.next_cursor
            if cursor is None:
                return

    async def _images(self, user_id: UUID) -> AsyncIterator[ImageRecord]:
        """Every picture that is not deleted, the oldest first; those in the trash too."""
        after = _BEFORE_ALL
        while True:
            # No connection is kept while a slow client reads.
            async with autocommit(self._engine) as connection:
                page = await fetch_all(
                    connection,
                    ImageRecord,
                    SELECT_IMAGES
                    + """
                    where user_id = %(user_id)s and deleted_at is null and id > %(after)s
                    order by id limit %(limit)s
                    """,
                    {"user_id": user_id, "after": after, "limit": _PAGE},
                )
            for image in page:
                yield image
            if len(page) < _PAGE:
                return
            after = page[-1].id


async def _write_list(
    archive: ZipStream, name: str, things: AsyncIterator[Json]
) -> AsyncIterator[bytes]:
    count = 0
    with archive.text(name) as entry:
        async for thing in things:
            entry.write(("[\n" if count == 0 else ",\n") + _to_json(thing))
            count += 1
            if part := archive.collect():
                yield part
        entry.write("\n]\n" if count else "[]\n")


def _describe(image: ImageRecord) -> Json:
    return {
        "id": str(image.id),
        "title": image.title,
        "wish": image.prompt,
        "hints": image.hints,
        "style": image.style,
        "status": image.status,
        "favourite": image.favourite,
        "tags": image.tags,
        "createdAt": image.created_at,
        "finishedAt": image.finished_at,
        "trashedAt": image.trashed_at,
        "costCredits": image.cost_credits,
        "failure": image.failure_message,
        "files": list(_files(image)),
    }


def _files(image: ImageRecord) -> dict[str, str]:
    """The picture and the photo it was made from: names in the zip file, keys in the store."""
    slug = re.sub(r"[^\w]+", "-", image.title).strip("-")[:_SLUG_MAX_CHARACTERS] or image.style
    name = f"pictures/{image.created_at:%Y-%m-%d}-{slug}-{image.id.hex[-8:]}"
    found = {f"{name}.png": image.result, f"{name}-photo.jpg": image.photo}
    return {file: stored["key"] for file, stored in found.items() if stored is not None}


def _camel(fields: Json) -> Json:
    return {
        re.sub(r"_(\w)", lambda match: match[1].upper(), name): value
        for name, value in fields.items()
    }


def _to_json(thing: Json) -> str:
    return json.dumps(thing, ensure_ascii=False, indent=2, default=_spell)


def _spell(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value))
