"""The gallery's date headings; the one of what is in view stays at the upper edge."""

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from desktop.ui.numbers import whole
from desktop.ui.theme.fonts import font
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SMALL_PX, SPACE_S, SPACE_XS
from desktop.ui.widgets.square_grid import HEADING_PX, SquareGrid

_TITLE_PX = 16


def paint_headings(
    painter: QPainter, grid: SquareGrid, offset: int, area: QRect, theme: Theme
) -> None:
    """Paint the headings in view.

    Args:
        painter: Of the viewport.
        grid: Where the sections are.
        offset: How far the grid is scrolled.
        area: The viewport.
        theme: For the colours.
    """
    if not grid.sections:
        return
    first = grid.section_at(offset)
    last = grid.section_at(offset + area.height())
    for at in range(first, last + 1):
        place = grid.heading_place(at, area.width()).translated(0, -offset)
        if at == first:
            place.moveTop(_sticky_top(grid, at, offset))
        if place.height():
            _paint(painter, place, grid, at, theme)


def sticky_height(grid: SquareGrid, offset: int) -> int:
    """How much of the viewport's top the heading that stays covers."""
    if not grid.sections:
        return 0
    at = grid.section_at(offset)
    if not grid.sections[at].title:
        return 0
    return _sticky_top(grid, at, offset) + HEADING_PX


def _sticky_top(grid: SquareGrid, at: int, offset: int) -> int:
    """At the upper edge, until the next heading pushes it away."""
    return min(0, grid.tops[at + 1] - offset - HEADING_PX)


def _paint(painter: QPainter, place: QRect, grid: SquareGrid, at: int, theme: Theme) -> None:
    tokens, section = theme.tokens, grid.sections[at]
    painter.fillRect(place, QColor(tokens.background))
    title_font = font(_TITLE_PX, QFont.Weight.Bold)
    baseline = place.top() + HEADING_PX - SPACE_S - SPACE_XS
    painter.setFont(title_font)
    painter.setPen(QColor(tokens.text))
    painter.drawText(QPointF(SPACE_XS, baseline), section.title)
    width = QFontMetricsF(title_font).horizontalAdvance(section.title)
    painter.setFont(font(SMALL_PX))
    painter.setPen(QColor(tokens.muted))
    painter.drawText(QPointF(SPACE_XS + width + SPACE_S, baseline), whole(section.count))
