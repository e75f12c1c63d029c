"""Jobs that were under way when the app was closed, and jobs that are tried once more."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from PySide6.QtGui import QImage

from desktop.errors import DownloadRefused, FileNotRead
from desktop.photo import SMALL_SIDE_PX
from desktop.storage.pending_jobs import PendingJob
from desktop.storage.picture_files import decode_picture
from desktop.workers.job_runner import start_job
from desktop.workers.tasks import Task
from shared.gallery import Generation


@dataclass(frozen=True, slots=True, eq=False)
class RestoredJob:
    """A job from disk and its photo, small."""

    job: PendingJob
    photo: QImage | None


def restored_jobs(task: Task[list[RestoredJob]]) -> list[RestoredJob]:
    """Every job on disk that was not cancelled, oldest first."""
    pending = task.tools.account.pending
    return [
        RestoredJob(job, _small(pending.photo(job.id)))
        for job in pending.all()
        if not job.cancelled
    ]


def restart_job(task: Task[Generation], old_id: str, new_id: str) -> Generation:
    """Try a job again that the server has ended: as a new one, with a key of its own.

    Raises:
        DesktopError: As `run_job`; `FileNotRead` when the photo is gone.
    """
    pending = task.tools.account.pending
    old, photo = pending.get(old_id), pending.photo(old_id)
    if old is None or photo is None:
        raise FileNotRead("The photo of this job", "it is gone from this computer")
    job = replace(
        old,
        id=new_id,
        created_at=datetime.now(UTC),
        file_key=None,
        sent=False,
        image_id=None,
        cancelled=False,
        order_id=None,
        order_items=(),
    )
    pending.remove(old_id)
    return start_job(task, job, photo)


def _small(photo: bytes | None) -> QImage | None:
    if photo is None:
        return None
    try:
        return decode_picture(photo, SMALL_SIDE_PX)
    except DownloadRefused:
        return None
