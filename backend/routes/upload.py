"""/api/upload: signed addresses for photos."""

from typing import Final

from backend.routes.contract import Call, FieldError, Operation
from shared.errors import ErrorCode
from shared.limits import PHOTO_MAX_BYTES
from shared.uploads import PresignedUrl, PresignedUrlRequest


async def _presign(call: Call[PresignedUrlRequest, None]) -> PresignedUrl:
    return await call.services.uploads.presign(
        call.caller.user_id,
        content_type=call.body.content_type,
        size_bytes=call.body.size_bytes,
    )


OPERATIONS: Final = (
    Operation(
        method="POST",
        path="/api/upload/presigned-url",
        name="presignUpload",
        summary="Get an address that takes one PUT of exactly this length and type",
        tag="upload",
        handler=_presign,
        body=PresignedUrlRequest,
        answer=PresignedUrl,
        errors=(ErrorCode.RATE_LIMITED,),
        field_errors=(
            FieldError(
                field="contentType",
                reasons=frozenset({"enum"}),
                code=ErrorCode.UNSUPPORTED_PHOTO_TYPE,
                message="Please choose a JPEG, PNG or WebP photo.",
            ),
            FieldError(
                field="sizeBytes",
                reasons=frozenset({"less_than_equal"}),
                code=ErrorCode.PHOTO_TOO_LARGE,
                message=f"The photo is larger than {PHOTO_MAX_BYTES // 2**20} MB. "
                "Please choose a smaller one.",
            ),
        ),
    ),
)
