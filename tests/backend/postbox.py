"""Delivers what the queue of mails holds, as a worker does, and reads it."""

import re
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import transaction
from backend.errors import MailError
from backend.services.mails import MailService
from backend.services.ports import Mail, MailKind

PUBLIC_URL = "https://plushifyme.example"


class FakeMailer:
    """A `Mailer` that keeps what it gets, and fails as told."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.failures: list[MailError] = []

    async def send(self, mail: Mail) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.mails.append(mail)


class Postbox:
    """All mail of one test."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self.mailer = FakeMailer()
        self.service = MailService(engine, self.mailer, public_url=PUBLIC_URL)

    async def waiting(self) -> list[tuple[str, str]]:
        """Kind and address of each mail in the queue."""
        return [(kind, email) for kind, email, _ in await self._jobs()]

    async def _jobs(self) -> list[tuple[str, str, str | None]]:
        async with transaction(self._engine) as connection:
            cursor = await connection.execute(
                "select args ->> 'kind', args ->> 'email', args ->> 'user_id'"
                " from procrastinate_jobs where task_name = 'send_mail' order by id"
            )
            return await cursor.fetchall()

    async def deliver(self) -> list[Mail]:
        """Deliver what waits; the mails that went out now."""
        before = len(self.mailer.mails)
        for kind, email, user_id in await self._jobs():
            about = None if user_id is None else UUID(user_id)
            await self.service.deliver(MailKind(kind), email, about)
        async with transaction(self._engine) as connection:
            await connection.execute("delete from procrastinate_jobs")
        return self.mailer.mails[before:]

    async def fresh_token(self, kind: MailKind, email: str) -> str:
        """Send one mail past the queue; the token in its link."""
        await self.service.deliver(kind, email)
        return token_of(self.mailer.mails[-1])

    async def token(self) -> str:
        """Deliver what waits; the token in the link of the last mail."""
        return token_of((await self.deliver())[-1])


def link_of(mail: Mail) -> str:
    """The link of a mail."""
    (link,) = set(re.findall(r"https?://\S+", mail.text))
    return str(link)


def token_of(mail: Mail) -> str:
    """The token in the link of a mail."""
    (token,) = parse_qs(urlsplit(link_of(mail)).query)["token"]
    return token
