"""A real SMTP server in this process that remembers what it was given."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class MailServer:
    """What arrived, and how the next mails are answered."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    """Answers to the next recipients; then everything is taken."""
    envelopes: list[Envelope] = field(default_factory=list)
    were_encrypted: list[bool] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del server
        self.envelopes.append(envelope)
        self.were_encrypted.append(session.ssl is not None)
        return "250 OK"

    @property
    def messages(self) -> list[EmailMessage]:
        """The mails, parsed."""
        contents = [envelope.content for envelope in self.envelopes]
        return [parse(content) for content in contents if isinstance(content, bytes)]


def parse(content: bytes) -> EmailMessage:
    """The mail in these bytes."""
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body_of(message: EmailMessage, subtype: Literal["plain", "html"] = "plain") -> str:
    """The mail as a program shows it, by default one without HTML."""
    part = message.get_body((subtype,))
    assert isinstance(part, EmailMessage)
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


@asynccontextmanager
async def mail_server(
    *, tls: ssl.SSLContext | None = None, account: tuple[str, str] | None = None
) -> AsyncIterator[MailServer]:
    """Serve on a free port; with `tls` it offers STARTTLS, with `account` it asks for a sign-in."""
    mails = MailServer()

    def authenticate(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == account, handled=False)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(
            mails,
            hostname="mail.test",
            enable_SMTPUTF8=True,
            loop=loop,
            tls_context=tls,
            authenticator=authenticate if account else None,
            auth_required=account is not None,
        ),
        host="127.0.0.1",
        port=0,
    )
    async with server:
        mails.port = server.sockets[0].getsockname()[1]
        yield mails
