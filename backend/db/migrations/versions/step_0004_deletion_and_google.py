"""Addresses that are to change, accounts that are to be deleted, sign-ins with Google under way."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Users get the address they want and the end of their days of grace; a table holds who is in the browser just now."""
    op.add_column("users", sa.Column("new_email", sa.Text(), nullable=True))
    op.add_column("users", sa.Column("deletes_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "users_deletes_at_index",
        "users",
        ["deletes_at"],
        unique=False,
        postgresql_where=sa.text("deletes_at is not null and deleted_at is null"),
    )
    op.create_table(
        "google_sign_ins",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("login_token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("state_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("code_verifier", sa.Text(), nullable=False),
        sa.Column("match_code", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("terms_version", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirm_token_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("google_sign_ins_user_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("google_sign_ins_pkey")),
        sa.UniqueConstraint(
            "login_token_sha256", name=op.f("google_sign_ins_login_token_sha256_key")
        ),
        sa.UniqueConstraint("state_sha256", name=op.f("google_sign_ins_state_sha256_key")),
        sa.UniqueConstraint(
            "confirm_token_sha256", name=op.f("google_sign_ins_confirm_token_sha256_key")
        ),
    )
    op.create_index(
        op.f("google_sign_ins_expires_at_index"), "google_sign_ins", ["expires_at"], unique=False
    )
    op.create_index(
        op.f("google_sign_ins_user_id_index"), "google_sign_ins", ["user_id"], unique=False
    )
