"""The mails that a local cloud keeps in its folder instead of sending them."""

import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Final

import anyio.to_thread

from backend.errors import NotFound

_SHOWN: Final = 50
_NAME: Final = re.compile(r"[0-9]{20}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class LocalMail:
    """One mail of the folder."""

    name: str
    recipient: str
    subject: str
    sent_at: datetime
    text: str
    html: str


class LocalMailService:
    """Reads the folder; without one there is nothing to be seen.

    Args:
        folder: Where the mails lie as `.eml` files; None on a server that is not a local cloud.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    async def latest(self) -> list[LocalMail]:
        """The newest mails, newest first.

        Raises:
            NotFound: This is no local cloud.
        """
        folder = self._require()
        return await anyio.to_thread.run_sync(_latest, folder)

    async def read(self, name: str) -> LocalMail:
        """One mail.

        Raises:
            NotFound: There is none of that name, or this is no local cloud.
        """
        path = self._require() / f"{name}.eml"
        if not _NAME.fullmatch(name):
            raise NotFound
        try:
            return await anyio.to_thread.run_sync(_read, path)
        except FileNotFoundError:
            raise NotFound from None

    def _require(self) -> Path:
        if self._folder is None:
            raise NotFound
        return self._folder


def _latest(folder: Path) -> list[LocalMail]:
    paths = sorted(folder.glob("*.eml"), reverse=True)[:_SHOWN]
    return [_read(path) for path in paths if _NAME.fullmatch(path.stem)]


def _read(path: Path) -> LocalMail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    nanoseconds = int(path.stem.partition("-")[0])
    return LocalMail(
        name=path.stem,
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=datetime.fromtimestamp(nanoseconds // 10**9, UTC),
        text=_body(message, "plain"),
        html=_with_pictures(message, _body(message, "html")),
    )


def _body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    return "" if part is None else str(part.get_content())


def _with_pictures(message: EmailMessage, html: str) -> str:
    """Put the pictures of the mail where its HTML names them."""
    for part in message.walk():
        content_id = str(part["Content-ID"] or "").strip("<>")
        if content_id and part.get_content_maintype() == "image":
            data = base64.b64encode(part.get_content()).decode()
            html = html.replace(
                f"cid:{content_id}", f"data:{part.get_content_type()};base64,{data}"
            )
    return html
