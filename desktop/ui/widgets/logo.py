"""The bear and the name."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from desktop.ui.theme.fonts import font, in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_S
from shared.resources import resource_path

_MARK_PX = 32
_NAME_PX = 19


class Logo(QWidget):
    """Says the app's name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mark = QSvgRenderer(str(resource_path("icons", "plushifyme.svg")), self)
        self.setFixedHeight(max(_MARK_PX, in_text_size(_NAME_PX)) + SPACE_S)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Wide enough for bear and name."""
        return QSize(_MARK_PX + in_text_size(148), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bear and the two-coloured name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - _MARK_PX) / 2
        self._mark.render(painter, QRectF(SPACE_S, top, _MARK_PX, _MARK_PX))
        painter.setFont(font(_NAME_PX, QFont.Weight.Bold))
        left = SPACE_S + _MARK_PX + SPACE_S + 2
        area = QRectF(left, 0, self.width() - left, self.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(self._theme.tokens.text))
        used = painter.boundingRect(area, middle, "Plushify")
        painter.drawText(area, middle, "Plushify")
        painter.setPen(QColor(self._theme.tokens.accent))
        painter.drawText(area.adjusted(used.width(), 0, 0, 0), middle, "Me")
