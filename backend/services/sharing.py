"""Links by which anybody can look at one picture, until they are revoked or their time is over."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit, transaction
from backend.db.rows import execute, fetch_all, fetch_one
from backend.errors import InvalidRequest, NotFound
from backend.services import revisions
from backend.services.images import ImagePresenter
from backend.services.sessions import hash_token
from shared.gallery import ImageFile, Share, ShareLink, Shares
from shared.limits import SHARE_MAX_LINKS
from shared.styles import Style

SHARED_PATH: Final = "/s/"
_TOKEN_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class SharedPicture:
    """What the page of a link shows; nothing of it tells whose it is."""

    title: str
    style: Style
    display: ImageFile
    photo: ImageFile


@dataclass(frozen=True, slots=True)
class _NewLink:
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class _SharedRecord:
    title: str
    style: str
    display: dict[str, Any]
    photo: dict[str, Any]


class SharingService:
    """Makes, lists, revokes and opens links. The database keeps only the hash of a token."""

    def __init__(self, engine: AsyncEngine, presenter: ImagePresenter, *, public_url: str) -> None:
        self._engine = engine
        self._presenter = presenter
        self._public_url = public_url

    async def share(self, user_id: UUID, image_id: UUID, *, expires_in_days: int | None) -> Share:
        """Make another link to a finished picture; the earlier ones go on working.

        Raises:
            NotFound: There is no finished picture of this user, or it lies in the trash.
            InvalidRequest: It has as many links as it can have.
        """
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        async with transaction(self._engine) as connection:
            # Two at once take turns, so that both count.
            await revisions.lock_user(connection, user_id)
            links = await _live_links(connection, user_id, image_id)
            if len(links) >= SHARE_MAX_LINKS:
                raise InvalidRequest(
                    f"A picture can have {SHARE_MAX_LINKS} links at the same time. "
                    "Please revoke them first."
                )
            link = await fetch_one(
                connection,
                _NewLink,
                """
                insert into shares (image_id, token_sha256, expires_at)
                select id, %(token_sha256)s, now() + %(lifetime)s::interval from generated_images
                where id = %(image_id)s and user_id = %(user_id)s and status = 'completed'
                    and deleted_at is null and trashed_at is null
                returning created_at, expires_at
                """,
                {
                    "token_sha256": hash_token(token),
                    "lifetime": expires_in_days and timedelta(days=expires_in_days),
                    "image_id": image_id,
                    "user_id": user_id,
                },
            )
        if link is None:
            raise NotFound("There is no finished picture here by that name.")
        return Share(
            url=self.address(token), created_at=link.created_at, expires_at=link.expires_at
        )

    async def links(self, user_id: UUID, image_id: UUID) -> Shares:
        """The links that work, oldest first.

        Raises:
            NotFound: It is not this user's picture, or was deleted for good.
        """
        async with autocommit(self._engine) as connection:
            await _refuse_others(connection, user_id, image_id)
            found = await _live_links(connection, user_id, image_id)
        return Shares(
            links=[
                ShareLink(created_at=link.created_at, expires_at=link.expires_at) for link in found
            ]
        )

    async def revoke(self, user_id: UUID, image_id: UUID) -> None:
        """End every link to a picture, at once. Doing it once more changes nothing.

        Raises:
            NotFound: It is not this user's picture, or was deleted for good.
        """
        async with transaction(self._engine) as connection:
            await revisions.lock_user(connection, user_id)
            await _refuse_others(connection, user_id, image_id)
            await execute(
                connection,
                """
                update shares set revoked_at = now()
                where image_id = %(image_id)s and revoked_at is null
                """,
                {"image_id": image_id},
            )

    async def open(self, token: str) -> SharedPicture:
        """What a link shows.

        Raises:
            NotFound: It never was one, was revoked, has ended, or its picture is gone or in the
                trash: the answer is the same.
        """
        async with autocommit(self._engine) as connection:
            record = await fetch_one(
                connection,
                _SharedRecord,
                """
                select image.title, image.style, image.display, image.photo
                from shares
                    join generated_images as image on image.id = shares.image_id
                    join users on users.id = image.user_id
                where shares.token_sha256 = %(token_sha256)s and shares.revoked_at is null
                    and (shares.expires_at is null or shares.expires_at > now())
                    and image.status = 'completed'
                    and image.deleted_at is null and image.trashed_at is null
                    and users.deleted_at is null
                """,
                {"token_sha256": hash_token(token)},
            )
        if record is None:
            raise NotFound(
                "This link does not lead to a picture. It may have ended, or whoever sent it has "
                "taken it back."
            )
        return SharedPicture(
            title=record.title,
            style=Style(record.style),
            display=self._presenter.present_file(record.display),
            photo=self._presenter.present_file(record.photo),
        )

    def address(self, token: str) -> str:
        """Where the page of a link is; nothing that a client sends has a say."""
        return f"{self._public_url}{SHARED_PATH}{token}"


async def _live_links(connection: AsyncConnection, user_id: UUID, image_id: UUID) -> list[_NewLink]:
    return await fetch_all(
        connection,
        _NewLink,
        """
        select shares.created_at, shares.expires_at
        from shares join generated_images as image on image.id = shares.image_id
        where image.id = %(image_id)s and image.user_id = %(user_id)s
            and shares.revoked_at is null
            and (shares.expires_at is null or shares.expires_at > now())
        order by shares.id
        """,
        {"image_id": image_id, "user_id": user_id},
    )


async def _refuse_others(connection: AsyncConnection, user_id: UUID, image_id: UUID) -> None:
    if not await execute(
        connection,
        """
        select from generated_images
        where id = %(image_id)s and user_id = %(user_id)s and deleted_at is null
        """,
        {"image_id": image_id, "user_id": user_id},
    ):
        raise NotFound
