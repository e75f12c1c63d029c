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
CONFIRM_EMAIL_PATH: Final = "/confirm-email"
PRIVACY_PATH: Final = "/privacy"

_LINKS: Final[Mapping[MailKind, tuple[str, TokenPurpose | None]]] = MappingProxyType(
    {
        MailKind.VERIFY_EMAIL: (VERIFY_EMAIL_PATH, TokenPurpose.VERIFY_EMAIL),
        MailKind.RESET_PASSWORD: (RESET_PASSWORD_PATH, TokenPurpose.RESET_PASSWORD),
        MailKind.SIGN_UP_AGAIN: (REQUEST_RESET_PATH, None),
        MailKind.PASSWORD_CHANGED: (REQUEST_RESET_PATH, None),
        MailKind.CONFIRM_EMAIL: (CONFIRM_EMAIL_PATH, TokenPurpose.CHANGE_EMAIL),
        MailKind.EMAIL_TAKEN: (REQUEST_RESET_PATH, None),
        MailKind.EMAIL_CHANGE_ASKED: (REQUEST_RESET_PATH, None),
        MailKind.EMAIL_CHANGED: (PRIVACY_PATH, None),
        MailKind.DELETION_ASKED: (REQUEST_RESET_PATH, None),
        MailKind.GOOGLE_LINKED: (REQUEST_RESET_PATH, None),
    }
)


@dataclass(frozen=True, slots=True)
class _Person:
    id: UUID
    name: str
    email: str
    email_verified_at: datetime | None
    new_email: str | None


class MailService:
    """Delivers one mail at a time.

    Args:
        engine: Connections to PostgreSQL.
        mailer: Takes the mails.
        public_url: Links begin with it; nothing that a client sends has a say.
        welcome_credits: What proving an address brings.
    """

    def __init__(
        self, engine: AsyncEngine, mailer: Mailer, *, public_url: str, welcome_credits: int = 0
    ) -> None:
        self._engine = engine
        self._mailer = mailer
        self._public_url = public_url
        self._texts = MailTexts(welcome_credits=welcome_credits)

    async def deliver(self, kind: MailKind, email: str, user_id: UUID | None = None) -> None:
        """Send a mail, if there is anybody to send it to.

        Args:
            kind: Which mail.
            email: Where it goes.
            user_id: Whom it is about, when that is not whose address it is.

        Raises:
            MailUnavailable: Not now; worth another try, which makes a new link.
            DatabaseUnavailable: Likewise.
        """
        async with transaction(self._engine) as connection:
            person = await _find(connection, email, user_id)
            if kind is MailKind.CONFIRM_EMAIL and person is not None:
                owner = await _find(connection, email)
                if owner is not None:
                    kind, person = MailKind.EMAIL_TAKEN, owner
            if person is None or not _is_needed(kind, person, email):
                logger.info("Nobody needs the mail %s", kind.value)
                return
            link = await self._link(connection, kind, person.id, email)
        # Whoever signs up with a stranger's address does not get to write to them by their name.
        is_theirs = person.email == email and person.email_verified_at is not None
        mail = self._texts.write(
            kind, recipient=email, name=person.name if is_theirs else "", link=link
        )
        try:
            await self._mailer.send(mail)
        except MailRefused as error:
            logger.warning("The mail %s to user %s is given up: %s", kind.value, person.id, error)
            return
        logger.info("The mail %s to user %s went out", kind.value, person.id)

    async def _link(
        self, connection: AsyncConnection, kind: MailKind, user_id: UUID, email: str
    ) -> str:
        path, purpose = _LINKS[kind]
        if purpose is None:
            return f"{self._public_url}{path}"
        token = await mint_token(connection, user_id, purpose, email=email)
        return f"{self._public_url}{path}?token={token}"


def _is_needed(kind: MailKind, person: _Person, email: str) -> bool:
    """Much may have happened since the mail was asked for."""
    if kind is MailKind.VERIFY_EMAIL:
        return person.email_verified_at is None
    if kind is MailKind.CONFIRM_EMAIL:
        return person.new_email == email
    return True


async def _find(
    connection: AsyncConnection, email: str, user_id: UUID | None = None
) -> _Person | None:
    """Whose address it is; or, by their id, whom a mail is about."""
    return await fetch_one(
        connection,
        _Person,
        """
        select id, name, email, email_verified_at, new_email from users
        where deleted_at is null
            and (%(user_id)s::uuid is null and email = %(email)s or id = %(user_id)s)
        """,
        {"email": email, "user_id": user_id},
    )
