"""Writes mails into a folder, for a server that has no mail server."""

import logging
import secrets
import time
from pathlib import Path
from typing import Final

import anyio.to_thread

from backend.adapters.mail_message import compose
from backend.errors import MailUnavailable
from backend.services.ports import Mail

logger = logging.getLogger(__name__)

SUFFIX: Final = ".eml"
_KEPT: Final = 200
"""The oldest go first."""


class EmlMailer:
    """A `Mailer` whose mails any mail program opens. Their names sort by time.

    Args:
        folder: Created when it is missing; closed to others, as the mails hold links that sign in.
        sender: `Name <address>`.
    """

    def __init__(self, folder: Path, *, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    async def send(self, mail: Mail) -> None:
        """Write one mail.

        Raises:
            MailUnavailable: The folder cannot be written.
            MailRefused: The mail cannot be composed.
        """
        message = compose(mail, sender=self._sender)
        try:
            path = await anyio.to_thread.run_sync(self._write, message.as_bytes())
        except OSError as error:
            raise MailUnavailable(
                f"{self._folder} cannot be written: {error.strerror or type(error).__name__}"
            ) from error
        logger.info("A mail lies in %s", path)

    def _write(self, message: bytes) -> Path:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        partial = self._folder / f"{name}.partial"
        partial.touch(mode=0o600)
        partial.write_bytes(message)
        path = partial.replace(self._folder / f"{name}{SUFFIX}")
        for old in sorted(self._folder.glob(f"*{SUFFIX}"))[:-_KEPT]:
            old.unlink(missing_ok=True)
        return path
