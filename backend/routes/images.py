"""/api/images: the gallery."""

from typing import Annotated, Final

from pydantic import Field

from backend.routes.contract import Call, Operation
from shared.errors import ErrorCode
from shared.gallery import BulkAnswer, BulkRequest, GalleryDelta, Image, ImageChange
from shared.limits import PAGE_DEFAULT_ITEMS, PAGE_MAX_ITEMS, REVISION_MAX
from shared.wire import RequestModel


class GalleryQuery(RequestModel):
    """From which revision on, and how much at once."""

    since: Annotated[int, Field(ge=0, le=REVISION_MAX)] = 0
    trash: bool = False
    limit: Annotated[int, Field(ge=1, le=PAGE_MAX_ITEMS)] = PAGE_DEFAULT_ITEMS


class DeleteQuery(RequestModel):
    """Whether it can be got back."""

    forever: bool = False


async def _delta(call: Call[None, GalleryQuery]) -> GalleryDelta:
    return await call.services.gallery.delta(
        call.caller.user_id,
        since=call.query.since,
        limit=call.query.limit,
        with_trash=call.query.trash,
    )


async def _get(call: Call[None, None]) -> Image:
    return await call.services.gallery_changes.get(call.caller.user_id, call.path_id())


async def _change(call: Call[ImageChange, None]) -> Image:
    return await call.services.gallery_changes.edit(call.caller.user_id, call.path_id(), call.body)


async def _delete(call: Call[None, DeleteQuery]) -> None:
    await call.services.gallery_changes.delete(
        call.caller.user_id, call.path_id(), forever=call.query.forever
    )


async def _restore(call: Call[None, None]) -> Image:
    return await call.services.gallery_changes.restore(call.caller.user_id, call.path_id())


async def _change_many(call: Call[BulkRequest, None]) -> BulkAnswer:
    return await call.services.gallery_changes.change_many(call.caller.user_id, call.body)


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
        method="POST",
        path="/api/images/bulk",
        name="changeImages",
        summary="Do one thing to many pictures, all of it or nothing",
        tag="images",
        handler=_change_many,
        body=BulkRequest,
        answer=BulkAnswer,
    ),
    Operation(
        method="GET",
        path="/api/images/{id}",
        name="getImage",
        summary="One picture, also from the trash, with fresh addresses of its files",
        tag="images",
        handler=_get,
        answer=Image,
        errors=(ErrorCode.NOT_FOUND,),
    ),
    Operation(
        method="PATCH",
        path="/api/images/{id}",
        name="changeImage",
        summary="Change title, favourite or tags of a picture",
        tag="images",
        handler=_change,
        body=ImageChange,
        answer=Image,
        errors=(ErrorCode.NOT_FOUND,),
    ),
    Operation(
        method="DELETE",
        path="/api/images/{id}",
        name="deleteImage",
        summary=(
            "Put a picture into the trash, or delete it for good; one that is still being made is "
            "cancelled and refunded"
        ),
        tag="images",
        handler=_delete,
        query=DeleteQuery,
        status=204,
        errors=(ErrorCode.NOT_FOUND,),
    ),
    Operation(
        method="POST",
        path="/api/images/{id}/restore",
        name="restoreImage",
        summary="Take a picture out of the trash",
        tag="images",
        handler=_restore,
        answer=Image,
        errors=(ErrorCode.NOT_FOUND,),
    ),
)
