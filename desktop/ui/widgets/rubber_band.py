"""A band that is pulled over a scrolled grid, and scrolls it at its edges."""

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.ui.theme.tokens import SPACE_XS, Tokens
from desktop.ui.widgets.picture import rounded

_FRAME_MS = 16
_EDGE_PX = 36
_FASTEST_PX = 40


class RubberBand(QObject):
    """From where it was begun to where the pointer is, in px of the whole grid.

    Signals:
        pulled(): `area` is new.
        scroll_wanted(int): The pointer is at an edge: scroll so many px.
    """

    pulled = Signal()
    scroll_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._begin: QPoint | None = None
        self._pointer = QPoint()
        self._offset = 0
        self._height = 0
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_FRAME_MS)
        self._scrolling.timeout.connect(self._scroll)

    @property
    def is_held(self) -> bool:
        """Whether it is being pulled."""
        return self._begin is not None

    @property
    def area(self) -> QRect:
        """What it covers."""
        if self._begin is None:
            return QRect()
        return QRect(self._begin, self._pointer + QPoint(0, self._offset)).normalized()

    def begin(self, point: QPoint, offset: int) -> None:
        """The button went down at this point of the viewport, which is scrolled so far."""
        self._begin = point + QPoint(0, offset)
        self._pointer, self._offset = point, offset

    def pull(self, point: QPoint, offset: int, viewport_height: int) -> None:
        """The pointer is there now."""
        if self._begin is None:
            return
        self._pointer, self._offset, self._height = point, offset, viewport_height
        if self._speed():
            self._scrolling.start()
        self.pulled.emit()

    def follow(self, offset: int) -> None:
        """The grid was scrolled below the pointer."""
        self._offset = offset
        self.pulled.emit()

    def end(self) -> None:
        """The button was let go."""
        self._begin = None
        self._scrolling.stop()

    def paint(self, painter: QPainter, tokens: Tokens) -> None:
        """Paint it in the viewport."""
        if self._begin is None:
            return
        ground = QColor(tokens.accent)
        ground.setAlphaF(0.14)
        painter.setBrush(ground)
        painter.setPen(QPen(QColor(tokens.accent), 1))
        painter.drawPath(rounded(self.area.translated(0, -self._offset), SPACE_XS))

    def _speed(self) -> int:
        """Faster, the further the pointer is beyond the edge."""
        y = self._pointer.y()
        if y < _EDGE_PX:
            return max(-_FASTEST_PX, (y - _EDGE_PX) // 2)
        if y > self._height - _EDGE_PX:
            return min(_FASTEST_PX, (y - self._height + _EDGE_PX) // 2 + 1)
        return 0

    @Slot()
    def _scroll(self) -> None:
        speed = self._speed()
        if not speed or self._begin is None:
            self._scrolling.stop()
        else:
            self.scroll_wanted.emit(speed)
