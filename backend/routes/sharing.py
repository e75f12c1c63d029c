"""Links to pictures: making and revoking them, and the page that everybody can look at."""

import re
from typing import Final
from urllib.parse import urlsplit

from starlette.responses import Response

from backend.errors import NotFound
from backend.routes.contract import Call, Operation
from backend.routes.page_operations import page_operation
from backend.services.sharing import SHARED_PATH
from backend.web.pages import MEDIA_TYPE, page
from shared.errors import ErrorCode
from shared.gallery import Share, ShareRequest, Shares
from shared.styles import STYLE_DESCRIPTIONS

_TOKEN_PATTERN: Final = re.compile(r"[\w-]{43}", re.ASCII)
_HEADERS: Final = {
    # A picture of somebody's child is nobody's search result. It is not robots.txt that says so:
    # then the programs that show a preview beside a link in a chat would not look at it either.
    "X-Robots-Tag": "noindex, nofollow, noarchive, noimageindex",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


async def _share(call: Call[ShareRequest, None]) -> Share:
    return await call.services.sharing.share(
        call.caller.user_id, call.path_id(), expires_in_days=call.body.expires_in_days
    )


async def _links(call: Call[None, None]) -> Shares:
    return await call.services.sharing.links(call.caller.user_id, call.path_id())


async def _revoke(call: Call[None, None]) -> None:
    await call.services.sharing.revoke(call.caller.user_id, call.path_id())


async def _shared_page(call: Call[None, None]) -> Response:
    token = _token(call)
    shared = await call.services.sharing.open(token)
    address = call.services.sharing.address(token)
    storage = urlsplit(shared.display.url)
    response = page(
        "shared",
        pictures_from=f"{storage.scheme}://{storage.netloc}",
        heading=shared.title or "A plushie",
        style_name=STYLE_DESCRIPTIONS[shared.style].name,
        display=shared.display,
        photo=shared.photo,
        address=address,
        # Previews are looked at long after the signature in the page has ended.
        preview=f"{address}/picture.webp",
    )
    response.headers.update(_HEADERS)
    return response


async def _shared_picture(call: Call[None, None]) -> Response:
    shared = await call.services.sharing.open(_token(call))
    return Response(
        status_code=302, headers={**_HEADERS, "Location": shared.display.url}, media_type=MEDIA_TYPE
    )


def _token(call: Call[None, None]) -> str:
    token = call.path["token"]
    if not _TOKEN_PATTERN.fullmatch(token):
        raise NotFound
    return token


_FAILURES: Final = (ErrorCode.NOT_FOUND, ErrorCode.DATABASE_UNAVAILABLE)

OPERATIONS: Final = (
    Operation(
        method="POST",
        path="/api/images/{id}/share",
        name="shareImage",
        summary="Make a link by which anybody can look at a picture; it is told this once",
        tag="sharing",
        handler=_share,
        body=ShareRequest,
        status=201,
        answer=Share,
        errors=(ErrorCode.NOT_FOUND,),
    ),
    Operation(
        method="GET",
        path="/api/images/{id}/share",
        name="listShareLinks",
        summary="The links to a picture that work, without their addresses",
        tag="sharing",
        handler=_links,
        answer=Shares,
        errors=(ErrorCode.NOT_FOUND,),
    ),
    Operation(
        method="DELETE",
        path="/api/images/{id}/share",
        name="revokeShareLinks",
        summary="End every link to a picture",
        tag="sharing",
        handler=_revoke,
        status=204,
        errors=(ErrorCode.NOT_FOUND,),
    ),
    page_operation(
        SHARED_PATH + "{token}",
        "sharedPage",
        "The page of a link: the photo and the plushie",
        _shared_page,
        errors=_FAILURES,
    ),
    Operation(
        method="GET",
        path=SHARED_PATH + "{token}/picture.webp",
        name="sharedPicture",
        summary="Leads to the picture itself, for previews of the link",
        tag="pages",
        handler=_shared_picture,
        status=302,
        media_type=MEDIA_TYPE,
        errors=_FAILURES,
        is_public=True,
    ),
)
