"""What a worker tells about its work, for whoever counts it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Final, Protocol

from backend.services.ports import EngineResult
from shared.errors import ErrorCode
from shared.generations import GenerationStatus
from shared.service import EngineName
from shared.styles import Style


class AttemptOutcome(StrEnum):
    """How one attempt at a picture ended."""

    COMPLETED = "completed"
    FAILED = "failed"
    """For good: it is refunded."""
    HANDED_BACK = "handed_back"
    """For now: the queue tries again."""
    DISCARDED = "discarded"
    """Cancelled, or taken over by another worker meanwhile."""
    UNKNOWN = "unknown"
    """The database was away: the reaper sees to it."""


class ReaperAction(StrEnum):
    """What the reaper gave back to the queue."""

    STALLED_JOB = "stalled_job"
    """Its worker has died."""
    FORGOTTEN_JOB = "forgotten_job"
    """Its worker lives and does not know of it."""
    LOST_PICTURE = "lost_picture"
    """It had no job."""
    OVERDUE_PICTURE = "overdue_picture"
    """Its worker lives and does not come to an end with it."""
    MISDATED_JOB = "misdated_job"
    """It was to wait for longer than any job does: the clock that said so was wrong."""


class WorkObserver(Protocol):
    """Hears of everything that a worker does. It never raises and never waits."""

    def attempt_ended(self, engine: EngineName, outcome: AttemptOutcome) -> None:
        """One attempt is over, this way or that."""
        ...

    def picture_drawn(self, result: EngineResult) -> None:
        """An engine has made a picture, so it has to be paid, whatever becomes of it."""
        ...

    def generation_ended(
        self,
        style: Style,
        engine: EngineName,
        status: GenerationStatus,
        *,
        seconds: float,
        code: ErrorCode | None = None,
    ) -> None:
        """A picture is final, so many seconds after it was asked for; `code` says why it failed."""
        ...

    def reaped(self, action: ReaperAction) -> None:
        """The reaper had something to do."""
        ...


_STATUSES: Final = {
    AttemptOutcome.COMPLETED: GenerationStatus.COMPLETED,
    AttemptOutcome.FAILED: GenerationStatus.FAILED,
}
"""Attempts after which the picture is final."""


class AttemptReport:
    """What an observer will hear of one attempt; nothing said means that it is not known."""

    def __init__(self) -> None:
        self.outcome = AttemptOutcome.UNKNOWN
        self.code: ErrorCode | None = None

    def failed(self, code: ErrorCode, *, is_fence_held: bool) -> None:
        """It was given up, if it was still wanted."""
        self.outcome = AttemptOutcome.FAILED if is_fence_held else AttemptOutcome.DISCARDED
        self.code = code if is_fence_held else None


@contextmanager
def observed(
    observer: WorkObserver, engine: EngineName, style: Style, *, waited_s: float
) -> Iterator[AttemptReport]:
    """Tell the observer of an attempt when the context ends, however it ends."""
    report = AttemptReport()
    began_at = time.monotonic()
    try:
        yield report
    finally:
        observer.attempt_ended(engine, report.outcome)
        if report.outcome in _STATUSES:
            observer.generation_ended(
                style,
                engine,
                _STATUSES[report.outcome],
                seconds=waited_s + time.monotonic() - began_at,
                code=report.code,
            )


class Unobserved:
    """A `WorkObserver` that nobody asks."""

    def attempt_ended(self, engine: EngineName, outcome: AttemptOutcome) -> None:
        """Forget it."""

    def picture_drawn(self, result: EngineResult) -> None:
        """Forget it."""

    def generation_ended(
        self,
        style: Style,
        engine: EngineName,
        status: GenerationStatus,
        *,
        seconds: float,
        code: ErrorCode | None = None,
    ) -> None:
        """Forget it."""

    def reaped(self, action: ReaperAction) -> None:
        """Forget it."""
