"""The tables of people: who they are, how they sign in, and what is under way about that."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import Base, new_id, time_of_writing


class UserRow(Base):
    """A person. `credits` is the sum of their transactions; `revision` counts image changes."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("credits >= 0", name="credits"),
        CheckConstraint("oldest_revision <= revision", name="oldest_revision"),
        Index(
            "users_deletes_at_index",
            "deletes_at",
            postgresql_where=text("deletes_at is not null and deleted_at is null"),
        ),
    )

    id: Mapped[UUID] = new_id()
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    email_verified_at: Mapped[datetime | None]
    new_email: Mapped[str | None]
    """The address that they want to have instead, until they have proven it."""
    credits: Mapped[int] = mapped_column(server_default="0")
    revision: Mapped[int] = mapped_column(BigInteger, server_default="0")
    oldest_revision: Mapped[int] = mapped_column(BigInteger, server_default="0")
    """Tombstones up to here are purged: a client that has seen less must start again."""
    created_at: Mapped[datetime] = time_of_writing()
    deletes_at: Mapped[datetime | None]
    """When the days of grace end, for somebody who wants their account deleted."""
    deleted_at: Mapped[datetime | None]
    """Since then nothing here tells who it was; the row holds up the ledger."""
    terms_version: Mapped[str | None]
    """What they agreed to when they signed up."""
    terms_accepted_at: Mapped[datetime | None]


class AccountRow(Base):
    """A way to sign in: a password, or an identity at another provider."""

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("provider", "subject"),
        UniqueConstraint("user_id", "provider"),
        CheckConstraint("(provider = 'password') = (password_hash is not null)", name="password"),
    )

    id: Mapped[UUID] = new_id()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    provider: Mapped[str]
    subject: Mapped[str]
    """Who this is at the provider; for a password the user's id."""
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime] = time_of_writing()


class SessionRow(Base):
    """A signed-in device. Only the hash of its token is kept."""

    __tablename__ = "sessions"

    id: Mapped[UUID] = new_id()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    token_sha256: Mapped[bytes] = mapped_column(unique=True)
    device: Mapped[str]
    created_at: Mapped[datetime] = time_of_writing()
    last_seen_at: Mapped[datetime] = time_of_writing()
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class VerificationTokenRow(Base):
    """A single-use link sent by mail. Only the hash of its token is kept."""

    __tablename__ = "verification_tokens"

    id: Mapped[UUID] = new_id()
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[str]
    token_sha256: Mapped[bytes] = mapped_column(unique=True)
    email: Mapped[str]
    """The address that the link proves."""
    created_at: Mapped[datetime] = time_of_writing()
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class GoogleSignInRow(Base):
    """Somebody signing in with Google, from the app's request until the app has its session."""

    __tablename__ = "google_sign_ins"

    id: Mapped[UUID] = new_id()
    login_token_sha256: Mapped[bytes] = mapped_column(unique=True)
    """Of what the app asks with."""
    state_sha256: Mapped[bytes] = mapped_column(unique=True)
    nonce: Mapped[str]
    code_verifier: Mapped[str]
    match_code: Mapped[str]
    device: Mapped[str]
    terms_version: Mapped[str]
    created_at: Mapped[datetime] = time_of_writing()
    expires_at: Mapped[datetime] = mapped_column(index=True)
    returned_at: Mapped[datetime | None]
    """When the browser came back: its state works once."""
    confirm_token_sha256: Mapped[bytes | None] = mapped_column(unique=True)
    """Of what the button of the page sends."""
    subject: Mapped[str | None]
    email: Mapped[str | None]
    name: Mapped[str | None]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Who it turned out to be."""
    failure: Mapped[str | None]
    """Why it came to nothing, for the person."""
    finished_at: Mapped[datetime | None]
    """When the app took its session, which it can do once."""


class ThrottleRow(Base):
    """How often something was tried of late, by one account or from one address."""

    __tablename__ = "throttles"
    __table_args__ = ({"prefixes": ["unlogged"]},)

    key_sha256: Mapped[bytes] = mapped_column(primary_key=True)
    """Of what is throttled and for whom: nobody's address is kept."""
    tries: Mapped[int]
    blocked_until: Mapped[datetime]
    forget_at: Mapped[datetime] = mapped_column(index=True)


class UserSettingsRow(Base):
    """What a person chose; follows them to every device."""

    __tablename__ = "user_settings"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    settings: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    updated_at: Mapped[datetime] = time_of_writing()
