"""The files of one attempt: the photo it begins with, and what it leaves in the object store."""

import logging
import os
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeVar

import anyio
import anyio.to_thread

from backend.errors import NotFound, PhotoRefused, StorageUnavailable
from backend.services.attempts import Attempt, StoredFile, StoredPicture
from backend.services.patience import patiently
from backend.services.photos import CheckedPhoto, announced_type, check_photo, too_large
from backend.services.picture_keys import (
    DISPLAY_NAME,
    PHOTO_NAME,
    RESULT_NAME,
    THUMBNAIL_NAME,
    picture_key,
)
from backend.services.pictures import EncodedFile, encode_photo, encode_picture, encode_preview
from backend.services.ports import EnginePreview, EngineResult, ObjectStore
from shared.errors import ErrorCode
from shared.limits import PHOTO_MAX_BYTES

logger = logging.getLogger(__name__)

_Made = TypeVar("_Made")


class AttemptFiles:
    """Reads, checks, encodes and writes. One serves all attempts of a process.

    Args:
        store: Where photos come from and pictures go to.
        pauses_s: How long to wait for a store that is away, time after time.
    """

    def __init__(self, store: ObjectStore, *, pauses_s: Sequence[float]) -> None:
        self._store = store
        self._pauses_s = pauses_s
        self._cpu = anyio.CapacityLimiter(os.cpu_count() or 1)

    async def fetch_photo(self, attempt: Attempt) -> CheckedPhoto:
        """Read and check the photo; an object store that is away is waited for.

        Raises:
            PhotoRefused: It has not arrived, or cannot become a plushie.
            StorageUnavailable: The store stays away.
        """
        missing = PhotoRefused(
            ErrorCode.UPLOAD_NOT_FOUND,
            "The photo has not arrived. Please choose it again. You were not charged.",
        )
        info = await self._patiently(lambda: self._store.head(attempt.photo_key))
        if info is None:
            raise missing
        if info.size_bytes > PHOTO_MAX_BYTES:
            raise too_large()
        try:
            data = await self._patiently(
                lambda: self._store.get(attempt.photo_key, max_bytes=PHOTO_MAX_BYTES)
            )
        except NotFound as error:
            raise missing from error
        return await self._in_thread(check_photo, data, announced_type(attempt.photo_key))

    async def store_preview(self, key: str, preview: EnginePreview) -> None:
        """Encode and write a preview, which is not worth any waiting.

        Raises:
            EngineTemporaryError: The engine has shown something that is no picture.
            StorageUnavailable: The store does not answer.
        """
        file = await self._in_thread(encode_preview, preview.image)
        await self._store.put(key, file.data, content_type=file.content_type)

    async def store_picture(
        self, attempt: Attempt, photo: CheckedPhoto, result: EngineResult
    ) -> StoredPicture:
        """Encode and write the picture, its smaller copies and the photo it was made from.

        Raises:
            EngineTemporaryError: What the engine has made is no picture.
            StorageUnavailable: The store stays away.
        """
        picture = await self._in_thread(encode_picture, result.image)
        kept_photo = await self._in_thread(encode_photo, photo)
        return StoredPicture(
            result=await self._put(attempt, RESULT_NAME, picture.original),
            display=await self._put(attempt, DISPLAY_NAME, picture.display),
            thumbnail=await self._put(attempt, THUMBNAIL_NAME, picture.thumbnail),
            photo=await self._put(attempt, PHOTO_NAME, kept_photo),
            placeholder=picture.placeholder,
            engine=result.engine,
            model=result.model,
            provider_request_id=result.provider_request_id,
            usage=result.usage,
        )

    async def delete(self, attempt: Attempt, keys: Iterable[str]) -> None:
        """Delete files that nobody will ask for; what cannot be deleted is left behind."""
        try:
            await self._store.delete(keys)
        except StorageUnavailable as error:
            logger.warning(
                "Image %s: attempt %d leaves files behind: %s",
                attempt.image_id,
                attempt.number,
                error,
            )

    async def _put(self, attempt: Attempt, name: str, file: EncodedFile) -> StoredFile:
        key = picture_key(attempt.image_id, attempt.number, name)
        await self._patiently(
            lambda: self._store.put(key, file.data, content_type=file.content_type)
        )
        return StoredFile(
            key=key,
            content_type=file.content_type,
            size_bytes=len(file.data),
            sha256=file.sha256,
            width=file.width,
            height=file.height,
        )

    async def _patiently(self, call: Callable[[], Awaitable[_Made]]) -> _Made:
        return await patiently(call, self._pauses_s)

    async def _in_thread(self, work: Callable[..., _Made], *arguments: object) -> _Made:
        return await anyio.to_thread.run_sync(
            work, *arguments, limiter=self._cpu, abandon_on_cancel=True
        )
