"""How long plushies take, learnt from this person's own pictures."""

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.gallery import Image

_REMEMBERED = 20
_LONGEST_BELIEVED = timedelta(minutes=30)
_MOST_FRACTION = 0.97
"""A bar that is full while nothing has arrived would lie."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the making probably is."""

    fraction: float
    """0 to nearly 1."""
    remaining_s: float
    """0: it takes longer than usual already."""


class UsualTimes:
    """The median of the last pictures' times; says nothing before the first one."""

    def __init__(self) -> None:
        self._durations_s: deque[float] = deque(maxlen=_REMEMBERED)

    def learn(self, image: "Image") -> None:
        """Look at a picture; one that is not finished teaches nothing."""
        if image.started_at is not None and image.completed_at is not None:
            self._durations_s.append((image.completed_at - image.started_at).total_seconds())

    def clear(self) -> None:
        """Somebody else has signed in."""
        self._durations_s.clear()

    def progress(self, making_since: datetime | None) -> Progress | None:
        """How far something is that has been in the making since then; None when nobody knows."""
        if not self._durations_s or making_since is None:
            return None
        usual_s = max(sorted(self._durations_s)[len(self._durations_s) // 2], 0.1)
        passed_s = max(0.0, (datetime.now(UTC) - making_since).total_seconds())
        return Progress(
            fraction=min(passed_s / usual_s, _MOST_FRACTION),
            remaining_s=max(0.0, usual_s - passed_s),
        )


def making_since(image: "Image") -> datetime:
    """When the server began, by this computer's clock: where both disagree, it begins now."""
    now = datetime.now(UTC)
    started_at = image.started_at
    if started_at is None or not timedelta() <= now - started_at <= _LONGEST_BELIEVED:
        return now
    return started_at
