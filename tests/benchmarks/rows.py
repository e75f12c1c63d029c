"""What a suite returns: figures, each beside its anchor and its goal."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Spread:
    """Several measurements of one thing, in the same unit."""

    median: float
    minimum: float
    maximum: float

    @classmethod
    def of(cls, values: list[float]) -> "Spread":
        """The spread of measured values; at least one."""
        return cls(statistics.median(values), min(values), max(values))

    def scaled(self, factor: float) -> "Spread":
        """The same in another unit: `measure(...).scaled(1000)` is milliseconds."""
        return Spread(self.median * factor, self.minimum * factor, self.maximum * factor)


@dataclass(frozen=True)
class Goal:
    """What the median, or its ratio to the anchor, should keep to."""

    figure: Literal["value", "ratio"]
    relation: Literal["<=", ">="]
    limit: float

    def __str__(self) -> str:
        return f"{self.figure} {self.relation} {self.limit:g}"

    def holds(self, figure: float) -> bool:
        """Whether this figure keeps to it."""
        return figure <= self.limit if self.relation == "<=" else figure >= self.limit


@dataclass(frozen=True)
class Row:
    """One figure.

    Args:
        name: What was measured, in a few words.
        measured: The figure.
        unit: Of the figure and of the anchor's: `ms`, `MB`, `requests/s`.
        anchor: What the figure is held against, in a few words; it was measured in the same run.
        anchor_measured: The anchor's figure.
        goal: What should hold, if something should. A goal on the ratio needs an anchor.
    """

    name: str
    measured: Spread
    unit: str
    anchor: str | None = None
    anchor_measured: Spread | None = None
    goal: Goal | None = None

    @property
    def ratio(self) -> float | None:
        """The figure's median over the anchor's."""
        if self.anchor_measured is None or self.anchor_measured.median == 0:
            return None
        return self.measured.median / self.anchor_measured.median

    @property
    def holds(self) -> bool | None:
        """Whether the goal is reached; None without a goal, or without the figure it is about."""
        if self.goal is None:
            return None
        figure = self.measured.median if self.goal.figure == "value" else self.ratio
        return None if figure is None else self.goal.holds(figure)

    def as_json(self, suite: str) -> dict[str, str | float | bool | None]:
        """The row as it stands in build/bench.json."""
        return {
            "suite": suite,
            "name": self.name,
            "value": self.measured.median,
            "minimum": self.measured.minimum,
            "maximum": self.measured.maximum,
            "unit": self.unit,
            "anchor": self.anchor,
            "anchorValue": self.anchor_measured.median if self.anchor_measured else None,
            "ratio": self.ratio,
            "goal": str(self.goal) if self.goal else None,
            "holds": self.holds,
        }


def measure(function: Callable[[], object], repeats: int = 5, *, warm_up: int = 1) -> Spread:
    """Time a function.

    Args:
        function: What to time; its result is dropped.
        repeats: How often it is timed.
        warm_up: How often it runs before, untimed.

    Returns:
        Seconds a call.
    """
    for _ in range(warm_up):
        function()
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        seconds.append(time.perf_counter() - start)
    return Spread.of(seconds)
