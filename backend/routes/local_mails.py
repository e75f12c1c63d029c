"""/local/mails: what a local cloud would have sent. Everywhere else there is no such page."""

import re
from typing import Final
from urllib.parse import urlsplit

from starlette.responses import Response

from backend.errors import NotFound
from backend.routes.contract import Call
from backend.routes.page_operations import page_operation
from backend.web.pages import mail_body, page
from shared.errors import ErrorCode

_LINK: Final = re.compile(r"https?://\S+")
_THIS_COMPUTER: Final = frozenset({"127.0.0.1", "localhost", "::1"})


async def _list(call: Call[None, None]) -> Response:
    _require_this_computer(call)
    return page("local_mails", mails=await call.services.local_mails.latest())


async def _read(call: Call[None, None]) -> Response:
    _require_this_computer(call)
    mail = await call.services.local_mails.read(call.path["name"])
    link = _LINK.search(mail.text)
    return page("local_mail", mail=mail, link=link.group() if link else "")


async def _html(call: Call[None, None]) -> Response:
    _require_this_computer(call)
    return mail_body((await call.services.local_mails.read(call.path["name"])).html)


def _require_this_computer(call: Call[None, None]) -> None:
    """A page of the internet can give this computer its own name, but not another Host header."""
    host = urlsplit(f"//{call.headers.get('host', '')}").hostname
    if host not in _THIS_COMPUTER:
        raise NotFound


_ELSEWHERE: Final = (ErrorCode.NOT_FOUND,)

OPERATIONS: Final = (
    page_operation(
        "/local/mails",
        "localMailsPage",
        "The mails of a local cloud; there is no such page elsewhere",
        _list,
        errors=_ELSEWHERE,
    ),
    page_operation("/local/mails/{name}", "localMailPage", "One of them", _read, errors=_ELSEWHERE),
    page_operation(
        "/local/mails/{name}/html", "localMailBody", "Its HTML", _html, errors=_ELSEWHERE
    ),
)
