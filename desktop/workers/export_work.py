"""What the model of saving asks of worker threads, by name; see `work` for why imports stand inside."""

# ruff: noqa: PLC0415 - see above

from typing import TYPE_CHECKING

from desktop.workers.tasks import Task

if TYPE_CHECKING:
    from desktop.storage.export_journal import Begun, ExportOrder
    from desktop.workers.exports import ExportResult


def export_pictures(task: "Task[ExportResult]", order: "ExportOrder") -> "ExportResult":
    """See `exports.export_pictures`; reports `ExportProgress`."""
    from desktop.workers import exports

    return exports.export_pictures(task, order)


def unfinished_export(task: "Task[Begun | None]") -> "Begun | None":
    """See `exports.unfinished_export`."""
    from desktop.workers import exports

    return exports.unfinished_export(task.tools)


def forget_export(task: Task[None]) -> None:
    """See `exports.forget_export`."""
    from desktop.workers import exports

    exports.forget_export(task.tools)
