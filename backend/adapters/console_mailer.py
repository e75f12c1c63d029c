"""Tells the log that a mail would have gone out, for a server that can neither send nor keep it."""

import logging

from backend.services.ports import Mail

logger = logging.getLogger(__name__)


class ConsoleMailer:
    """A `Mailer` that loses every mail. The log gets neither links nor addresses."""

    async def send(self, mail: Mail) -> None:
        """Say what is lost, and how to change that."""
        logger.warning(
            'The mail "%s" was not sent: neither SMTP_HOST nor MAIL_FOLDER is set', mail.subject
        )
