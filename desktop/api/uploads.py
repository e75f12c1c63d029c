"""Sending a photo straight to the picture storage."""

import time
from collections.abc import Callable, Iterator

from desktop.api.client import ApiClient
from desktop.errors import StorageUnreachable, UploadRefused
from shared.uploads import PresignedUrl

_CHUNK_BYTES, _MOST_CHUNK_BYTES = 64 * 1024, 512 * 1024
_QUICK_S, _SLOW_S = 0.05, 0.5
"""After a chunk that leaves quickly comes a larger one, after a slow one a smaller one: each takes about
as long as a person wants to wait for progress."""
_SIGNATURE_STATUSES = frozenset({400, 403})
"""What storages answer to a signature that has expired: Amazon 403, rclone 400."""
_SERVER_ERROR_STATUS = 500


def upload_photo(
    client: ApiClient,
    data: bytes,
    content_type: str,
    on_progress: Callable[[int], None] | None = None,
) -> str:
    """PUT the photo to a freshly signed URL; an expired signature is renewed once.

    Args:
        client: Signs the URLs.
        data: The encoded photo, at most `PHOTO_MAX_BYTES`.
        content_type: Its media type.
        on_progress: Called with the bytes handed to the network so far. What it raises ends the
            upload.

    Returns:
        The file key for `GenerateRequest`.

    Raises:
        StorageUnreachable: The storage does not answer.
        UploadRefused: It refused a fresh signature too.
        ApiError, ServerUnreachable, UnexpectedAnswer, Cancelled: As `HttpLine.request`.
    """
    signed = client.presign(content_type, len(data))
    status = _put(client, signed, data, on_progress)
    if status in _SIGNATURE_STATUSES:
        signed = client.presign(content_type, len(data))
        status = _put(client, signed, data, on_progress)
    if status >= _SERVER_ERROR_STATUS:
        raise StorageUnreachable
    if not 200 <= status < 300:
        raise UploadRefused(status)
    return signed.file_key


def _put(
    client: ApiClient,
    signed: PresignedUrl,
    data: bytes,
    on_progress: Callable[[int], None] | None,
) -> int:
    headers = {**signed.headers, "Content-Length": str(len(data))}
    with client.line.storage(StorageUnreachable()) as http:
        response = http.put(signed.url, content=_chunks(data, on_progress), headers=headers)
    return response.status_code


def _chunks(data: bytes, on_progress: Callable[[int], None] | None) -> Iterator[bytes]:
    view = memoryview(data)
    start, size = 0, _CHUNK_BYTES
    while start < len(data):
        began = time.monotonic()
        chunk = bytes(view[start : start + size])
        yield chunk
        start += len(chunk)
        if on_progress is not None:
            on_progress(start)
        took_s = time.monotonic() - began
        if took_s < _QUICK_S:
            size = min(2 * size, _MOST_CHUNK_BYTES)
        elif took_s > _SLOW_S:
            size = max(size // 2, _CHUNK_BYTES)
