"""Proving that an e-mail address is its owner's."""

from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import transaction
from backend.db.rows import execute
from backend.services.ports import MailKind, MailQueue
from backend.services.tokens import TokenPurpose, use_token
from backend.services.welcome import WelcomeGift


class VerificationService:
    """Sends the link again, and takes it."""

    def __init__(self, engine: AsyncEngine, mails: MailQueue, welcome: WelcomeGift) -> None:
        self._engine = engine
        self._mails = mails
        self._welcome = welcome

    async def resend(self, email: str) -> None:
        """Send a new link, which ends the older ones; a verified address gets none."""
        async with transaction(self._engine) as connection:
            await self._mails.enqueue_mail(connection, MailKind.VERIFY_EMAIL, email)

    async def verify(self, token: str) -> None:
        """Use the link of the mail.

        Raises:
            LinkRefused: It does not work, or no longer.
        """
        async with transaction(self._engine) as connection:
            owner = await use_token(connection, token, TokenPurpose.VERIFY_EMAIL)
            await mark_verified(connection, owner.user_id, self._welcome)


async def mark_verified(connection: AsyncConnection, user_id: UUID, welcome: WelcomeGift) -> None:
    """The address of this user is proven; the first time brings the welcome credits.

    Somebody who has had them, as one did at sign-up once, gets no others.
    """
    is_first = await execute(
        connection,
        """
        update users set email_verified_at = now()
        where id = %(id)s and email_verified_at is null
        """,
        {"id": user_id},
    )
    if is_first:
        await welcome.give(connection, user_id)


async def forget_new_email(connection: AsyncConnection, user_id: UUID) -> None:
    """Whoever asked for another address may be who this person wants to keep out."""
    await execute(
        connection, "update users set new_email = null where id = %(id)s", {"id": user_id}
    )
