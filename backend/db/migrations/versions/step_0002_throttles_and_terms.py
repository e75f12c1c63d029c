"""Throttles, and when somebody accepted which terms."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table of throttles; a crash may empty it. Users get what they agreed to."""
    op.create_table(
        "throttles",
        sa.Column("key_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_sha256", name=op.f("throttles_pkey")),
        prefixes=["unlogged"],
    )
    op.create_index(op.f("throttles_forget_at_index"), "throttles", ["forget_at"], unique=False)
    op.add_column("users", sa.Column("terms_version", sa.Text(), nullable=True))
    op.add_column(
        "users", sa.Column("terms_accepted_at", sa.DateTime(timezone=True), nullable=True)
    )
