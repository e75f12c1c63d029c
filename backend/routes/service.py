"""What a server says of itself: which one it is, that it lives, that it is ready."""

from typing import Final

from backend.errors import DatabaseUnavailable, StorageUnavailable
from backend.routes.contract import Call, Operation
from shared.errors import ErrorCode
from shared.service import Liveness, Readiness, ServiceInfo
from shared.version import VERSION


async def _service(call: Call[None, None]) -> ServiceInfo:
    return call.services.info


async def _live(call: Call[None, None]) -> Liveness:
    del call
    return Liveness(version=VERSION)


async def _ready(call: Call[None, None]) -> Readiness:
    readiness = await call.services.health.readiness()
    if not readiness.database:
        raise DatabaseUnavailable
    if not readiness.storage:
        raise StorageUnavailable
    return readiness


OPERATIONS: Final = (
    Operation(
        method="GET",
        path="/api/service",
        name="getService",
        summary="Which server this is",
        tag="service",
        handler=_service,
        answer=ServiceInfo,
        is_public=True,
    ),
    Operation(
        method="GET",
        path="/live",
        name="live",
        summary="Whether the process answers; asks nothing else",
        tag="service",
        handler=_live,
        answer=Liveness,
        is_public=True,
    ),
    Operation(
        method="GET",
        path="/ready",
        name="ready",
        summary="Whether database and storage answer too",
        tag="service",
        handler=_ready,
        answer=Readiness,
        errors=(ErrorCode.DATABASE_UNAVAILABLE, ErrorCode.STORAGE_UNAVAILABLE),
        is_public=True,
    ),
)
