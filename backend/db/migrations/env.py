"""What Alembic runs: the steps, on the connection that `backend.db.migrate` hands over."""

from alembic import context

from backend.db.tables import Base


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the queue's tables to the queue's own migrations."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_name=include_name,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
