"""Every change of a balance: the only place that writes `users.credits` and `transactions`.

A balance changes together with its entry, under the lock on the user's row. That an image is
charged once, refunded once, and a grant given once are unique constraints of the schema.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from backend.db.rows import fetch_all, fetch_one
from backend.services.revisions import CHANGES_CHANNEL

QUEUE_POSITION_MAX: Final = 100
"""Places in the queue are counted up to here; who is further back waits anyway."""


@dataclass(frozen=True, slots=True)
class NewImage:
    """A plushie that was asked for."""

    user_id: UUID
    style: str
    prompt: str
    hints: dict[str, Any] | None
    photo_key: str
    idempotency_key: str
    request_sha256: bytes
    cost_credits: int


@dataclass(frozen=True, slots=True)
class ChargedImage:
    """The image that a charge has created."""

    id: UUID
    revision: int
    queue_position: int
    created_at: datetime
    balance: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A ledger entry that was written."""

    id: UUID
    balance_after: int


async def charge_for_image(connection: AsyncConnection, image: NewImage) -> ChargedImage | None:
    """Take the credits, create the image and write the entry, all in one statement.

    Returns:
        None when the balance does not cover the cost; then nothing has changed.

    Raises:
        psycopg.errors.UniqueViolation: The user has an image under this idempotency key; the
            caller's transaction is lost.
    """
    return await fetch_one(
        connection,
        ChargedImage,
        """
        with payer as (
            update users set credits = credits - %(cost)s, revision = revision + 1
            where id = %(user_id)s and credits >= %(cost)s and deleted_at is null
            returning id, credits, revision
        ), image as (
            insert into generated_images (
                user_id, style, prompt, hints, photo_key, idempotency_key, request_sha256,
                cost_credits, revision, first_revision, queue_position
            )
            select
                id, %(style)s, %(prompt)s, %(hints)s, %(photo_key)s, %(idempotency_key)s,
                %(request_sha256)s, %(cost)s, revision, revision, (
                    select count(*) from (
                        select from generated_images where status = 'pending'
                        limit %(queue_position_max)s
                    ) as waiting
                )
            from payer
            returning id, revision, queue_position, created_at
        ), entry as (
            insert into transactions (
                user_id, type, credits, balance_after, image_id, description
            )
            select payer.id, 'generation', -%(cost)s, payer.credits, image.id, %(description)s
            from payer, image
        )
        select
            image.id, image.revision, image.queue_position, image.created_at,
            payer.credits as balance
        from payer, image, pg_notify(%(channel)s, payer.id::text)
        """,
        {
            "user_id": image.user_id,
            "cost": image.cost_credits,
            "style": image.style,
            "prompt": image.prompt,
            "hints": None if image.hints is None else Jsonb(image.hints),
            "photo_key": image.photo_key,
            "idempotency_key": image.idempotency_key,
            "request_sha256": image.request_sha256,
            "queue_position_max": QUEUE_POSITION_MAX,
            "description": "Plushie",
            "channel": CHANGES_CHANNEL,
        },
    )


async def charge_for_images(
    connection: AsyncConnection, images: Sequence[NewImage]
) -> list[ChargedImage]:
    """The same for several images of one user: all of them are paid by one debit, or none is.

    Args:
        connection: Inside a transaction.
        images: At least one, of one user. Each gets a revision and an entry of its own.

    Returns:
        In the same order; empty when the balance does not cover the sum.

    Raises:
        psycopg.errors.UniqueViolation: As for one image.
    """
    if len(images) == 1:
        # PostgreSQL plans the statement for many anew each time, which takes longer than all else.
        charged = await charge_for_image(connection, images[0])
        return [] if charged is None else [charged]
    (user_id,) = {image.user_id for image in images}
    return await fetch_all(
        connection,
        ChargedImage,
        _CHARGE_MANY,
        {
            "user_id": user_id,
            "images": len(images),
            "total": sum(image.cost_credits for image in images),
            "costs": [image.cost_credits for image in images],
            "styles": [image.style for image in images],
            "prompts": [image.prompt for image in images],
            "hints": [None if image.hints is None else Jsonb(image.hints) for image in images],
            "photo_keys": [image.photo_key for image in images],
            "idempotency_keys": [image.idempotency_key for image in images],
            "requests_sha256": [image.request_sha256 for image in images],
            "queue_position_max": QUEUE_POSITION_MAX,
            "description": "Plushie",
            "channel": CHANGES_CHANNEL,
        },
    )


_CHARGE_MANY: Final = """
    with payer as (
        update users set credits = credits - %(total)s, revision = revision + %(images)s
        where id = %(user_id)s and credits >= %(total)s and deleted_at is null
        returning id, credits, revision
    ), image as (
        insert into generated_images (
            user_id, style, prompt, hints, photo_key, idempotency_key, request_sha256,
            cost_credits, revision, first_revision, queue_position
        )
        select
            payer.id, style, prompt, hints, photo_key, idempotency_key, request_sha256, cost,
            payer.revision - %(images)s + number, payer.revision - %(images)s + number,
            least(%(queue_position_max)s, number - 1 + (
                select count(*) from (
                    select from generated_images where status = 'pending'
                    limit %(queue_position_max)s
                ) as waiting
            ))
        from payer, unnest(
            %(styles)s::text[], %(prompts)s::text[], %(hints)s::jsonb[], %(photo_keys)s::text[],
            %(idempotency_keys)s::text[], %(requests_sha256)s::bytea[], %(costs)s::integer[]
        ) with ordinality as wanted (
            style, prompt, hints, photo_key, idempotency_key, request_sha256, cost, number
        )
        order by number
        returning id, revision, queue_position, created_at, cost_credits
    ), entry as (
        insert into transactions (user_id, type, credits, balance_after, image_id, description)
        select
            payer.id, 'generation', -cost_credits,
            payer.credits + %(total)s - sum(cost_credits) over (order by image.revision),
            image.id, %(description)s
        from payer, image
        order by image.revision
        returning image_id, balance_after
    )
    select
        image.id, image.revision, image.queue_position, image.created_at,
        entry.balance_after as balance
    from image join entry on entry.image_id = image.id, pg_notify(%(channel)s, %(user_id)s::text)
    order by image.revision
"""


async def refund_image(
    connection: AsyncConnection, *, user_id: UUID, image_id: UUID, credits_count: int, reason: str
) -> Entry:
    """Give back what an image cost. To be called in the transaction that ends the image.

    Raises:
        psycopg.errors.UniqueViolation: It was refunded before; the transaction is lost.
    """
    entry = await _add(
        connection, user_id, "refund", credits_count, reason, image_id=image_id, once_key=None
    )
    assert entry is not None  # noqa: S101 - an image's owner is a row that is never deleted
    return entry


async def grant(
    connection: AsyncConnection,
    user_id: UUID,
    credits_count: int,
    *,
    reason: str,
    once_key: str | None = None,
) -> Entry | None:
    """Give credits. To be called in a transaction.

    Args:
        connection: Inside a transaction.
        user_id: Who gets them.
        credits_count: How many, at least 1.
        reason: What the statement shows.
        once_key: Names a grant that this user gets only once, such as `welcome`.

    Returns:
        None when the user has had the grant of this key, or does not exist.
    """
    return await _add(
        connection, user_id, "grant", credits_count, reason, image_id=None, once_key=once_key
    )


async def _add(
    connection: AsyncConnection,
    user_id: UUID,
    entry_type: str,
    credits_count: int,
    description: str,
    *,
    image_id: UUID | None,
    once_key: str | None,
) -> Entry | None:
    if credits_count < 1:
        raise ValueError("A ledger entry adds at least one credit.")
    # The lock comes first, in a statement of its own, so that the next one sees every entry that
    # was committed before the lock was ours.
    await connection.execute("select from users where id = %s for no key update", [user_id])
    return await fetch_one(
        connection,
        Entry,
        """
        with receiver as (
            update users set credits = credits + %(credits)s
            where id = %(user_id)s and not exists (
                select from transactions
                where user_id = %(user_id)s and once_key = %(once_key)s::text
            )
            returning id, credits
        ), entry as (
            insert into transactions (
                user_id, type, credits, balance_after, image_id, once_key, description
            )
            select
                id, %(type)s, %(credits)s, credits, %(image_id)s, %(once_key)s, %(description)s
            from receiver
            returning id, balance_after
        )
        select entry.id, entry.balance_after
        from entry, pg_notify(%(channel)s, %(user_id)s::text)
        """,
        {
            "user_id": user_id,
            "type": entry_type,
            "credits": credits_count,
            "image_id": image_id,
            "once_key": once_key,
            "description": description,
            "channel": CHANGES_CHANNEL,
        },
    )
