"""The tables, as SQLAlchemy declarations: Alembic compares the database with them.

Those of people lie in `account_tables`. Services read and write all of them in SQL; plain SQL
through psycopg takes a third of the time. Ids are UUIDv7 made by PostgreSQL, so they sort by time
of creation.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Identity,
    Index,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import account_tables
from backend.db.base import Base, new_id, time_of_writing

__all__ = ["Base", "account_tables"]

_RUNNING = "status in ('pending', 'processing')"
_SHOWN = "deleted_at is null and trashed_at is null"
_UNWANTED = (
    "files_deleted_at is null and (deleted_at is not null or status in ('failed', 'cancelled'))"
)
"""Pictures whose files the sweeper has yet to delete."""
_IN_TRASH = "deleted_at is null and trashed_at is not null"


class UploadRow(Base):
    """A photo that a user may PUT, or has put, under a random key."""

    __tablename__ = "uploads"
    __table_args__ = (CheckConstraint("size_bytes > 0", name="size_bytes"),)

    id: Mapped[UUID] = new_id()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)
    content_type: Mapped[str]
    size_bytes: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
    expires_at: Mapped[datetime]
    """When the signed URL ends; the photo itself stays longer."""


class GeneratedImageRow(Base):
    """One plushie, from the moment it was asked for. `status` changes only as the contract says."""

    __tablename__ = "generated_images"
    __table_args__ = (
        UniqueConstraint("user_id", "idempotency_key"),
        Index("generated_images_user_id_revision_index", "user_id", "revision"),
        Index("generated_images_held_index", "user_id", postgresql_where=text(_RUNNING)),
        Index("generated_images_waiting_index", "id", postgresql_where=text("status = 'pending'")),
        Index("generated_images_photo_key_index", "photo_key"),
        Index(
            "generated_images_search_index",
            "search",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        ),
        # The filters stand in the index itself: what they leave out is not even looked up.
        Index(
            "generated_images_page_index",
            *("user_id", "created_at", "id", "style", "status", "favourite"),
            postgresql_where=text(_SHOWN),
        ),
        Index(
            "generated_images_title_index",
            *("user_id", text("lower(title)"), "id"),
            postgresql_where=text(_SHOWN),
        ),
        Index(
            "generated_images_trash_index",
            *("user_id", "trashed_at", "id"),
            postgresql_where=text(_IN_TRASH),
        ),
        Index("generated_images_purge_index", "trashed_at", postgresql_where=text(_IN_TRASH)),
        Index("generated_images_unwanted_index", "id", postgresql_where=text(_UNWANTED)),
        CheckConstraint(
            "status in ('pending', 'processing', 'completed', 'failed', 'cancelled')",
            name="status",
        ),
        CheckConstraint("cost_credits > 0", name="cost_credits"),
        CheckConstraint("(status = 'completed') = (result is not null)", name="result"),
        CheckConstraint("(status = 'failed') = (failure_code is not null)", name="failure"),
    )

    id: Mapped[UUID] = new_id()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    status: Mapped[str] = mapped_column(server_default="pending")
    style: Mapped[str]
    prompt: Mapped[str]
    hints: Mapped[dict[str, Any] | None]
    photo_key: Mapped[str]
    """The upload it was made from, which may be purged by now."""
    title: Mapped[str] = mapped_column(server_default="")
    favourite: Mapped[bool] = mapped_column(server_default=text("false"))
    tags: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    revision: Mapped[int] = mapped_column(BigInteger)
    first_revision: Mapped[int] = mapped_column(BigInteger)
    """Its revision when it was asked for, so that a repeated request gets the first answer."""
    queue_position: Mapped[int]
    """Its place in the queue when it was asked for."""
    attempt: Mapped[int] = mapped_column(server_default="0")
    """Counts the workers that claimed it: the fence against one that wakes up late."""
    idempotency_key: Mapped[str]
    request_sha256: Mapped[bytes]
    cost_credits: Mapped[int]
    created_at: Mapped[datetime] = time_of_writing()
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    failure_code: Mapped[str | None]
    failure_message: Mapped[str | None]
    placeholder: Mapped[str | None]
    photo: Mapped[dict[str, Any] | None]
    result: Mapped[dict[str, Any] | None]
    display: Mapped[dict[str, Any] | None]
    thumbnail: Mapped[dict[str, Any] | None]
    engine: Mapped[str | None]
    model: Mapped[str | None]
    provider_request_id: Mapped[str | None]
    usage: Mapped[dict[str, Any] | None]
    search: Mapped[str | None] = mapped_column(
        TSVECTOR, Computed("image_search_vector(user_id, title, prompt, tags)", persisted=True)
    )
    """The words of title, wish and tags, each with its owner's mark; PostgreSQL writes it."""
    trashed_at: Mapped[datetime | None]
    """In the trash since then; only what is completed goes there."""
    deleted_at: Mapped[datetime | None]
    """Gone for its owner; the row stays as a tombstone for the delta sync."""
    files_deleted_at: Mapped[datetime | None]


class OrderRow(Base):
    """Credits that a person buys."""

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("credits > 0", name="credits"),
        CheckConstraint("amount_cents > 0", name="amount_cents"),
    )

    id: Mapped[UUID] = new_id()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    plan: Mapped[str]
    credits: Mapped[int]
    amount_cents: Mapped[int]
    currency: Mapped[str]
    status: Mapped[str]
    checkout_session_id: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime] = time_of_writing()
    paid_at: Mapped[datetime | None]


class TransactionRow(Base):
    """One entry of the ledger. Append-only: a trigger refuses every change."""

    __tablename__ = "transactions"
    __table_args__ = (
        UniqueConstraint("type", "image_id"),
        UniqueConstraint("type", "order_id"),
        UniqueConstraint("user_id", "once_key"),
        Index("transactions_user_id_position_index", "user_id", "position"),
        CheckConstraint(
            "type in ('purchase', 'generation', 'refund', 'grant', 'adjustment')", name="type"
        ),
        CheckConstraint("credits <> 0", name="credits"),
        CheckConstraint("balance_after >= 0", name="balance_after"),
        CheckConstraint(
            "(type in ('generation', 'refund')) = (image_id is not null)", name="image_id"
        ),
    )

    id: Mapped[UUID] = new_id()
    position: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    """The order of entries. Taken under the lock on the user's row, so one user's never cross."""
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    type: Mapped[str]
    credits: Mapped[int]
    balance_after: Mapped[int]
    image_id: Mapped[UUID | None] = mapped_column(ForeignKey("generated_images.id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"))
    once_key: Mapped[str | None]
    """Names an entry that a user can have only once, such as `welcome`."""
    description: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class StripeEventRow(Base):
    """A payment event that was handled, so that its repetition does nothing."""

    __tablename__ = "stripe_events"

    id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    received_at: Mapped[datetime] = time_of_writing()


class ShareRow(Base):
    """A public link to one picture."""

    __tablename__ = "shares"

    id: Mapped[UUID] = new_id()
    image_id: Mapped[UUID] = mapped_column(ForeignKey("generated_images.id"), index=True)
    token_sha256: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime] = time_of_writing()
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class QueueMigrationRow(Base):
    """Which of the queue's own SQL migrations this database has."""

    __tablename__ = "queue_migrations"

    name: Mapped[str] = mapped_column(primary_key=True)
    applied_at: Mapped[datetime] = time_of_writing()
