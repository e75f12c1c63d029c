"""Makes one picture, from the claim to the stored files: what a worker runs for each job."""

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from contextlib import aclosing
from typing import Final
from uuid import UUID

from backend.errors import (
    AttemptTooSlow,
    DatabaseUnavailable,
    EnginePermanentError,
    EngineTemporaryError,
    PhotoRefused,
    PlushifyError,
    StorageUnavailable,
)
from backend.services.attempt_files import AttemptFiles
from backend.services.attempts import Attempt, AttemptService, StoredPicture
from backend.services.observing import (
    AttemptOutcome,
    AttemptReport,
    Unobserved,
    WorkObserver,
    observed,
)
from backend.services.patience import PAUSES_S, patiently
from backend.services.photos import CheckedPhoto
from backend.services.picture_keys import PREVIEWS_MAX, picture_keys, preview_key
from backend.services.ports import (
    EnginePreview,
    EngineRequest,
    EngineResult,
    ImageEngine,
    ObjectStore,
)
from shared.errors import ErrorCode
from shared.limits import GENERATION_MAX_ATTEMPTS

logger = logging.getLogger(__name__)

_HAND_BACK_TIMEOUT_S: Final = 3
BESIDES_ENGINE_LIMIT_S: Final = 240
"""An attempt may take so long beside its engine: to fetch, check, encode and store."""
_LIMIT_S: Final = 480
"""For an attempt as a whole, if nobody says how long its engine may take."""


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
        pauses_s: Sequence[float] = PAUSES_S,
        limit_s: float = _LIMIT_S,
    ) -> None:
        self._observer = observer or Unobserved()
        self._attempts = attempts
        self._engine = engine
        self._pauses_s = pauses_s
        self._limit_s = limit_s
        self._files = AttemptFiles(store, pauses_s=pauses_s)

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
        photo = await self._files.fetch_photo(attempt)
        result = await self._draw(attempt, photo)
        if result is None:
            logger.info("Image %s: attempt %d is no longer wanted", *_names(attempt))
            return AttemptOutcome.DISCARDED
        self._observer.picture_drawn(result)
        picture = await self._files.store_picture(attempt, photo, result)
        return await self._complete(attempt, picture)

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
            await self._files.store_preview(key, preview)
            return await self._attempts.publish_preview(
                attempt, sequence=sequence, stage=preview.stage, key=key
            )
        except (EngineTemporaryError, StorageUnavailable, DatabaseUnavailable) as error:
            logger.warning("Image %s: preview %d is lost: %s", attempt.image_id, sequence, error)
            return True

    async def _complete(self, attempt: Attempt, picture: StoredPicture) -> AttemptOutcome:
        tries = 0

        async def complete() -> bool:
            nonlocal tries
            tries += 1
            return await self._attempts.complete(attempt, picture)

        if await patiently(complete, self._pauses_s):
            logger.info("Image %s: attempt %d has made it", *_names(attempt))
            if attempt.number > 1:
                # An earlier one may have died when only some of its files were stored.
                await self._files.delete(
                    attempt, picture_keys(attempt.image_id, attempt.number - 1)
                )
            return AttemptOutcome.COMPLETED
        if tries == 1:
            logger.info("Image %s: attempt %d is no longer wanted", *_names(attempt))
            files = (picture.result, picture.display, picture.thumbnail, picture.photo)
            await self._files.delete(attempt, (file.key for file in files))
            return AttemptOutcome.DISCARDED
        # After a lost connection, "no" may only mean that an earlier try did it.
        return AttemptOutcome.UNKNOWN

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


def _names(attempt: Attempt) -> tuple[UUID, int]:
    return attempt.image_id, attempt.number


def _pseudonym(user_id: UUID) -> str:
    """The same for every picture of a user, and nothing that leads back to them."""
    return hashlib.sha256(f"plushifyme user {user_id}".encode()).hexdigest()[:32]
