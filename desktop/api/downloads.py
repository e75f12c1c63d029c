"""Fetching a stored file by its signed URL."""

import hashlib
from collections.abc import Callable

from desktop.api.client import ApiClient
from desktop.errors import DownloadRefused, StorageUnreachable
from shared.gallery import Image, ImageFile

_MAX_BYTES = 64 * 1024 * 1024
_SIGNATURE_STATUSES = frozenset({400, 403})
_EXPIRED_STATUS = 403
_SERVER_ERROR_STATUS = 500

FileOf = Callable[[Image], ImageFile | None]
"""Which of an image's files is meant."""


def download_file(client: ApiClient, image: Image, file_of: FileOf) -> bytes:
    """Fetch one of an image's files and check it against its hash.

    An expired URL is renewed once, by asking the server about the image again; so is one that is
    empty, as in what is kept on this computer.

    Raises:
        DownloadRefused: There is no such file, it is another one, or the signature is refused.
        StorageUnreachable: The storage does not answer.
        ApiError, ServerUnreachable, UnexpectedAnswer, Cancelled: As `HttpLine.request`.
    """
    file = file_of(image)
    if file is None:
        raise DownloadRefused("it is not there yet")
    status, data = _get(client, file.url) if file.url else (_EXPIRED_STATUS, b"")
    if status in _SIGNATURE_STATUSES:
        fresh = file_of(client.image(image.id))
        if fresh is None:
            raise DownloadRefused("it is not there any more")
        file = fresh
        status, data = _get(client, file.url)
    if status >= _SERVER_ERROR_STATUS:
        raise StorageUnreachable
    if not 200 <= status < 300:
        raise DownloadRefused(f"answer {status}")
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise DownloadRefused("it arrived damaged")
    return data


def download_preview(client: ApiClient, url: str) -> bytes:
    """Fetch a preview; it has no hash and lives only for a moment.

    Raises:
        DownloadRefused: It is gone already.
        StorageUnreachable: The storage does not answer.
        Cancelled: The line was interrupted.
    """
    status, data = _get(client, url)
    if not 200 <= status < 300:
        raise DownloadRefused(f"answer {status}")
    return data


def _get(client: ApiClient, url: str) -> tuple[int, bytes]:
    with (
        client.line.storage(StorageUnreachable()) as http,
        http.stream("GET", url) as response,
    ):
        data = bytearray()
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > _MAX_BYTES:
                raise DownloadRefused("it is too large")
        return response.status_code, bytes(data)
