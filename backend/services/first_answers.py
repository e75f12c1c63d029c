"""The answer that a request got first, so that its repetition gets the same.

It is rebuilt from what never changes about the images that the request has made, whatever has
become of them since.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg import AsyncConnection
from pydantic import BaseModel

from backend.db.rows import fetch_all
from backend.errors import IdempotencyKeyReused
from shared.gallery import Generation, Image
from shared.generations import GenerationStatus, Hints
from shared.styles import Style


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """What one image of a request was answered with."""

    image_id: UUID
    style: str
    prompt: str
    hints: dict[str, Any] | None
    revision: int
    created_at: datetime
    cost_credits: int
    queue_position: int
    balance: int
    request_sha256: bytes

    def present(self) -> Generation:
        """The answer, as it was given."""
        return Generation(
            image=Image(
                id=str(self.image_id),
                status=GenerationStatus.PENDING,
                style=Style(self.style),
                prompt=self.prompt,
                hints=None if self.hints is None else Hints.model_validate(self.hints),
                title="",
                favourite=False,
                revision=self.revision,
                attempt=0,
                created_at=self.created_at,
                cost_credits=self.cost_credits,
            ),
            balance=self.balance,
            queue_position=self.queue_position,
        )


def image_keys(idempotency_key: str, images: int) -> list[str]:
    """A key for each image of a request. The first image has the request's own key.

    So a key that has made a batch makes no single image, and the other way round. No client can
    send the other ones: their keys hold no spaces.
    """
    return [idempotency_key, *(f"{idempotency_key} {number}" for number in range(1, images))]


def digest_of(request: BaseModel) -> bytes:
    """What tells a request from another one with the same key."""
    canonical = json.dumps(request.model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(canonical.encode("utf-8")).digest()


async def find_first_answers(
    connection: AsyncConnection, user_id: UUID, keys: Sequence[str], digest: bytes
) -> list[Generation]:
    """The answer to the request that these keys stand for; empty when there was none yet.

    Raises:
        IdempotencyKeyReused: It was another request.
    """
    answers = await fetch_all(
        connection, FirstAnswer, _FIND_FIRST_ANSWERS, {"user_id": user_id, "keys": list(keys)}
    )
    if any(answer.request_sha256 != digest for answer in answers):
        raise IdempotencyKeyReused
    return [answer.present() for answer in answers]


_FIND_FIRST_ANSWERS: Final = """
    select
        image.id as image_id, image.style, image.prompt, image.hints,
        image.first_revision as revision, image.created_at, image.cost_credits, image.queue_position,
        entry.balance_after as balance, image.request_sha256
    from generated_images as image cross join lateral (
        select balance_after from transactions
        where type = 'generation' and image_id = image.id limit 1
    ) as entry
    where image.user_id = %(user_id)s and image.idempotency_key = any(%(keys)s)
    order by image.first_revision
"""
