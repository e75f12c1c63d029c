"""/metrics: the server's numbers, for Prometheus."""

from typing import Final

from starlette.responses import Response

from backend.routes.contract import Call, HeaderParameter, Operation
from shared.errors import ErrorCode

_MEDIA_TYPE: Final = "text/plain"
_FORMAT: Final = "; version=1.0.0; charset=utf-8"


async def _metrics(call: Call[None, None]) -> Response:
    page = await call.services.metrics.render(call.headers.get("authorization", ""))
    return Response(page, headers={"Cache-Control": "no-store"}, media_type=_MEDIA_TYPE + _FORMAT)


OPERATIONS: Final = (
    Operation(
        method="GET",
        path="/metrics",
        name="getMetrics",
        summary="What this process has counted, and how much waits, in Prometheus' text format",
        tag="service",
        handler=_metrics,
        media_type=_MEDIA_TYPE,
        headers=(
            HeaderParameter("Authorization", "`Bearer` and METRICS_TOKEN, when the server has one"),
        ),
        errors=(ErrorCode.NOT_FOUND,),
        is_public=True,
    ),
)
