"""What the model of share links asks of worker threads, by name; see `work` for why imports stand inside."""

from typing import TYPE_CHECKING

from desktop.workers.tasks import Task

if TYPE_CHECKING:
    from shared.gallery import Share, Shares


def share_image(task: "Task[Share]", image_id: str, expires_in_days: int | None) -> "Share":
    """Make a link."""
    return task.tools.client.share_image(image_id, expires_in_days)


def share_links(task: "Task[Shares]", image_id: str) -> "Shares":
    """The links that work."""
    return task.tools.client.share_links(image_id)


def revoke_links(task: Task[None], image_id: str) -> None:
    """End all links."""
    task.tools.client.revoke_links(image_id)
