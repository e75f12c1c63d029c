"""Where the squares of a grid lie: plain arithmetic, the same for ten pictures and for 100,000."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

from desktop.ui.theme.tokens import SPACE_M, SPACE_XS

_WANTED_SIDE_PX = 200
_EDGE_PX = SPACE_XS
"""Room at every edge, for the ring around a square."""


@dataclass(frozen=True, slots=True)
class SquareGrid:
    """As many columns as fit; places are in px from the top of the whole grid."""

    columns: int
    side: int

    @classmethod
    def fitting(cls, width: int) -> "SquareGrid":
        """The grid for a width: its squares fill it, and are about as large as wanted."""
        inside = width - 2 * _EDGE_PX
        columns = max(1, round((inside + SPACE_M) / (_WANTED_SIDE_PX + SPACE_M)))
        return cls(columns, max(1, (inside - (columns - 1) * SPACE_M) // columns))

    @property
    def step(self) -> int:
        """From one square's edge to the next one's."""
        return self.side + SPACE_M

    def height(self, count: int) -> int:
        """What so many squares need."""
        lines = -(-count // self.columns)
        return lines * self.step + _EDGE_PX

    def place(self, number: int) -> QRect:
        """Where the square of this number lies, counted from 0."""
        line, column = divmod(number, self.columns)
        left, top = column * self.step + _EDGE_PX, line * self.step + _EDGE_PX
        return QRect(left, top, self.side, self.side)

    def number_at(self, point: QPoint) -> int:
        """Which square is there; -1 beside and between them."""
        column, inside_x = divmod(point.x() - _EDGE_PX, self.step)
        line, inside_y = divmod(point.y() - _EDGE_PX, self.step)
        is_hit = 0 <= column < self.columns and line >= 0
        is_hit = is_hit and inside_x < self.side and inside_y < self.side
        return line * self.columns + column if is_hit else -1

    def numbers_between(self, top: int, bottom: int) -> range:
        """The squares of all lines that a strip touches."""
        first = max(0, (top - _EDGE_PX) // self.step)
        last = max(0, (bottom - _EDGE_PX) // self.step)
        return range(first * self.columns, (last + 1) * self.columns)
