"""What a worker does to one image: claim it, then complete it, fail it or hand it back.

Each step is one transaction. The attempt's number is the fence: once the image was cancelled or
claimed by another worker, the steps of the older attempt match no row and answer False.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit, transaction
from backend.db.rows import execute, fetch_one
from backend.services import ledger, revisions
from backend.services.previews import PreviewNotice, notify_preview
from backend.services.revisions import CHANGES_CHANNEL, NextRevision
from shared.errors import ErrorCode
from shared.generations import Hints
from shared.limits import GENERATION_MAX_ATTEMPTS
from shared.service import EngineName
from shared.styles import Style

_ATTEMPTS_USED_UP_MESSAGE: Final = (
    "The picture could not be made, although it was tried several times. You were not charged."
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One worker's right to make one image."""

    image_id: UUID
    user_id: UUID
    number: int
    photo_key: str
    style: Style
    wish: str
    hints: Hints
    waited_s: float = field(default=0.0, compare=False)
    """How long ago it was asked for, when the attempt began."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that lies in the object store. `sha256` is hex."""

    key: str
    content_type: str
    size_bytes: int
    sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A finished picture, its smaller copies and the cleaned photo it was made from."""

    result: StoredFile
    display: StoredFile
    thumbnail: StoredFile
    photo: StoredFile
    placeholder: str
    engine: EngineName
    model: str
    provider_request_id: str | None = None
    usage: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Claimed:
    user_id: UUID
    attempt: int
    photo_key: str
    style: str
    prompt: str
    hints: dict[str, Any] | None
    waited_s: float


@dataclass(frozen=True, slots=True)
class _Ended:
    user_id: UUID
    cost_credits: int
    style: str
    waited_s: float


OnUsedUp = Callable[[Style, float], None]
"""Hears of each image that fails because no attempt is left: its style, and how long it took in
seconds."""


class AttemptService:
    """The steps of an attempt.

    Args:
        engine: The database.
        on_used_up: Called after the commit; the other ends of an attempt are told to who makes it.

    Raises:
        DatabaseUnavailable: From every method, when PostgreSQL does not answer.
    """

    def __init__(self, engine: AsyncEngine, *, on_used_up: OnUsedUp | None = None) -> None:
        self._engine = engine
        self._on_used_up = on_used_up

    async def claim(self, image_id: UUID) -> Attempt | None:
        """Begin the next attempt; an older one loses its fence.

        Returns:
            None when there is nothing to do: the image is final or gone, or its attempts are
            used up, in which case it has now failed and was refunded.
        """
        async with transaction(self._engine) as connection:
            revision = await revisions.lock_owner(connection, image_id)
            if revision is None:
                return None
            claimed = await _claim(connection, image_id, revision)
            ended = None
            if claimed is not None:
                await revisions.take(connection, revision)
            else:
                ended = await _fail(
                    connection,
                    image_id,
                    revision,
                    attempt=None,
                    code=ErrorCode.ATTEMPTS_USED_UP,
                    message=_ATTEMPTS_USED_UP_MESSAGE,
                )
        if ended is not None and self._on_used_up is not None:
            self._on_used_up(Style(ended.style), ended.waited_s)
        # Only now, when the attempt counts: an order that cannot be understood must not be claimed
        # again and again for ever.
        return None if claimed is None else _understand(image_id, claimed)

    async def complete(self, attempt: Attempt, picture: StoredPicture) -> bool:
        """Store the finished picture. Nothing is charged: the credit was taken at the start."""
        return await self._end(
            attempt,
            """
            status = 'completed', finished_at = now(), result = %(result)s,
            display = %(display)s, thumbnail = %(thumbnail)s, photo = %(photo)s,
            placeholder = %(placeholder)s, engine = %(engine)s, model = %(model)s,
            provider_request_id = %(provider_request_id)s, usage = %(usage)s
            """,
            {
                "result": Jsonb(asdict(picture.result)),
                "display": Jsonb(asdict(picture.display)),
                "thumbnail": Jsonb(asdict(picture.thumbnail)),
                "photo": Jsonb(asdict(picture.photo)),
                "placeholder": picture.placeholder,
                "engine": picture.engine.value,
                "model": picture.model,
                "provider_request_id": picture.provider_request_id,
                "usage": Jsonb(picture.usage),
            },
        )

    async def fail(self, attempt: Attempt, code: ErrorCode, message: str) -> bool:
        """End it without a picture and give the credit back, in one transaction.

        Args:
            attempt: The claim; False when its fence is lost.
            code: Why, for programs.
            message: Why, for the person.
        """
        async with transaction(self._engine) as connection:
            revision = await revisions.lock_user(connection, attempt.user_id)
            if revision is None:
                return False
            ended = await _fail(
                connection,
                attempt.image_id,
                revision,
                attempt=attempt.number,
                code=code,
                message=message,
            )
        return ended is not None

    async def hand_back(self, attempt: Attempt) -> bool:
        """Return it to the queue after a temporary failure; the credit stays held."""
        return await self._end(attempt, "status = 'pending'", {})

    async def publish_preview(
        self, attempt: Attempt, *, sequence: int, stage: str, key: str
    ) -> bool:
        """Show the picture as it emerges to whoever watches now; it is not replayed."""
        notice = PreviewNotice(
            user_id=str(attempt.user_id),
            image_id=str(attempt.image_id),
            attempt=attempt.number,
            sequence=sequence,
            stage=stage,
            key=key,
        )
        async with autocommit(self._engine) as connection:
            return await notify_preview(connection, notice)

    async def _end(
        self, attempt: Attempt, changes: LiteralString, values: dict[str, object]
    ) -> bool:
        """Change the image under its owner's next revision, if the attempt still holds its fence.

        One statement, so that the client hears of the picture as soon as it is stored.
        """
        async with autocommit(self._engine) as connection:
            ended = await execute(
                connection,
                _END_BEGINS + changes + _END_GOES_ON,
                values
                | {
                    "image_id": attempt.image_id,
                    "user_id": attempt.user_id,
                    "attempt": attempt.number,
                    "channel": CHANGES_CHANNEL,
                },
            )
        return ended == 1


# Should the fence be lost while the owner's row is waited for, a revision stays unused.
_END_BEGINS: Final = """
    with owner as (
        update users set revision = revision + 1
        where id = %(user_id)s and exists (
            select from generated_images
            where id = %(image_id)s and (status = 'processing') is true and attempt = %(attempt)s
        )
        returning id, revision
    ), image as (
        update generated_images set revision = owner.revision,
"""
_END_GOES_ON: Final = """
        from owner
        where generated_images.id = %(image_id)s and (status = 'processing') is true
            and attempt = %(attempt)s
        returning user_id
    )
    select from image, pg_notify(%(channel)s, image.user_id::text)
"""


async def _claim(
    connection: AsyncConnection, image_id: UUID, revision: NextRevision
) -> _Claimed | None:
    return await fetch_one(
        connection,
        _Claimed,
        """
        update generated_images
        set status = 'processing', attempt = attempt + 1, revision = %(revision)s,
            started_at = now()
        where id = %(image_id)s and (status in ('pending', 'processing')) is true
            and attempt < %(max_attempts)s
        returning user_id, attempt, photo_key, style, prompt, hints,
            extract(epoch from now() - created_at)::float8 as waited_s
        """,
        {
            "image_id": image_id,
            "revision": revision.number,
            "max_attempts": GENERATION_MAX_ATTEMPTS,
        },
    )


def _understand(image_id: UUID, claimed: _Claimed) -> Attempt:
    """Raises: ValueError: It was ordered from a version that knew other styles or hints."""
    return Attempt(
        image_id=image_id,
        user_id=claimed.user_id,
        number=claimed.attempt,
        photo_key=claimed.photo_key,
        style=Style(claimed.style),
        wish=claimed.prompt,
        hints=Hints.model_validate(claimed.hints or {}),
        waited_s=claimed.waited_s,
    )


async def _fail(
    connection: AsyncConnection,
    image_id: UUID,
    revision: NextRevision,
    *,
    attempt: int | None,
    code: ErrorCode,
    message: str,
) -> _Ended | None:
    """Set failed and refund. `attempt` is the fence; None takes whichever runs."""
    ended = await fetch_one(
        connection,
        _Ended,
        """
        update generated_images
        set status = 'failed', revision = %(revision)s, finished_at = now(),
            failure_code = %(code)s, failure_message = %(message)s
        where id = %(image_id)s and (status in ('pending', 'processing')) is true
            and (%(attempt)s::int is null
                 or (status = 'processing' and attempt = %(attempt)s::int))
        returning user_id, cost_credits, style,
            extract(epoch from now() - created_at)::float8 as waited_s
        """,
        {
            "image_id": image_id,
            "attempt": attempt,
            "revision": revision.number,
            "code": code.value,
            "message": message,
        },
    )
    if ended is None:
        return None
    await ledger.refund_image(
        connection,
        user_id=ended.user_id,
        image_id=image_id,
        credits_count=ended.cost_credits,
        reason="The plushie could not be made",
    )
    await revisions.take(connection, revision)
    return ended
