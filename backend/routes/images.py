"""/api/images: the gallery."""

from typing import Annotated, Final

from pydantic import Field

from backend.routes.contract import Call, Operation
from shared.errors import ErrorCode
from shared.gallery import GalleryDelta
from shared.limits import PAGE_DEFAULT_ITEMS, PAGE_MAX_ITEMS, REVISION_MAX
from shared.wire import RequestModel


class GalleryQuery(RequestModel):
    """From which revision on, and how much at once."""

    since: Annotated[int, Field(ge=0, le=REVISION_MAX)] = 0
    limit: Annotated[int, Field(ge=1, le=PAGE_MAX_ITEMS)] = PAGE_DEFAULT_ITEMS


async def _delta(call: Call[None, GalleryQuery]) -> GalleryDelta:
    return await call.services.gallery.delta(
        call.caller.user_id, since=call.query.since, limit=call.query.limit
    )


async def _delete(call: Call[None, None]) -> None:
    await call.services.gallery.delete(call.caller.user_id, call.path_id())


OPERATIONS: Final = (
    Operation(
        method="GET",
        path="/api/images",
        name="listImages",
        summary="What changed in the gallery since a revision, oldest change first",
        tag="images",
        handler=_delta,
        query=GalleryQuery,
        answer=GalleryDelta,
    ),
    Operation(
        method="DELETE",
        path="/api/images/{id}",
        name="deleteImage",
        summary="Delete a picture; one that is still being made is cancelled and refunded",
        tag="images",
        handler=_delete,
        status=204,
        errors=(ErrorCode.NOT_FOUND,),
    ),
)
