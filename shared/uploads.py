"""Asking for a signed URL to PUT a photo to."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.limits import PHOTO_MAX_BYTES
from shared.wire import RequestModel, UtcDateTime, WireModel


class PhotoType(StrEnum):
    """The photo formats that are accepted, as media types."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"


PHOTO_SUFFIXES: dict[PhotoType, str] = {
    PhotoType.JPEG: "jpg",
    PhotoType.PNG: "png",
    PhotoType.WEBP: "webp",
}


class PresignedUrlRequest(RequestModel):
    """The photo that is about to be uploaded; the signature binds both values."""

    content_type: PhotoType
    size_bytes: Annotated[int, Field(ge=1, le=PHOTO_MAX_BYTES)]


class PresignedUrl(WireModel):
    """A URL that takes one PUT of exactly the announced length and type.

    `headers` must be sent as they are. `file_key` names the photo in `POST /api/generate`.
    """

    file_key: str
    url: str
    headers: dict[str, str]
    expires_at: UtcDateTime
