"""Sends the mails that the queue holds; makes the single-use link of each at that moment.

So no job holds a token, and a request for a link does the same whether or not anybody lives at the
address: it enqueues a job.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import transaction
from backend.db.rows import fetch_one
from backend.errors import MailRefused
from backend.services.mail_texts import MailTexts
from backend.services.ports import Mailer, MailKind
from backend.services.tokens import TokenPurpose, mint_token

logger = logging.getLogger(__name__)

VERIFY_EMAIL_PATH: Final = "/verify-email"
RESET_PASSWORD_PATH: Final = "/reset-password"  # noqa: S105 - a path, not a password
REQUEST_RESET_PATH: Final = "/forgot-password"

_LINKS: Final[Mapping[MailKind, tuple[str, TokenPurpose | None]]] = MappingProxyType(
    {
        MailKind.VERIFY_EMAIL: (VERIFY_EMAIL_PATH, TokenPurpose.VERIFY_EMAIL),
        MailKind.RESET_PASSWORD: (RESET_PASSWORD_PATH, TokenPurpose.RESET_PASSWORD),
        MailKind.SIGN_UP_AGAIN: (REQUEST_RESET_PATH, None),
        MailKind.PASSWORD_CHANGED: (REQUEST_RESET_PATH, None),
    }
)


@dataclass(frozen=True, slots=True)
class _Person:
    id: UUID
    name: str
    email: str
    email_verified_at: datetime | None


class MailService:
    """Delivers one mail at a time.

    Args:
        engine: Connections to PostgreSQL.
        mailer: Takes the mails.
        public_url: Links begin with it; nothing that a client sends has a say.
    """

    def __init__(self, engine: AsyncEngine, mailer: Mailer, *, public_url: str) -> None:
        self._engine = engine
        self._mailer = mailer
        self._public_url = public_url
        self._texts = MailTexts()

    async def deliver(self, kind: MailKind, email: str) -> None:
        """Send a mail, if there is anybody to send it to.

        Raises:
            MailUnavailable: Not now; worth another try, which makes a new link.
            DatabaseUnavailable: Likewise.
        """
        async with transaction(self._engine) as connection:
            person = await _find(connection, email)
            if person is None or (kind is MailKind.VERIFY_EMAIL and person.email_verified_at):
                logger.info("Nobody needs the mail %s", kind.value)
                return
            link = await self._link(connection, kind, person)
        # Whoever signs up with a stranger's address does not get to write to them by their name.
        name = person.name if person.email_verified_at else ""
        mail = self._texts.write(kind, recipient=person.email, name=name, link=link)
        try:
            await self._mailer.send(mail)
        except MailRefused as error:
            logger.warning("The mail %s to user %s is given up: %s", kind.value, person.id, error)
            return
        logger.info("The mail %s to user %s went out", kind.value, person.id)

    async def _link(self, connection: AsyncConnection, kind: MailKind, person: _Person) -> str:
        path, purpose = _LINKS[kind]
        if purpose is None:
            return f"{self._public_url}{path}"
        token = await mint_token(connection, person.id, purpose, email=person.email)
        return f"{self._public_url}{path}?token={token}"


async def _find(connection: AsyncConnection, email: str) -> _Person | None:
    return await fetch_one(
        connection,
        _Person,
        """
        select id, name, email, email_verified_at from users
        where email = %(email)s and deleted_at is null
        """,
        {"email": email},
    )
