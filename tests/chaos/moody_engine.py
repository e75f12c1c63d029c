"""An image engine with moods: it draws, fails, hangs, breaks off or refuses, as the seed says."""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from starlette.responses import Response

from tests.fakes.openai_server import (
    MODERATION,
    QUOTA_SPENT,
    SERVER_ERROR,
    BreakStream,
    Deed,
    Draw,
    EditRequest,
    FakeOpenAI,
    Hang,
    Refuse,
)

TIMEOUT_S: Final = 6
"""So long the server waits for one picture before it counts as failed."""

_RATE_LIMIT: Final = Refuse(429, "rate_limit_exceeded", "requests", headers={"retry-after": "1"})
_MOODS: Final[tuple[tuple[str, Deed, int], ...]] = (
    ("draws", Draw(seconds=0.3), 50),
    ("draws slowly", Draw(seconds=2.5), 14),
    ("server error", SERVER_ERROR, 6),
    ("rate limit", _RATE_LIMIT, 5),
    ("moderation", MODERATION, 5),
    ("quota spent", QUOTA_SPENT, 2),
    ("hangs", Hang(), 3),
    ("hangs within its stream", Hang(partials=1), 3),
    ("ends its stream silently", BreakStream(how="silently"), 3),
    ("ends its stream abruptly", BreakStream(how="abruptly"), 3),
    ("ends within an event", BreakStream(how="within an event"), 3),
    ("error event in its stream", BreakStream(how="with an error event"), 3),
)
_GOOD: Final = frozenset({"draws", "draws slowly"})


@dataclass
class MoodyOpenAI(FakeOpenAI):
    """The fake of OpenAI's API, whose deeds are drawn from a seed until it is calmed."""

    seed: int = 0
    done: Counter[str] = field(default_factory=Counter)
    _is_calm: bool = False

    def __post_init__(self) -> None:
        self._dice = random.Random(f"{self.seed} engine")

    @property
    def faults_count(self) -> int:
        """How many requests it did not answer with a picture."""
        return sum(count for mood, count in self.done.items() if mood not in _GOOD)

    def calm(self) -> None:
        """From now on every request gets its picture at once."""
        self._is_calm = True

    async def _do(self, edit: EditRequest, headers: dict[str, str]) -> Response:
        # What was sent is of no interest here, and would fill the memory.
        self.requests.clear()
        if self._is_calm:
            self.done["draws"] += 1
        else:
            weights = [weight for _, _, weight in _MOODS]
            [(mood, deed, _)] = self._dice.choices(_MOODS, weights)
            self.deeds.append(deed)
            self.done[mood] += 1
        return await super()._do(edit, headers)
