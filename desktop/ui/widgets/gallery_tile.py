"""Painting one picture of the gallery's grid."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from desktop.ui.theme.tokens import RADIUS_CARD, Tokens
from desktop.ui.widgets.picture import rounded

_FADED = 0.25


@dataclass(frozen=True, slots=True)
class TileState:
    """What is special about a tile at the moment."""

    is_leaving: bool
    """About to be deleted: shown faded."""
    is_current: bool
    """The keyboard stands there."""
    is_hovered: bool


def paint_tile(
    painter: QPainter, place: QRect, thumbnail: object, state: TileState, tokens: Tokens
) -> None:
    """The thumbnail with rounded corners, or its empty place while it is being loaded."""
    area = QRectF(place)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.sunken))
    painter.drawPath(rounded(area, RADIUS_CARD))
    if isinstance(thumbnail, QImage) and not thumbnail.isNull():
        painter.save()
        painter.setOpacity(_FADED if state.is_leaving else 1.0)
        painter.setClipPath(rounded(area, RADIUS_CARD))
        painter.drawImage(area, thumbnail, _middle_square(thumbnail.size()))
        painter.restore()
    if state.is_current or state.is_hovered:
        width, inset = (3.0, -1.0) if state.is_current else (2.0, 0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent), width))
        painter.drawPath(rounded(area.adjusted(inset, inset, -inset, -inset), RADIUS_CARD))


def _middle_square(size: QSize) -> QRectF:
    side = min(size.width(), size.height())
    return QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side)
