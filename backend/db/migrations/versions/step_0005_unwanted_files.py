"""The sweeper finds the pictures whose files nobody wants without reading all others."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """An index of nothing but these pictures."""
    op.create_index(
        "generated_images_unwanted_index",
        "generated_images",
        ["id"],
        unique=False,
        postgresql_where=sa.text(
            "files_deleted_at is null"
            " and (deleted_at is not null or status in ('failed', 'cancelled'))"
        ),
    )
