"""/api/generate: asking for a plushie, its status, cancelling it."""

import re
from typing import Final

from starlette.datastructures import Headers

from backend.errors import IdempotencyKeyMissing, InvalidRequest
from backend.routes.contract import Call, HeaderParameter, Operation
from shared.errors import ErrorCode, ErrorDetail
from shared.gallery import Generation, GenerationBatch
from shared.generations import BatchRequest, GenerateRequest
from shared.limits import BATCH_MAX_GENERATIONS, IDEMPOTENCY_KEY_MAX_CHARACTERS

IDEMPOTENCY_KEY: Final = "Idempotency-Key"
_KEY_PATTERN: Final = re.compile(rf"[\x21-\x7e]{{1,{IDEMPOTENCY_KEY_MAX_CHARACTERS}}}")


async def _generate(call: Call[GenerateRequest, None]) -> Generation:
    return await call.services.generations.request(
        call.caller.user_id, call.body, idempotency_key=_idempotency_key(call.headers)
    )


async def _generate_batch(call: Call[BatchRequest, None]) -> GenerationBatch:
    return await call.services.generations.request_batch(
        call.caller.user_id, call.body, idempotency_key=_idempotency_key(call.headers)
    )


def _idempotency_key(headers: Headers) -> str:
    key = headers.get(IDEMPOTENCY_KEY)
    if not key:
        raise IdempotencyKeyMissing
    if not _KEY_PATTERN.fullmatch(key):
        message = f"must be 1 to {IDEMPOTENCY_KEY_MAX_CHARACTERS} visible ASCII characters"
        raise InvalidRequest(
            f"The {IDEMPOTENCY_KEY} header {message}. You were not charged.",
            [ErrorDetail(field=IDEMPOTENCY_KEY, message=message)],
        )
    return key


async def _status(call: Call[None, None]) -> Generation:
    return await call.services.generations.status_for(call.caller)


async def _cancel(call: Call[None, None]) -> Generation:
    return await call.services.generations.cancel(call.caller.user_id, call.path_id())


_KEY_HEADER: Final = HeaderParameter(
    IDEMPOTENCY_KEY,
    "One for each order; a repeated request with the same key is answered the same and charged "
    "once.",
    required=True,
)
_ORDER_ERRORS: Final = (
    ErrorCode.IDEMPOTENCY_KEY_MISSING,
    ErrorCode.IDEMPOTENCY_KEY_REUSED,
    ErrorCode.UPLOAD_NOT_FOUND,
    ErrorCode.INSUFFICIENT_CREDITS,
    ErrorCode.STORAGE_UNAVAILABLE,
)

OPERATIONS: Final = (
    Operation(
        method="POST",
        path="/api/generate",
        name="generate",
        summary="Pay for one plushie and put it into the queue",
        tag="generate",
        handler=_generate,
        status=202,
        body=GenerateRequest,
        answer=Generation,
        headers=(_KEY_HEADER,),
        errors=_ORDER_ERRORS,
    ),
    Operation(
        method="POST",
        path="/api/generate/batch",
        name="generateBatch",
        summary=f"Pay for up to {BATCH_MAX_GENERATIONS} plushies and put them into the queue, all or none",
        tag="generate",
        handler=_generate_batch,
        status=202,
        body=BatchRequest,
        answer=GenerationBatch,
        headers=(_KEY_HEADER,),
        errors=_ORDER_ERRORS,
    ),
    Operation(
        method="GET",
        path="/api/generate/{id}",
        name="getGeneration",
        summary="How it is coming along",
        tag="generate",
        handler=_status,
        asks_about_image=True,
        answer=Generation,
        errors=(ErrorCode.NOT_FOUND,),
    ),
    Operation(
        method="DELETE",
        path="/api/generate/{id}",
        name="cancelGeneration",
        summary="Cancel it and get the credit back",
        tag="generate",
        handler=_cancel,
        answer=Generation,
        errors=(ErrorCode.NOT_FOUND, ErrorCode.GENERATION_FINAL),
    ),
)
