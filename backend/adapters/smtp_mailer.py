"""Sends mails through a mail server."""

from typing import Final, Literal

import aiosmtplib

from backend.adapters.mail_message import compose
from backend.errors import MailRefused, MailUnavailable
from backend.services.ports import Mail

Security = Literal["auto", "tls", "starttls", "none"]

_TLS_PORT: Final = 465
_SUBMISSION_PORT: Final = 587
_TIMEOUT_S: Final = 20


class SmtpMailer:
    """A `Mailer` that opens a connection for each mail: they are few and far between.

    Args:
        host: The mail server.
        port: Its port.
        user: Signs in when given.
        password: Of that user; it never travels unencrypted unless `security` is `none`.
        sender: `Name <address>`.
        security: `auto` is TLS on port 465; STARTTLS, without which nothing is sent, on port 587
            and with a password; elsewhere STARTTLS when the server offers it.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        user: str | None,
        password: str | None,
        sender: str,
        security: Security = "auto",
    ) -> None:
        self._host = host
        self._port = port
        self._user = user
        self._password = password
        self._sender = sender
        self._uses_tls = security == "tls" or (security == "auto" and port == _TLS_PORT)
        self._starttls = _starttls(security, port, has_password=password is not None)

    async def send(self, mail: Mail) -> None:
        """Hand over one mail.

        Raises:
            MailUnavailable: The server does not answer, or not now, or does not know us.
            MailRefused: It refuses this recipient or this mail for good.
        """
        message = compose(mail, sender=self._sender)
        try:
            await aiosmtplib.send(
                message,
                hostname=self._host,
                port=self._port,
                username=self._user,
                password=self._password,
                use_tls=self._uses_tls,
                start_tls=False if self._uses_tls else self._starttls,
                timeout=_TIMEOUT_S,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [recipient.code for recipient in error.recipients]
            if codes and all(_is_final(code) for code in codes):
                raise MailRefused(f"The recipient is refused: {codes}") from None
            raise MailUnavailable(f"The recipient is not taken now: {codes}") from None
        except aiosmtplib.SMTPDataError as error:
            if _is_final(error.code):
                raise MailRefused(f"The mail is refused: {error.code}") from None
            raise MailUnavailable(f"The mail is not taken now: {error.code}") from None
        except aiosmtplib.SMTPResponseException as error:
            # The sender, the sign-in or the greeting: a setting is wrong and can be put right.
            raise MailUnavailable(f"{type(error).__name__}: {error.code}") from None
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise MailUnavailable(type(error).__name__) from None


def _starttls(security: Security, port: int, *, has_password: bool) -> bool | None:
    """Whether to insist on STARTTLS; None: when it is offered."""
    if security == "auto":
        return True if port == _SUBMISSION_PORT or has_password else None
    return security == "starttls"


def _is_final(code: int) -> bool:
    return code >= 500
