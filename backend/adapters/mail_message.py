"""From a mail to the bytes that travel: MIME with text, HTML and the little picture in it."""

from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from functools import cache
from typing import Final

from backend.errors import MailRefused
from backend.services.ports import Mail
from shared.resources import resource_path

LOGO_ID: Final = "logo"
"""The HTML shows the picture as `cid:logo`."""


def compose(mail: Mail, *, sender: str) -> EmailMessage:
    """Build the message. Nothing but the address and the fixed subject gets into its headers.

    Args:
        mail: What to send.
        sender: `Name <address>`.

    Raises:
        MailRefused: An address is none, or a header would hold a line break.
    """
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender)
    try:
        message["From"] = Address(display_name=name, addr_spec=address)
        message["To"] = Address(addr_spec=mail.recipient)
        message["Subject"] = mail.subject
        message["Message-ID"] = make_msgid(domain=address.rpartition("@")[2])
    except (ValueError, IndexError, MessageError) as error:
        # The reason would repeat the address.
        raise MailRefused(f"A header cannot be written: {type(error).__name__}") from None
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    html_part = message.get_body(("html",))
    if isinstance(html_part, EmailMessage):
        html_part.add_related(_logo(), "image", "png", cid=f"<{LOGO_ID}>", disposition="inline")
    return message


@cache
def _logo() -> bytes:
    return resource_path("icons", "plushifyme-128.png").read_bytes()
