"""One plushie in the making, and the states it goes through."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from desktop.errors import CREDIT_BACK, AppError
from desktop.storage.pending_jobs import PendingJob
from shared.styles import Style

if TYPE_CHECKING:
    from shared.gallery import Image


TILE_PICTURE_PX = 384
"""Two hundred results stay in memory; whoever looks at one asks the gallery for all of it."""


class JobState(Enum):
    """Where a job stands."""

    PREPARING = auto()
    """It waits for its turn to be uploaded."""
    UPLOADING = auto()
    QUEUED = auto()
    """The server has it; a credit is held."""
    MAKING = auto()
    FETCHING = auto()
    """It is made; the picture is on its way to this computer."""
    DONE = auto()
    FAILED = auto()
    CANCELLED = auto()

    @property
    def is_final(self) -> bool:
        """Whether nothing follows by itself; a failed one can be tried again."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)

    @property
    def is_at_server(self) -> bool:
        """Whether the server works on it."""
        return self in {JobState.QUEUED, JobState.MAKING}


JOB_TRANSITIONS: Mapping[JobState, frozenset[JobState]] = {
    JobState.PREPARING: frozenset(
        {JobState.UPLOADING, JobState.QUEUED, JobState.FAILED, JobState.CANCELLED}
    ),
    JobState.UPLOADING: frozenset({JobState.QUEUED, JobState.FAILED, JobState.CANCELLED}),
    # A fast server may be done before its first answer has arrived.
    JobState.QUEUED: frozenset(
        {JobState.MAKING, JobState.FETCHING, JobState.FAILED, JobState.CANCELLED}
    ),
    # A worker that stopped hands its picture back to the queue.
    JobState.MAKING: frozenset(
        {JobState.QUEUED, JobState.FETCHING, JobState.FAILED, JobState.CANCELLED}
    ),
    JobState.FETCHING: frozenset({JobState.DONE, JobState.FAILED}),
    JobState.DONE: frozenset(),
    JobState.FAILED: frozenset({JobState.PREPARING, JobState.FETCHING}),
    JobState.CANCELLED: frozenset(),
}


STATE_OF: Mapping[str, JobState] = {
    "pending": JobState.QUEUED,
    "processing": JobState.MAKING,
    "completed": JobState.FETCHING,
    "failed": JobState.FAILED,
    "cancelled": JobState.CANCELLED,
}
"""What the server's word for an image means here."""


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One tile."""

    id: str
    image_id: str | None
    """The server's name for it, from QUEUED on."""
    state: JobState
    style: Style
    wish: str
    photo: QImage | None
    """The person's own photo, small; None for a job that was started on another computer."""
    photo_name: str
    started_at: datetime
    upload_fraction: float = 0.0
    """0 to 1."""
    upload_bytes_per_s: float = 0.0
    """0: not known yet."""
    preview: QImage | None = None
    """The picture as it emerges; the finished one, at most `TILE_PICTURE_PX`, once DONE."""
    queue_position: int | None = None
    """How many are made before this one, as far as is known."""
    remaining_s: float | None = None
    """An estimate from this person's own history; None without one."""
    making_fraction: float | None = None
    """0 to 1, from the same estimate."""
    making_since: datetime | None = None
    error: AppError | None = None
    """Why it failed, or why the last thing that was asked of it did not work."""
    image: "Image | None" = None
    hints_json: str | None = None
    """What was told about the photo, as it is on disk; None for a job of another computer."""
    order_id: str | None = None
    """Jobs with the same one were asked for together, and are paid for together."""

    @property
    def can_cancel(self) -> bool:
        """Whether cancelling would still stop it."""
        return not self.state.is_final and self.state is not JobState.FETCHING

    @property
    def can_retry(self) -> bool:
        """Whether trying again is possible."""
        return self.state is JobState.FAILED and (
            self.photo is not None or (self.image is not None and self.image.result is not None)
        )


def job_from_disk(pending: PendingJob, photo: QImage | None) -> Job:
    """The tile of a job of this computer."""
    return Job(
        id=pending.id,
        image_id=pending.image_id,
        state=JobState.PREPARING if pending.image_id is None else JobState.QUEUED,
        style=pending.style,
        wish=pending.wish,
        photo=photo,
        photo_name=pending.photo_name,
        started_at=pending.created_at,
        hints_json=pending.hints_json,
        order_id=pending.order_id,
    )


def job_from_elsewhere(image: "Image") -> Job:
    """The tile of a job that was started on another computer."""
    return Job(
        id=image.id,
        image_id=image.id,
        state=JobState.QUEUED,
        style=image.style,
        wish=image.prompt,
        photo=None,
        photo_name="",
        started_at=image.created_at,
    )


def failure_of(image: "Image", photo: QImage | None) -> AppError:
    """Why the server has given up on it; without its photo it cannot be tried again from here."""
    failure = image.failure
    error = AppError(
        title=failure.message if failure else "This picture could not be made.",
        charged=CREDIT_BACK,
        advice="Please try again, or choose another photo.",
        code=failure.code if failure else "internal",
    )
    if photo is not None:
        return error
    return replace(
        error,
        advice="Its photo is on the computer where this was started: try again there, or choose "
        "the photo here.",
    )
