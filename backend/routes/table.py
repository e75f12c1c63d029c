"""Every route there is: the server is built from this table, and so is its document."""

import json
from functools import cache
from typing import Any, Final

from starlette.responses import Response

from backend.routes import (
    account,
    auth,
    events,
    generate,
    google,
    images,
    local_mails,
    metrics,
    pages,
    passwords,
    service,
    sharing,
    upload,
    user,
)
from backend.routes.contract import Call, Operation
from backend.routes.openapi_document import build_document


async def _openapi(call: Call[None, None]) -> Response:
    del call
    return Response(_document_json(), media_type="application/json")


OPERATIONS: Final[tuple[Operation, ...]] = (
    *auth.OPERATIONS,
    *passwords.OPERATIONS,
    *google.OPERATIONS,
    *upload.OPERATIONS,
    *generate.OPERATIONS,
    *events.OPERATIONS,
    *images.OPERATIONS,
    *sharing.OPERATIONS,
    *user.OPERATIONS,
    *account.OPERATIONS,
    *service.OPERATIONS,
    *metrics.OPERATIONS,
    *pages.OPERATIONS,
    *local_mails.OPERATIONS,
    Operation(
        method="GET",
        path="/api/openapi.json",
        name="getOpenApi",
        summary="This document",
        tag="service",
        handler=_openapi,
        is_public=True,
    ),
)


def openapi_document() -> dict[str, Any]:
    """The OpenAPI 3.1 document of all routes."""
    return build_document(OPERATIONS)


@cache
def _document_json() -> str:
    return json.dumps(openapi_document(), ensure_ascii=False)
