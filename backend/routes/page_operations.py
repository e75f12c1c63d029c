"""Operations that a browser asks for: pages, and the forms on them."""

from typing import Any, Final

from backend.routes.contract import Handler, Operation
from backend.web.pages import MEDIA_TYPE
from shared.errors import ErrorCode
from shared.wire import RequestModel

_OF_EVERY_PAGE: Final[dict[str, Any]] = {
    "tag": "pages",
    "media_type": MEDIA_TYPE,
    "is_public": True,
}


def page_operation(
    path: str,
    name: str,
    summary: str,
    handler: Handler,
    *,
    query: type[RequestModel] | None = None,
    errors: tuple[ErrorCode, ...] = (),
) -> Operation:
    """A page; opening it changes nothing."""
    return Operation(
        method="GET",
        path=path,
        name=name,
        summary=summary,
        handler=handler,
        query=query,
        errors=errors,
        **_OF_EVERY_PAGE,
    )


def form_operation(
    path: str,
    name: str,
    handler: Handler,
    body: type[RequestModel],
    *,
    errors: tuple[ErrorCode, ...],
) -> Operation:
    """What the button of a page at the same path does."""
    return Operation(
        method="POST",
        path=path,
        name=name,
        summary="Its button",
        handler=handler,
        body=body,
        body_type="form",
        errors=errors,
        **_OF_EVERY_PAGE,
    )
