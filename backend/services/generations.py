"""Asking for a plushie, looking how it is coming along, and cancelling it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from psycopg import AsyncConnection, errors
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit, transaction
from backend.db.rows import fetch_one
from backend.errors import (
    GenerationFinal,
    IdempotencyKeyReused,
    InsufficientCredits,
    NotFound,
)
from backend.services import ledger, revisions
from backend.services.cancelling import cancel_running
from backend.services.images import SELECT_IMAGES, ImagePresenter, ImageRecord
from backend.services.ledger import QUEUE_POSITION_MAX, NewImage
from backend.services.ports import JobQueue
from backend.services.uploads import UploadService
from shared.gallery import Generation, Image
from shared.generations import GenerateRequest, GenerationStatus
from shared.limits import GENERATION_COST_CREDITS
from shared.styles import Style


@dataclass(frozen=True, slots=True)
class _FirstAnswer:
    """What a request was answered with, rebuilt from what never changes about it."""

    image_id: UUID
    style: str
    prompt: str
    revision: int
    created_at: datetime
    cost_credits: int
    queue_position: int
    balance: int
    request_sha256: bytes


@dataclass(frozen=True, slots=True)
class _Standing:
    balance: int
    queue_position: int


class GenerationService:
    """The life of a generation, as its owner commands and sees it."""

    def __init__(
        self,
        engine: AsyncEngine,
        queue: JobQueue,
        uploads: UploadService,
        presenter: ImagePresenter,
    ) -> None:
        self._engine = engine
        self._queue = queue
        self._uploads = uploads
        self._presenter = presenter

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
        digest = _digest(request)
        async with autocommit(self._engine) as connection:
            first_answer = await _find_first_answer(connection, user_id, idempotency_key)
            if first_answer is not None:
                return _replay(first_answer, digest)
            upload = await self._uploads.find(connection, user_id, request.original_file_key)
        await self._uploads.require_arrived(upload)
        image = NewImage(
            user_id=user_id,
            style=request.style.value,
            prompt=request.prompt,
            hints=None if request.hints is None else request.hints.model_dump(mode="json"),
            photo_key=request.original_file_key,
            idempotency_key=idempotency_key,
            request_sha256=digest,
            cost_credits=GENERATION_COST_CREDITS,
        )
        try:
            async with transaction(self._engine) as connection:
                charged = await ledger.charge_for_image(connection, image)
                if charged is not None:
                    await self._queue.enqueue_generation(connection, charged.id)
        except errors.UniqueViolation:
            charged = None
        if charged is None:
            # Another request with the same key may have come first and taken the last credit.
            async with autocommit(self._engine) as connection:
                first_answer = await _find_first_answer(connection, user_id, idempotency_key)
            if first_answer is None:
                raise InsufficientCredits(GENERATION_COST_CREDITS)
            return _replay(first_answer, digest)
        return _present_first_answer(
            _FirstAnswer(
                image_id=charged.id,
                style=image.style,
                prompt=image.prompt,
                revision=charged.revision,
                created_at=charged.created_at,
                cost_credits=image.cost_credits,
                queue_position=charged.queue_position,
                balance=charged.balance,
                request_sha256=digest,
            )
        )

    async def status(self, user_id: UUID, image_id: UUID) -> Generation:
        """The generation as it is now.

        Raises:
            NotFound: It is not this user's, or was deleted.
        """
        async with autocommit(self._engine) as connection:
            record = await fetch_one(
                connection,
                ImageRecord,
                SELECT_IMAGES
                + "where id = %(image_id)s and user_id = %(user_id)s and deleted_at is null",
                {"image_id": image_id, "user_id": user_id},
            )
            standing = await fetch_one(
                connection,
                _Standing,
                _FIND_STANDING,
                {
                    "image_id": image_id,
                    "user_id": user_id,
                    "queue_position_max": QUEUE_POSITION_MAX,
                },
            )
        if record is None or standing is None:
            raise NotFound
        is_waiting = record.status == GenerationStatus.PENDING
        return Generation(
            image=self._presenter.present(record),
            balance=standing.balance,
            queue_position=standing.queue_position if is_waiting else None,
        )

    async def cancel(self, user_id: UUID, image_id: UUID) -> Generation:
        """Cancel and refund, in one transaction. To cancel once more changes nothing.

        Raises:
            NotFound: It is not this user's, or was deleted.
            GenerationFinal: It was completed or failed before.
        """
        async with transaction(self._engine) as connection:
            revision = await revisions.lock_user(connection, user_id)
            if revision is not None and await cancel_running(connection, image_id, revision):
                await revisions.take(connection, revision)
        generation = await self.status(user_id, image_id)
        if generation.image.status is not GenerationStatus.CANCELLED:
            raise GenerationFinal(generation.image.status)
        return generation


async def _find_first_answer(
    connection: AsyncConnection, user_id: UUID, key: str
) -> _FirstAnswer | None:
    return await fetch_one(
        connection, _FirstAnswer, _FIND_FIRST_ANSWER, {"user_id": user_id, "key": key}
    )


def _digest(request: GenerateRequest) -> bytes:
    canonical = json.dumps(request.model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(canonical.encode("utf-8")).digest()


def _replay(first_answer: _FirstAnswer, digest: bytes) -> Generation:
    if first_answer.request_sha256 != digest:
        raise IdempotencyKeyReused
    return _present_first_answer(first_answer)


def _present_first_answer(answer: _FirstAnswer) -> Generation:
    return Generation(
        image=Image(
            id=str(answer.image_id),
            status=GenerationStatus.PENDING,
            style=Style(answer.style),
            prompt=answer.prompt,
            title="",
            favourite=False,
            revision=answer.revision,
            attempt=0,
            created_at=answer.created_at,
            cost_credits=answer.cost_credits,
        ),
        balance=answer.balance,
        queue_position=answer.queue_position,
    )


_FIND_FIRST_ANSWER: Final = """
    select
        image.id as image_id, image.style, image.prompt, image.first_revision as revision,
        image.created_at, image.cost_credits, image.queue_position,
        entry.balance_after as balance, image.request_sha256
    from generated_images as image
        join transactions as entry on entry.image_id = image.id and entry.type = 'generation'
    where image.user_id = %(user_id)s and image.idempotency_key = %(key)s
"""

_FIND_STANDING: Final = """
    select users.credits as balance, (
        select count(*) from (
            select from generated_images where status = 'pending' and id < %(image_id)s
            limit %(queue_position_max)s
        ) as ahead
    ) as queue_position
    from users where id = %(user_id)s
"""
