"""A check box in the colours of the theme: the system style's own is hardly seen in the dark."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.ui.theme.fonts import font
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_S

_BOX_PX = 20
_RADIUS = 5.0
_TICK = ((0.24, 0.52), (0.43, 0.71), (0.77, 0.31))
"""In parts of the box."""


class CheckBox(QCheckBox):
    """A box, and words beside it if there are any."""

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setFont(font())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """The box and its words."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        width = _BOX_PX + (SPACE_S + words if self.text() else 0)
        return QSize(width, max(_BOX_PX, self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:
        """No less than that."""
        return self.sizeHint()

    def hitButton(self, _place: object) -> bool:
        """All of it can be clicked."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, tick and words."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        top = (self.height() - _BOX_PX) / 2
        box = QRectF(1, top + 1, _BOX_PX - 2, _BOX_PX - 2)
        edge = tokens.accent if self.isChecked() or self.hasFocus() else tokens.outline
        painter.setPen(QPen(QColor(edge), 2.0 if self.hasFocus() else 1.5))
        painter.setBrush(QColor(tokens.accent if self.isChecked() else tokens.surface))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        if self.isChecked():
            if self.hasFocus():
                painter.setPen(QPen(QColor(tokens.text), 1.5))
                painter.drawRoundedRect(box, _RADIUS, _RADIUS)
            pen = QPen(QColor(tokens.on_accent), 2.2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(
                [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in _TICK]
            )
        if self.text():
            painter.setPen(QColor(tokens.text))
            words = self.rect().adjusted(_BOX_PX + SPACE_S, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
