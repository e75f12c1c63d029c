"""Where the squares of a grid lie: plain arithmetic, the same for ten pictures and for 100,000.

The squares stand in sections, each below its heading. What is asked is found by bisection over the
sections, of which there are few: the days of a week and then months.
"""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

from desktop.ui.theme.tokens import SPACE_M, SPACE_XS

WANTED_SIDE_PX = 200
SMALLEST_SIDE_PX = 96
LARGEST_SIDE_PX = 384
HEADING_PX = 44
_EDGE_PX = SPACE_XS
"""Room at every edge, for the ring around a square."""


@dataclass(frozen=True, slots=True)
class Section:
    """Squares that belong together; without a title there is no heading above them."""

    title: str
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class SquareGrid:
    """As many columns as fit; places are in px from the top of the whole grid.

    `tops[i]` is where section i begins, with its heading; the last entry is where all of them end.
    """

    columns: int
    side: int
    sections: tuple[Section, ...]
    tops: tuple[int, ...]

    @classmethod
    def fitting(
        cls, width: int, sections: Sequence[Section], wanted_side: int = WANTED_SIDE_PX
    ) -> "SquareGrid":
        """The grid for a width: its squares fill it, and are about as large as wanted."""
        inside = width - 2 * _EDGE_PX
        columns = max(1, round((inside + SPACE_M) / (wanted_side + SPACE_M)))
        side = max(1, (inside - (columns - 1) * SPACE_M) // columns)
        tops = [0]
        for section in sections:
            lines = -(-section.count // columns)
            heading = HEADING_PX if section.title else _EDGE_PX
            tops.append(tops[-1] + heading + lines * (side + SPACE_M))
        return cls(columns, side, tuple(sections), tuple(tops))

    @property
    def step(self) -> int:
        """From one square's edge to the next one's."""
        return self.side + SPACE_M

    @property
    def height(self) -> int:
        """What all sections need."""
        return self.tops[-1] + _EDGE_PX

    @property
    def count(self) -> int:
        """How many squares there are."""
        return self.sections[-1].first + self.sections[-1].count if self.sections else 0

    def place(self, number: int) -> QRect:
        """Where the square of this number lies, counted from 0."""
        at = self.section_of(number)
        line, column = divmod(number - self.sections[at].first, self.columns)
        left = column * self.step + _EDGE_PX
        return QRect(left, self._squares_top(at) + line * self.step, self.side, self.side)

    def heading_place(self, at: int, width: int) -> QRect:
        """Where the heading of section number `at` lies."""
        return QRect(0, self.tops[at], width, HEADING_PX if self.sections[at].title else 0)

    def section_of(self, number: int) -> int:
        """Which section a square is in."""
        return bisect.bisect_right(self.sections, number, key=_first) - 1

    def section_at(self, y: int) -> int:
        """Which section is there; the first one above all, the last one below all."""
        return min(max(bisect.bisect_right(self.tops, y) - 1, 0), len(self.sections) - 1)

    def number_at(self, point: QPoint) -> int:
        """Which square is there; -1 beside and between them."""
        if not self.sections:
            return -1
        at = self.section_at(point.y())
        column, inside_x = divmod(point.x() - _EDGE_PX, self.step)
        line, inside_y = divmod(point.y() - self._squares_top(at), self.step)
        is_hit = 0 <= column < self.columns and line >= 0
        is_hit = is_hit and inside_x < self.side and inside_y < self.side
        number = line * self.columns + column
        return self.sections[at].first + number if is_hit and number < self._count(at) else -1

    def numbers_between(self, top: int, bottom: int) -> range:
        """The squares of all lines that a strip touches."""
        if not self.sections:
            return range(0)
        return range(self._line_start(top), self._line_end(bottom))

    def runs_in(self, area: QRect) -> list[range]:
        """The squares that an area touches, as runs of neighbours."""
        first_column = max(0, -(-(area.left() - _EDGE_PX - self.side + 1) // self.step))
        last_column = min(self.columns - 1, (area.right() - _EDGE_PX) // self.step)
        if last_column < first_column or not self.sections:
            return []
        runs: list[range] = []
        for at in range(self.section_at(area.top()), self.section_at(area.bottom()) + 1):
            top = self._squares_top(at)
            lines = -(-self._count(at) // self.columns)
            first_line = max(0, -(-(area.top() - top - self.side + 1) // self.step))
            last_line = min(lines - 1, (area.bottom() - top) // self.step)
            first, end = self.sections[at].first, self.sections[at].first + self._count(at)
            if first_column == 0 and last_column == self.columns - 1 and last_line >= first_line:
                begin = first + first_line * self.columns
                runs.append(range(begin, min(first + (last_line + 1) * self.columns, end)))
                continue
            for line in range(first_line, last_line + 1):
                begin = first + line * self.columns
                runs.append(range(begin + first_column, min(begin + last_column + 1, end)))
        return [run for run in runs if run]

    def above(self, number: int, lines: int = 1) -> int:
        """The square so many lines above it, also in sections before; as far as there are lines."""
        for _ in range(lines):
            number = self._above(number)
        return number

    def below(self, number: int, lines: int = 1) -> int:
        """The square so many lines below it, or the nearest one of that line."""
        for _ in range(lines):
            number = self._below(number)
        return number

    def _above(self, number: int) -> int:
        at = self.section_of(number)
        line, column = divmod(number - self.sections[at].first, self.columns)
        if line > 0:
            return number - self.columns
        if at == 0:
            return number
        section = self.sections[at - 1]
        last_line = (section.count - 1) // self.columns * self.columns
        return section.first + min(last_line + column, section.count - 1)

    def _below(self, number: int) -> int:
        at = self.section_of(number)
        section = self.sections[at]
        line, column = divmod(number - section.first, self.columns)
        if line < (section.count - 1) // self.columns:
            return min(number + self.columns, section.first + section.count - 1)
        if at == len(self.sections) - 1:
            return number
        following = self.sections[at + 1]
        return following.first + min(column, following.count - 1)

    def _squares_top(self, at: int) -> int:
        return self.tops[at] + (HEADING_PX if self.sections[at].title else _EDGE_PX)

    def _count(self, at: int) -> int:
        return self.sections[at].count

    def _line_start(self, y: int) -> int:
        at = self.section_at(y)
        line = max(0, (y - self._squares_top(at)) // self.step)
        return self.sections[at].first + min(line * self.columns, self._count(at))

    def _line_end(self, y: int) -> int:
        at = self.section_at(y)
        line = (y - self._squares_top(at)) // self.step
        return self.sections[at].first + min(max(0, line + 1) * self.columns, self._count(at))


def _first(section: Section) -> int:
    return section.first
