"""Asking for a plushie, looking how it is coming along, and cancelling it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from psycopg import errors
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit, transaction
from backend.db.rows import fetch_one
from backend.errors import (
    GenerationFinal,
    InsufficientCredits,
    NotFound,
)
from backend.services import ledger, revisions
from backend.services.callers import Caller
from backend.services.cancelling import OnCancelled, cancel_running, unheard
from backend.services.first_answers import (
    FirstAnswer,
    digest_of,
    find_first_answers,
    image_keys,
)
from backend.services.images import SELECT_IMAGES, ImagePresenter, ImageRecord
from backend.services.ledger import ChargedImage, NewImage
from backend.services.ports import JobQueue
from backend.services.uploads import UploadService
from backend.services.waiting_line import WaitingLine
from shared.gallery import Generation, GenerationBatch
from shared.generations import BatchRequest, GenerateRequest, GenerationStatus
from shared.limits import GENERATION_COST_CREDITS
from shared.styles import Style


@dataclass(frozen=True, slots=True)
class _OwnedImage(ImageRecord):
    balance: int


class GenerationService:
    """The life of a generation, as its owner commands and sees it."""

    def __init__(
        self,
        engine: AsyncEngine,
        queue: JobQueue,
        uploads: UploadService,
        presenter: ImagePresenter,
        *,
        on_cancelled: OnCancelled = unheard,
    ) -> None:
        self._engine = engine
        self._queue = queue
        self._uploads = uploads
        self._presenter = presenter
        self._on_cancelled = on_cancelled
        self._line = WaitingLine(engine, queue)

    async def request(
        self, user_id: UUID, request: GenerateRequest, *, idempotency_key: str
    ) -> Generation:
        """Charge one credit and put the image into the queue, both or neither.

        The same key with the same request answers the same again, whatever has happened since.

        Raises:
            IdempotencyKeyReused: The key stands for another request.
            UploadNotFound: The photo is not this user's, or has not arrived as announced.
            InsufficientCredits: The balance is too low.
            StorageUnavailable: The photo could not be looked up.
        """
        keys = image_keys(idempotency_key, 1)
        (generation,) = await self._order(user_id, [request], keys, digest_of(request))
        return generation

    async def request_batch(
        self, user_id: UUID, request: BatchRequest, *, idempotency_key: str
    ) -> GenerationBatch:
        """Charge the sum of all images and put them into the queue, all of them or none.

        Raises:
            IdempotencyKeyReused: The key stands for another request.
            UploadNotFound: One of the photos is not this user's, or has not arrived.
            InsufficientCredits: The balance does not cover all of them.
            StorageUnavailable: A photo could not be looked up.
        """
        keys = image_keys(idempotency_key, len(request.items))
        generations = await self._order(user_id, request.items, keys, digest_of(request))
        return GenerationBatch(generations=generations, balance=generations[-1].balance)

    async def _order(
        self, user_id: UUID, requests: Sequence[GenerateRequest], keys: list[str], digest: bytes
    ) -> list[Generation]:
        photo_keys = dict.fromkeys(request.original_file_key for request in requests)
        async with autocommit(self._engine) as connection:
            first = await find_first_answers(connection, user_id, keys, digest)
            if first:
                return first
            uploads = [await self._uploads.find(connection, user_id, key) for key in photo_keys]
        await asyncio.gather(*(self._uploads.require_arrived(upload) for upload in uploads))
        images = [
            NewImage(
                user_id=user_id,
                style=request.style.value,
                prompt=request.prompt,
                hints=None if request.hints is None else request.hints.model_dump(mode="json"),
                photo_key=request.original_file_key,
                idempotency_key=key,
                request_sha256=digest,
                cost_credits=GENERATION_COST_CREDITS,
            )
            for request, key in zip(requests, keys, strict=True)
        ]
        charged = await self._charge(images)
        if charged:
            return [_first_answer(image, paid) for image, paid in zip(images, charged, strict=True)]
        # Another request with the same key may have come first, also with the last credit.
        async with autocommit(self._engine) as connection:
            first = await find_first_answers(connection, user_id, keys, digest)
        if not first:
            raise InsufficientCredits(sum(image.cost_credits for image in images))
        return first

    async def _charge(self, images: Sequence[NewImage]) -> list[ChargedImage]:
        """Charge and enqueue, both or neither; empty: the balance is too low, or the key is taken."""
        try:
            async with transaction(self._engine) as connection:
                charged = await ledger.charge_for_images(connection, images)
                if charged:
                    await self._queue.enqueue_generation(
                        connection, *(image.id for image in charged)
                    )
        except errors.UniqueViolation:
            return []
        return charged

    async def status(self, user_id: UUID, image_id: UUID) -> Generation:
        """The generation as it is now.

        Raises:
            NotFound: It is not this user's, or was deleted.
        """
        async with autocommit(self._engine) as connection:
            found = await fetch_one(
                connection,
                _OwnedImage,
                _FIND_OWNED,
                {"user_id": user_id, "image_id": image_id},
            )
        if found is None:
            raise NotFound
        return Generation(
            image=self._presenter.present(found),
            balance=found.balance,
            queue_position=await self._line.place_of(found, at_this_moment=True),
        )

    async def status_for(self, caller: Caller) -> Generation:
        """The same of the picture that a request is about; its place is of a moment ago.

        Raises:
            NotFound: It is not the caller's, or was deleted.
        """
        if caller.image is None:
            raise NotFound
        return Generation(
            image=self._presenter.present_kept(caller.image),
            balance=caller.balance,
            queue_position=await self._line.place_of(caller.image),
        )

    async def cancel(self, user_id: UUID, image_id: UUID) -> Generation:
        """Cancel and refund, in one transaction. To cancel once more changes nothing.

        Raises:
            NotFound: It is not this user's, or was deleted.
            GenerationFinal: It was completed or failed before.
        """
        async with transaction(self._engine) as connection:
            revision = await revisions.lock_user(connection, user_id)
            if revision is None:
                raise NotFound
            cancelled = await cancel_running(connection, image_id, revision)
            if cancelled is not None:
                await revisions.take(connection, revision)
        if cancelled is not None:
            self._on_cancelled(Style(cancelled.style))
        generation = await self.status(user_id, image_id)
        if generation.image.status is not GenerationStatus.CANCELLED:
            raise GenerationFinal(generation.image.status)
        return generation


def _first_answer(image: NewImage, charged: ChargedImage) -> Generation:
    return FirstAnswer(
        image_id=charged.id,
        style=image.style,
        prompt=image.prompt,
        hints=image.hints,
        revision=charged.revision,
        created_at=charged.created_at,
        cost_credits=image.cost_credits,
        queue_position=charged.queue_position,
        balance=charged.balance,
        request_sha256=image.request_sha256,
    ).present()


_FIND_OWNED: Final = (
    "select image.*, users.credits as balance from users join lateral ("  # noqa: S608 - constants
    + SELECT_IMAGES
    + """
        where id = %(image_id)s and (user_id = users.id) is true
            and deleted_at is null and trashed_at is null
    ) as image on true
    where users.id = %(user_id)s
    """
)
