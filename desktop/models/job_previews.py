"""Which preview of a job is the newest one, and those that come before their job is known."""

from typing import Final

from desktop.workers.feed_events import PreviewTold

_EARLY_KEPT: Final = 20


class JobPreviews:
    """A quick server shows a preview before its answer to the order has arrived."""

    def __init__(self) -> None:
        self._newest: dict[str, tuple[int, int]] = {}
        self._early: dict[str, PreviewTold] = {}

    def take(self, job_id: str, told: PreviewTold) -> bool:
        """Whether it is newer than all others of this job; then it is the newest."""
        is_newer = _step(told) > self._newest.get(job_id, (0, -1))
        if is_newer:
            self._newest[job_id] = _step(told)
        return is_newer

    def is_newest(self, job_id: str, told: PreviewTold) -> bool:
        """Whether none has come since."""
        return self._newest.get(job_id) == _step(told)

    def keep_early(self, told: PreviewTold) -> None:
        """Keep one of a picture that belongs to no known job; the latest few pictures' are kept."""
        self._early.pop(told.image_id, None)
        self._early[told.image_id] = told
        if len(self._early) > _EARLY_KEPT:
            del self._early[next(iter(self._early))]

    def pop_early(self, image_id: str) -> PreviewTold | None:
        """What was kept of a picture whose job is known now."""
        return self._early.pop(image_id, None)

    def forget(self, job_id: str) -> None:
        """The job needs none any more."""
        self._newest.pop(job_id, None)

    def clear(self) -> None:
        """Forget everything."""
        self._newest.clear()
        self._early.clear()


def _step(told: PreviewTold) -> tuple[int, int]:
    return told.attempt, told.sequence
