"""The first schema."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, and the two rules that no program may break."""
    op.create_table(
        "queue_migrations",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "applied_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("queue_migrations_pkey")),
    )
    op.create_table(
        "stripe_events",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("stripe_events_pkey")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("credits", sa.Integer(), server_default="0", nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("oldest_revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("credits >= 0", name=op.f("users_credits_check")),
        sa.CheckConstraint("oldest_revision <= revision", name=op.f("users_oldest_revision_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("users_pkey")),
        sa.UniqueConstraint("email", name=op.f("users_email_key")),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(provider = 'password') = (password_hash is not null)",
            name=op.f("accounts_password_check"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("accounts_user_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("accounts_pkey")),
        sa.UniqueConstraint("provider", "subject", name=op.f("accounts_provider_subject_key")),
        sa.UniqueConstraint("user_id", "provider", name=op.f("accounts_user_id_provider_key")),
    )
    op.create_table(
        "generated_images",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), server_default="pending", nullable=False),
        sa.Column("style", sa.Text(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("hints", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("photo_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("favourite", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("tags", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("first_revision", sa.BigInteger(), nullable=False),
        sa.Column("queue_position", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column("request_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("cost_credits", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure_code", sa.Text(), nullable=True),
        sa.Column("failure_message", sa.Text(), nullable=True),
        sa.Column("placeholder", sa.Text(), nullable=True),
        sa.Column("photo", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("display", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("thumbnail", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("engine", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("provider_request_id", sa.Text(), nullable=True),
        sa.Column("usage", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("files_deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'completed') = (result is not null)",
            name=op.f("generated_images_result_check"),
        ),
        sa.CheckConstraint(
            "(status = 'failed') = (failure_code is not null)",
            name=op.f("generated_images_failure_check"),
        ),
        sa.CheckConstraint(
            "status in ('pending', 'processing', 'completed', 'failed', 'cancelled')",
            name=op.f("generated_images_status_check"),
        ),
        sa.CheckConstraint("cost_credits > 0", name=op.f("generated_images_cost_credits_check")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("generated_images_user_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("generated_images_pkey")),
        sa.UniqueConstraint(
            "user_id", "idempotency_key", name=op.f("generated_images_user_id_idempotency_key_key")
        ),
    )
    op.create_index(
        "generated_images_held_index",
        "generated_images",
        ["user_id"],
        unique=False,
        postgresql_where=sa.text("status in ('pending', 'processing')"),
    )
    op.create_index(
        "generated_images_photo_key_index", "generated_images", ["photo_key"], unique=False
    )
    op.create_index(
        "generated_images_user_id_revision_index",
        "generated_images",
        ["user_id", "revision"],
        unique=False,
    )
    op.create_index(
        "generated_images_waiting_index",
        "generated_images",
        ["id"],
        unique=False,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("checkout_session_id", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_cents > 0", name=op.f("orders_amount_cents_check")),
        sa.CheckConstraint("credits > 0", name=op.f("orders_credits_check")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("orders_user_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("orders_pkey")),
        sa.UniqueConstraint("checkout_session_id", name=op.f("orders_checkout_session_id_key")),
    )
    op.create_index(op.f("orders_user_id_index"), "orders", ["user_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "last_seen_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("sessions_user_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("sessions_pkey")),
        sa.UniqueConstraint("token_sha256", name=op.f("sessions_token_sha256_key")),
    )
    op.create_index(op.f("sessions_user_id_index"), "sessions", ["user_id"], unique=False)
    op.create_table(
        "uploads",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size_bytes > 0", name=op.f("uploads_size_bytes_check")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("uploads_user_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("uploads_pkey")),
        sa.UniqueConstraint("key", name=op.f("uploads_key_key")),
    )
    op.create_index(op.f("uploads_created_at_index"), "uploads", ["created_at"], unique=False)
    op.create_index(op.f("uploads_user_id_index"), "uploads", ["user_id"], unique=False)
    op.create_table(
        "user_settings",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "settings",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("user_settings_user_id_fkey")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("user_settings_pkey")),
    )
    op.create_table(
        "verification_tokens",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("verification_tokens_user_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("verification_tokens_pkey")),
        sa.UniqueConstraint("token_sha256", name=op.f("verification_tokens_token_sha256_key")),
    )
    op.create_index(
        op.f("verification_tokens_user_id_index"), "verification_tokens", ["user_id"], unique=False
    )
    op.create_table(
        "shares",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["image_id"], ["generated_images.id"], name=op.f("shares_image_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("shares_pkey")),
        sa.UniqueConstraint("token_sha256", name=op.f("shares_token_sha256_key")),
    )
    op.create_index(op.f("shares_image_id_index"), "shares", ["image_id"], unique=False)
    op.create_table(
        "transactions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("balance_after", sa.Integer(), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("once_key", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(type in ('generation', 'refund')) = (image_id is not null)",
            name=op.f("transactions_image_id_check"),
        ),
        sa.CheckConstraint(
            "type in ('purchase', 'generation', 'refund', 'grant', 'adjustment')",
            name=op.f("transactions_type_check"),
        ),
        sa.CheckConstraint("balance_after >= 0", name=op.f("transactions_balance_after_check")),
        sa.CheckConstraint("credits <> 0", name=op.f("transactions_credits_check")),
        sa.ForeignKeyConstraint(
            ["image_id"], ["generated_images.id"], name=op.f("transactions_image_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("transactions_order_id_fkey")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("transactions_user_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("transactions_pkey")),
        sa.UniqueConstraint("type", "image_id", name=op.f("transactions_type_image_id_key")),
        sa.UniqueConstraint("type", "order_id", name=op.f("transactions_type_order_id_key")),
        sa.UniqueConstraint("user_id", "once_key", name=op.f("transactions_user_id_once_key_key")),
    )
    op.create_index(
        "transactions_user_id_position_index", "transactions", ["user_id", "position"], unique=False
    )

    op.execute(_APPEND_ONLY)
    op.execute(_STATUS_TRANSITIONS)


_APPEND_ONLY = """
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'table % is append-only', tg_table_name
        using errcode = 'restrict_violation';
end $$;

create trigger transactions_are_append_only
    before update or delete or truncate on transactions
    for each statement execute function refuse_change();
"""

# The same table of transitions as shared/generations.py; a test compares them.
_STATUS_TRANSITIONS = """
create function refuse_wrong_transition() returns trigger language plpgsql as $$
begin
    if (old.status, new.status) not in (
        ('pending', 'processing'), ('pending', 'failed'), ('pending', 'cancelled'),
        ('processing', 'pending'), ('processing', 'processing'), ('processing', 'completed'),
        ('processing', 'failed'), ('processing', 'cancelled')
    ) then
        raise exception 'an image that is % cannot become %', old.status, new.status
            using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create trigger generated_images_follow_the_transitions
    before update of status on generated_images
    for each row execute function refuse_wrong_transition();
"""
