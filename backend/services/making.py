"""Makes one picture, from the claim to the stored files: what a worker runs for each job."""

import asyncio
import hashlib
import logging
import os
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing
from typing import Final, TypeVar
from uuid import UUID

import anyio
import anyio.to_thread

from backend.errors import (
    AttemptTooSlow,
    DatabaseUnavailable,
    EnginePermanentError,
    EngineTemporaryError,
    NotFound,
    PhotoRefused,
    PlushifyError,
    StorageUnavailable,
)
from backend.services.attempts import Attempt, AttemptService, StoredFile, StoredPicture
from backend.services.observing import (
    AttemptOutcome,
    AttemptReport,
    Unobserved,
    WorkObserver,
    observed,
)
from backend.services.photos import CheckedPhoto, announced_type, check_photo, too_large
from backend.services.picture_keys import (
    DISPLAY_NAME,
    PHOTO_NAME,
    PREVIEWS_MAX,
    RESULT_NAME,
    THUMBNAIL_NAME,
    picture_key,
    picture_keys,
    preview_key,
)
from backend.services.pictures import EncodedFile, encode_photo, encode_picture, encode_preview
from backend.services.ports import (
    EnginePreview,
    EngineRequest,
    EngineResult,
    ImageEngine,
    ObjectStore,
)
from shared.errors import ErrorCode
from shared.limits import GENERATION_MAX_ATTEMPTS, PHOTO_MAX_BYTES

logger = logging.getLogger(__name__)

_HAND_BACK_TIMEOUT_S: Final = 3
_PAUSES_S: Final = (1, 2, 4, 8, 16)
"""An outage of half a minute costs no attempt, and no finished picture."""
BESIDES_ENGINE_LIMIT_S: Final = 240
"""An attempt may take so long beside its engine: to fetch, check, encode and store."""
_LIMIT_S: Final = 480

_Made = TypeVar("_Made")


class PictureMaker:
    """Runs attempts. One of them serves all jobs of a process; it keeps nothing between them.

    Args:
        attempts: Claims, completes, fails and hands back.
        store: Where photos come from and pictures go to.
        engine: Makes the pictures.
        observer: Hears how each attempt ends.
        pauses_s: How long to wait for a store or a database that is away, time after time.
        limit_s: For one attempt as a whole, so that nothing it waits for can hold it for ever.
    """

    def __init__(
        self,
        attempts: AttemptService,
        store: ObjectStore,
        engine: ImageEngine,
        *,
        observer: WorkObserver | None = None,
        pauses_s: Sequence[float] = _PAUSES_S,
        limit_s: float = _LIMIT_S,
    ) -> None:
        self._observer = observer or Unobserved()
        self._attempts = attempts
        self._store = store
        self._engine = engine
        self._pauses_s = pauses_s
        self._limit_s = limit_s
        self._cpu = anyio.CapacityLimiter(os.cpu_count() or 1)

    async def make(self, image_id: UUID) -> None:
        """Make one picture, or fail it with a refund, or find that there is nothing to do.

        Raises:
            EngineTemporaryError: It was handed back: try again later.
            StorageUnavailable, AttemptTooSlow: Likewise.
            DatabaseUnavailable: What became of it is not known here: try again later.
        """
        attempt = await self._attempts.claim(image_id)
        if attempt is None:
            return
        logger.info("Image %s: attempt %d begins", *_names(attempt))
        with observed(
            self._observer, self._engine.name, attempt.style, waited_s=attempt.waited_s
        ) as report:
            await self._attempt(attempt, report)

    async def _attempt(self, attempt: Attempt, report: AttemptReport) -> None:
        try:
            report.outcome = await self._run_in_time(attempt)
        except (PhotoRefused, EnginePermanentError) as refusal:
            logger.info("Image %s: attempt %d is refused: %s", *_names(attempt), refusal.code)
            has_failed = await self._attempts.fail(attempt, refusal.code, refusal.message)
            report.failed(refusal.code, is_fence_held=has_failed)
        except (EngineTemporaryError, StorageUnavailable, AttemptTooSlow) as error:
            logger.warning("Image %s: attempt %d failed for now: %s", *_names(attempt), error)
            if await self._is_given_up(attempt, report, ErrorCode.ATTEMPTS_USED_UP):
                return
            raise
        except DatabaseUnavailable:
            raise
        except asyncio.CancelledError:
            await self._hand_back_while_stopping(attempt, report)
            raise
        except Exception:
            logger.exception("Image %s: attempt %d broke", *_names(attempt))
            if await self._is_given_up(attempt, report, ErrorCode.INTERNAL):
                return
            raise

    async def _run_in_time(self, attempt: Attempt) -> AttemptOutcome:
        """Raises: AttemptTooSlow, and whatever `_run` raises."""
        limit = asyncio.timeout(self._limit_s)
        try:
            async with limit:
                return await self._run(attempt)
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise AttemptTooSlow(self._limit_s) from error

    async def _run(self, attempt: Attempt) -> AttemptOutcome:
        """Raises: PhotoRefused, EngineError, StorageUnavailable, DatabaseUnavailable."""
        photo = await self._fetch_photo(attempt)
        result = await self._draw(attempt, photo)
        if result is None:
            logger.info("Image %s: attempt %d is no longer wanted", *_names(attempt))
            return AttemptOutcome.DISCARDED
        self._observer.picture_drawn(result)
        picture = await self._store_picture(attempt, photo, result)
        return await self._complete(attempt, picture)

    async def _fetch_photo(self, attempt: Attempt) -> CheckedPhoto:
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

    async def _draw(self, attempt: Attempt, photo: CheckedPhoto) -> EngineResult | None:
        """Let the engine work and show its previews; None once the fence is lost."""
        request = EngineRequest(
            image_id=attempt.image_id,
            user_reference=_pseudonym(attempt.user_id),
            photo_png=photo.png,
            style=attempt.style,
            wish=attempt.wish,
            hints=attempt.hints,
        )
        sequence = 0
        async with aclosing(self._engine.generate(request)) as steps:
            async for step in steps:
                if isinstance(step, EngineResult):
                    return step
                sequence += 1
                if sequence <= PREVIEWS_MAX and not await self._show(attempt, sequence, step):
                    return None
        raise EngineTemporaryError(
            ErrorCode.ENGINE_UNAVAILABLE, "The image engine stopped without a picture."
        )

    async def _show(self, attempt: Attempt, sequence: int, preview: EnginePreview) -> bool:
        """Publish a preview; False once the fence is known to be lost. A lost preview is no failure."""
        key = preview_key(attempt.image_id, attempt.number, sequence)
        try:
            file = await self._in_thread(encode_preview, preview.image)
            await self._store.put(key, file.data, content_type=file.content_type)
            return await self._attempts.publish_preview(
                attempt, sequence=sequence, stage=preview.stage, key=key
            )
        except (EngineTemporaryError, StorageUnavailable, DatabaseUnavailable) as error:
            logger.warning("Image %s: preview %d is lost: %s", attempt.image_id, sequence, error)
            return True

    async def _store_picture(
        self, attempt: Attempt, photo: CheckedPhoto, result: EngineResult
    ) -> StoredPicture:
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

    async def _complete(self, attempt: Attempt, picture: StoredPicture) -> AttemptOutcome:
        tries = 0

        async def complete() -> bool:
            nonlocal tries
            tries += 1
            return await self._attempts.complete(attempt, picture)

        if await self._patiently(complete):
            logger.info("Image %s: attempt %d has made it", *_names(attempt))
            if attempt.number > 1:
                # An earlier one may have died when only some of its files were stored.
                await self._delete(attempt, picture_keys(attempt.image_id, attempt.number - 1))
            return AttemptOutcome.COMPLETED
        if tries == 1:
            logger.info("Image %s: attempt %d is no longer wanted", *_names(attempt))
            files = (picture.result, picture.display, picture.thumbnail, picture.photo)
            await self._delete(attempt, (file.key for file in files))
            return AttemptOutcome.DISCARDED
        # After a lost connection, "no" may only mean that an earlier try did it.
        return AttemptOutcome.UNKNOWN

    async def _patiently(self, call: Callable[[], Awaitable[_Made]]) -> _Made:
        """Wait for a store or a database that is away, as long as the pauses allow."""
        for pause_s in self._pauses_s:
            try:
                return await call()
            except (StorageUnavailable, DatabaseUnavailable) as error:
                logger.warning("Waiting %s s: %s", pause_s, error)
                await asyncio.sleep(pause_s)
        return await call()

    async def _delete(self, attempt: Attempt, keys: Iterable[str]) -> None:
        """Delete files that nobody will ask for; what cannot be deleted is left behind."""
        try:
            await self._store.delete(keys)
        except StorageUnavailable as error:
            logger.warning("Image %s: attempt %d leaves files behind: %s", *_names(attempt), error)

    async def _is_given_up(self, attempt: Attempt, report: AttemptReport, code: ErrorCode) -> bool:
        """After the last attempt: fail and refund. Before: hand it back to the queue."""
        if attempt.number < GENERATION_MAX_ATTEMPTS:
            await self._hand_back(attempt, report)
            return False
        has_failed = await self._attempts.fail(
            attempt,
            code,
            "The picture could not be made, although it was tried several times. "
            "You were not charged.",
        )
        report.failed(code, is_fence_held=has_failed)
        return True

    async def _hand_back(self, attempt: Attempt, report: AttemptReport) -> None:
        is_back = await self._attempts.hand_back(attempt)
        report.outcome = AttemptOutcome.HANDED_BACK if is_back else AttemptOutcome.DISCARDED

    async def _hand_back_while_stopping(self, attempt: Attempt, report: AttemptReport) -> None:
        """The process ends: what cannot be handed back now is found by the reaper."""
        try:
            async with asyncio.timeout(_HAND_BACK_TIMEOUT_S):
                await self._hand_back(attempt, report)
        except (PlushifyError, TimeoutError) as error:
            logger.warning("Image %s: attempt %d not handed back: %r", *_names(attempt), error)

    async def _in_thread(self, work: Callable[..., _Made], *arguments: object) -> _Made:
        return await anyio.to_thread.run_sync(
            work, *arguments, limiter=self._cpu, abandon_on_cancel=True
        )


def _names(attempt: Attempt) -> tuple[UUID, int]:
    return attempt.image_id, attempt.number


def _pseudonym(user_id: UUID) -> str:
    """The same for every picture of a user, and nothing that leads back to them."""
    return hashlib.sha256(f"plushifyme user {user_id}".encode()).hexdigest()[:32]
