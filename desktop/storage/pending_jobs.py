"""Jobs that are under way, on disk before anything is sent: a crash never costs a credit twice."""

import json
import logging
import threading
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop.storage.atomic import write_atomically
from shared.styles import Style

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OrderItem:
    """One plushie of a request, as it was sent."""

    job_id: str
    file_key: str
    style: Style
    hints_json: str | None


@dataclass(frozen=True, slots=True)
class PendingJob:
    """What was asked for, and how far it has come.

    The steps: nothing is set; `file_key` (the photo is at the storage); `sent` (the request may
    have reached the server); `image_id` (the server has answered).
    """

    id: str
    """The idempotency key as well."""
    style: Style
    wish: str
    hints_json: str | None
    """A `shared.generations.Hints`."""
    photo_name: str
    content_type: str
    created_at: datetime
    file_key: str | None = None
    sent: bool = False
    image_id: str | None = None
    cancelled: bool = False
    """The person has changed their mind; kept until the server has heard of it."""
    photo_id: str = ""
    """Jobs of one order with the same one share the photo, which is sent once."""
    order_id: str | None = None
    """The idempotency key of the order that it is a part of: several photos, or several styles."""
    order_items: tuple[OrderItem, ...] = ()
    """The whole request as it was sent: any of its jobs can send it again, also when others have
    come to their end."""


class PendingJobs:
    """One small file a job, and its photo beside it. Safe from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._cancelled_ids: set[str] = set()

    def all(self) -> list[PendingJob]:
        """Every job on disk, oldest first; what cannot be read is left out."""
        try:
            paths = sorted(self._folder.glob("*.json"))
        except OSError:
            return []
        jobs = [job for path in paths if (job := _read(path)) is not None]
        return sorted(jobs, key=lambda job: job.created_at)

    def add(self, job: PendingJob, photo: bytes) -> None:
        """Write photo and job, so that they survive a crash.

        Raises:
            OSError: They could not be written; nothing is left behind.
        """
        photo_path = self._photo_path(job.id)
        write_atomically(photo_path, photo)
        try:
            self._write(job)
        except BaseException:
            photo_path.unlink(missing_ok=True)
            raise

    def of_order(self, order_id: str) -> list[PendingJob]:
        """The jobs of one order, in the order in which they were asked for."""
        return [job for job in self.all() if job.order_id == order_id]

    def get(self, job_id: str) -> PendingJob | None:
        """One job."""
        return _read(self._job_path(job_id))

    def photo(self, job_id: str) -> bytes | None:
        """Its photo, encoded."""
        try:
            return self._photo_path(job_id).read_bytes()
        except OSError:
            return None

    def change(self, job_id: str, **changes: Any) -> PendingJob | None:
        """Write a step down; None when the job is gone.

        Raises:
            OSError: It could not be written; the step must not be taken.
        """
        with self._lock:
            job = _read(self._job_path(job_id))
            if job is None:
                return None
            changed = replace(job, **changes)
            self._write(changed)
            return changed

    def cancel(self, job_id: str) -> None:
        """The person has changed their mind; also known after a restart, if the disk allows."""
        self._cancelled_ids.add(job_id)
        try:
            self.change(job_id, cancelled=True)
        except OSError as error:
            _log.warning("That a job was cancelled could not be written down: %s", error)

    def is_cancelled(self, job_id: str) -> bool:
        """Whether `cancel` was called since the app started; quick enough for every chunk."""
        return job_id in self._cancelled_ids

    def remove(self, job_id: str) -> None:
        """Forget it; a missing one is no error."""
        for path in (self._job_path(job_id), self._photo_path(job_id)):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                _log.warning("A finished job could not be removed: %s", error)

    def _write(self, job: PendingJob) -> None:
        fields = {**asdict(job), "created_at": job.created_at.isoformat()}
        write_atomically(self._job_path(job.id), json.dumps(fields, indent=2).encode())

    def _job_path(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.json"

    def _photo_path(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.photo"


def _read(path: Path) -> PendingJob | None:
    try:
        fields = json.loads(path.read_bytes())
        fields["style"] = Style(fields["style"])
        fields.pop("order_styles", None)  # written by development versions of November 2026
        fields["order_items"] = tuple(
            OrderItem(**{**item, "style": Style(item["style"])})
            for item in fields.get("order_items", ())
        )
        fields["created_at"] = datetime.fromisoformat(fields["created_at"]).astimezone(UTC)
        return PendingJob(**fields)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        _log.warning("A job on disk could not be read: %r", error)
        return None
