"""What a person changes about themselves: their name, and the address they sign in with."""

from dataclasses import dataclass

from psycopg.errors import UniqueViolation
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import transaction
from backend.db.rows import execute, fetch_one
from backend.errors import FieldRefused, LinkRefused
from backend.services.callers import Caller
from backend.services.passwords import PasswordService
from backend.services.ports import MailKind, MailQueue
from backend.services.tokens import TokenPurpose, end_tokens, use_token
from backend.services.verification import mark_verified
from backend.services.welcome import WelcomeGift
from shared.errors import ErrorCode


@dataclass(frozen=True, slots=True)
class _Email:
    email: str


class ProfileService:
    """Changes names at once, and addresses when the new one is proven."""

    def __init__(
        self,
        engine: AsyncEngine,
        passwords: PasswordService,
        mails: MailQueue,
        welcome: WelcomeGift,
    ) -> None:
        self._engine = engine
        self._passwords = passwords
        self._mails = mails
        self._welcome = welcome

    async def rename(self, caller: Caller, name: str) -> None:
        """Call this person by another name."""
        async with transaction(self._engine) as connection:
            await execute(
                connection,
                "update users set name = %(name)s where id = %(id)s",
                {"id": caller.user_id, "name": name},
            )

    async def ask_for_email(self, caller: Caller, *, new_email: str, password: str) -> None:
        """Send a link to the new address and tell the old one; until then nothing changes.

        Whether the new address has an account is found out later, by the worker, and told to its
        owner only.

        Raises:
            FieldRefused: It is their address already.
            WrongPassword: The password is not right.
            PasswordNeeded: They have none yet.
        """
        if new_email == caller.email:
            raise FieldRefused(
                ErrorCode.INVALID_REQUEST, "newEmail", "That is your address already."
            )
        await self._passwords.confirm(caller, password)
        async with transaction(self._engine) as connection:
            await execute(
                connection,
                "update users set new_email = %(new_email)s where id = %(id)s",
                {"id": caller.user_id, "new_email": new_email},
            )
            await end_tokens(connection, caller.user_id, TokenPurpose.CHANGE_EMAIL)
            await self._mails.enqueue_mail(
                connection, MailKind.CONFIRM_EMAIL, new_email, user_id=caller.user_id
            )
            await self._mails.enqueue_mail(connection, MailKind.EMAIL_CHANGE_ASKED, caller.email)

    async def confirm_email(self, token: str) -> None:
        """Use the link that was sent to the new address: from now on it is theirs.

        Links that were sent to the old address end with it.

        Raises:
            LinkRefused: It does not work, or somebody else has the address by now.
        """
        try:
            async with transaction(self._engine) as connection:
                owner = await use_token(connection, token, TokenPurpose.CHANGE_EMAIL)
                old = await fetch_one(
                    connection,
                    _Email,
                    "select email from users where id = %(id)s",
                    {"id": owner.user_id},
                )
                await execute(
                    connection,
                    """
                    update users set email = %(email)s, new_email = null where id = %(id)s
                    """,
                    {"id": owner.user_id, "email": owner.email},
                )
                await mark_verified(connection, owner.user_id, self._welcome)
                if old is not None:
                    await self._mails.enqueue_mail(
                        connection, MailKind.EMAIL_CHANGED, old.email, user_id=owner.user_id
                    )
        except UniqueViolation as error:
            raise LinkRefused from error
