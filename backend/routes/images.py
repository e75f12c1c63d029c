"""/api/images: the gallery."""

import unicodedata
from typing import Annotated, Final, Self

from pydantic import Field, StringConstraints, model_validator

from backend.routes.contract import Call, Operation
from backend.services.gallery_pages import PageFilter
from shared.errors import ErrorCode
from shared.gallery import (
    BulkAnswer,
    BulkRequest,
    GalleryAnswer,
    GalleryDelta,
    GalleryPage,
    GallerySort,
    Image,
    ImageChange,
)
from shared.generations import GenerationStatus
from shared.limits import (
    PAGE_DEFAULT_ITEMS,
    PAGE_MAX_ITEMS,
    REVISION_MAX,
    SEARCH_MAX_CHARACTERS,
)
from shared.styles import Style
from shared.wire import RequestModel, UtcDateTime

_CURSOR_MAX_CHARACTERS: Final = 1000


class GalleryQuery(RequestModel):
    """Either `since` a revision (the delta), or filters (a page); both take `trash` and `limit`.

    For the delta `trash` means that what lies in the trash is told too; for a page it means the
    pictures in the trash instead of those in the gallery.
    """

    since: Annotated[int, Field(ge=0, le=REVISION_MAX)] | None = None
    trash: bool = False
    limit: Annotated[int, Field(ge=1, le=PAGE_MAX_ITEMS)] = PAGE_DEFAULT_ITEMS
    style: Style | None = None
    status: GenerationStatus | None = None
    favourite: bool | None = None
    created_from: Annotated[UtcDateTime | None, Field(alias="from")] = None
    created_before: Annotated[UtcDateTime | None, Field(alias="to")] = None
    q: (
        Annotated[
            str,
            StringConstraints(
                strip_whitespace=True,
                max_length=SEARCH_MAX_CHARACTERS,
                pattern=r"^[^\x00]*$",
            ),
        ]
        | None
    ) = None
    sort: GallerySort = GallerySort.NEWEST
    cursor: Annotated[str, StringConstraints(max_length=_CURSOR_MAX_CHARACTERS)] | None = None

    @model_validator(mode="after")
    def _delta_takes_no_filter(self) -> Self:
        others = self.model_fields_set - {"since", "trash", "limit"}
        if self.since is not None and others:
            msg = "since a revision everything is told: filters, sort and cursor are for pages"
            raise ValueError(msg)
        return self


class DeleteQuery(RequestModel):
    """Whether it can be got back."""

    forever: bool = False


async def _list(call: Call[None, GalleryQuery]) -> GalleryDelta | GalleryPage:
    query = call.query
    if query.since is not None:
        return await call.services.gallery.delta(
            call.caller.user_id, since=query.since, limit=query.limit, with_trash=query.trash
        )
    wanted = PageFilter(
        style=query.style,
        status=query.status,
        favourite=query.favourite,
        created_from=query.created_from,
        created_before=query.created_before,
        words=None if query.q is None else unicodedata.normalize("NFC", query.q),
        sort=query.sort,
        in_trash=query.trash,
    )
    return await call.services.gallery_pages.page(
        call.caller.user_id, wanted, cursor=query.cursor, limit=query.limit
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
        summary="What changed in the gallery since a revision; or a page of it, filtered and sorted",
        tag="images",
        handler=_list,
        query=GalleryQuery,
        answer=GalleryAnswer,
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
