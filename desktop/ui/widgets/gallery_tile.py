"""Painting one picture of the gallery's grid, with its marks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QIcon, QPainter, QPen, QPixmap

from desktop.ui.theme.fonts import font
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import RADIUS_CARD, SMALL_PX, SPACE_S, Tokens
from desktop.ui.widgets.picture import rounded
from desktop.ui.widgets.words import style_name

if TYPE_CHECKING:
    from shared.gallery import Image

_SELECTED_INSET_PX = 8
_MARK_PX = 24
_MARK_ICON_PX = 16
_MARK_GAP_PX = 8
_SHADE = QColor(20, 14, 12, 170)


@dataclass(frozen=True, slots=True)
class TileState:
    """What is special about a tile at the moment."""

    is_current: bool = False
    """The keyboard stands there."""
    is_hovered: bool = False
    is_selected: bool = False
    is_selecting: bool = False
    """Something is selected: every tile offers its mark."""
    is_favourite: bool = False
    is_waiting: bool = False
    """A change of it waits to be sent."""
    label: str = ""
    """A few words at its lower edge."""


class TilePainter:
    """Paints tiles in the theme of now."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._font = font(SMALL_PX, QFont.Weight.DemiBold)

    def forget_icons(self) -> None:
        """The theme is another."""
        self._icons.clear()

    def paint(
        self,
        painter: QPainter,
        place: QRect,
        pictures: tuple[QPixmap | None, QPixmap | None],
        strength: float,
        state: TileState,
    ) -> None:
        """Paint placeholder and thumbnail, whichever are there, and the marks.

        Args:
            painter: Of the viewport.
            place: The tile's square.
            pictures: Placeholder and thumbnail, rounded, of the square's size.
            strength: How far the thumbnail has come forth, 0 to 1.
            state: What is special about it.
        """
        tokens = self._theme.tokens
        area = QRectF(place)
        shown = area
        if state.is_selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawPath(rounded(area, RADIUS_CARD))
            inset = _SELECTED_INSET_PX
            shown = area.adjusted(inset, inset, -inset, -inset)
        placeholder, thumbnail = pictures
        if thumbnail is None or strength < 1.0:
            self._paint_ground(painter, shown, placeholder, tokens)
        if thumbnail is not None:
            painter.setOpacity(strength)
            _draw(painter, shown, thumbnail)
            painter.setOpacity(1.0)
        if state.is_current or state.is_hovered or state.is_selected:
            self._paint_ring(painter, area, state, tokens)
        self._paint_marks(painter, shown, state, tokens)

    def mark_area(self, place: QRect) -> QRect:
        """Where a click selects rather than opens."""
        side = _MARK_PX + 2 * _MARK_GAP_PX
        return QRect(place.left(), place.top(), side, side)

    @staticmethod
    def _paint_ground(
        painter: QPainter, shown: QRectF, placeholder: QPixmap | None, tokens: Tokens
    ) -> None:
        if placeholder is not None:
            _draw(painter, shown, placeholder)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.sunken))
        painter.drawPath(rounded(shown, RADIUS_CARD))

    @staticmethod
    def _paint_ring(painter: QPainter, area: QRectF, state: TileState, tokens: Tokens) -> None:
        width, inset = (3.0, -1.0) if state.is_current else (2.0, 0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent), width))
        painter.drawPath(rounded(area.adjusted(inset, inset, -inset, -inset), RADIUS_CARD))

    def _paint_marks(
        self, painter: QPainter, shown: QRectF, state: TileState, tokens: Tokens
    ) -> None:
        left, right = shown.left() + _MARK_GAP_PX, shown.right() - _MARK_GAP_PX - _MARK_PX
        top, bottom = shown.top() + _MARK_GAP_PX, shown.bottom() - _MARK_GAP_PX - _MARK_PX
        if state.is_selected:
            self._paint_round(painter, QPointF(left, top), tokens.accent, "check", "on_accent")
        elif state.is_hovered or state.is_selecting:
            self._paint_empty_mark(painter, QPointF(left, top))
        if state.is_favourite:
            self._paint_round(painter, QPointF(right, top), tokens.surface, "heart-fill", "accent")
        if state.is_waiting:
            self._paint_round(
                painter, QPointF(right, bottom), tokens.surface, "clock-counter-clockwise", "muted"
            )
        if state.label:
            room = (right if state.is_waiting else shown.right()) - _MARK_GAP_PX - left
            self._paint_label(painter, QRectF(left, bottom, room, _MARK_PX), state.label)

    def _paint_round(
        self, painter: QPainter, corner: QPointF, ground: str, icon: str, tint: str
    ) -> None:
        area = QRectF(corner.x(), corner.y(), _MARK_PX, _MARK_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawEllipse(area)
        inset = (_MARK_PX - _MARK_ICON_PX) // 2
        self._icon(icon, tint).paint(painter, area.toRect().adjusted(inset, inset, -inset, -inset))

    @staticmethod
    def _paint_empty_mark(painter: QPainter, corner: QPointF) -> None:
        area = QRectF(corner.x(), corner.y(), _MARK_PX, _MARK_PX).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor("white"), 2))
        painter.setBrush(QColor(20, 14, 12, 70))
        painter.drawEllipse(area)

    def _paint_label(self, painter: QPainter, room: QRectF, label: str) -> None:
        painter.setFont(self._font)
        metrics = QFontMetricsF(self._font)
        most = room.width() - 2 * SPACE_S
        label = metrics.elidedText(label, Qt.TextElideMode.ElideRight, most)
        pill = QRectF(room)
        pill.setWidth(metrics.horizontalAdvance(label) + 2 * SPACE_S)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SHADE)
        painter.drawPath(rounded(pill, _MARK_PX / 2))
        painter.setPen(QColor("white"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, label)

    def _icon(self, name: str, tint: str) -> QIcon:
        key = (name, tint)
        if key not in self._icons:
            self._icons[key] = self._theme.icon(name, tint, _MARK_ICON_PX)
        return self._icons[key]


def short_name(image: "Image") -> str:
    """What a tile under the pointer is called."""
    return image.title or style_name(image.style)


def tile_words(image: "Image") -> str:
    """What a tile's tool tip says."""
    lines = [image.title, style_name(image.style), image.prompt]
    return "\n".join(line for line in lines if line)


def _draw(painter: QPainter, area: QRectF, pixmap: QPixmap) -> None:
    if area.size() == pixmap.deviceIndependentSize():
        # Without scaling, this is a plain copy of pixels.
        painter.drawPixmap(area.topLeft(), pixmap)
    else:
        painter.drawPixmap(area, pixmap, QRectF(pixmap.rect()))
