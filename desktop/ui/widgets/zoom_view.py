"""One picture to look at closely: wheel, pinch and keys zoom, dragging and arrow keys move it."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import RADIUS_CARD
from desktop.ui.widgets.picture import rounded
from desktop.ui.widgets.pinch import accept_pinches, pinch_of

_STEP = 1.25
_NOTCH = 120
"""A wheel's step, in eighths of a degree."""
_MOST = 8.0
_MOVE_PX = 60


class ZoomView(QWidget):
    """Begins with all of the picture; `zoom` is 1 then."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._pixmap: QPixmap | None = None
        self._zoom = 1.0
        self._centre = QPointF(0.5, 0.5)
        """The place of the picture in the middle of the view, as fractions."""
        self._held_at: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Your plushie, closely"))
        self.setToolTip(self.tr("Zoom with the wheel or + and -, move it by dragging"))
        accept_pinches(self)
        theme.changed.connect(self.update)

    @property
    def zoom(self) -> float:
        """1: all of it is seen; at most 8."""
        return self._zoom

    @property
    def seen(self) -> QRectF:
        """The part of the picture in view, as fractions."""
        share = self._share()
        area = QRectF(QPointF(), share)
        area.moveCenter(self._centre)
        return area

    def set_image(self, image: QImage | None) -> None:
        """Show this one; a better one of the same stays where it is."""
        if image is not self._image:
            self._image = image
            self._pixmap = None if image is None else QPixmap.fromImage(image)
            self.update()

    def zoom_to(self, zoom: float, place: QPointF | None = None) -> None:
        """Zoom; what lies at this place of the view stays there."""
        zoom = min(max(zoom, 1.0), _MOST)
        anchor = QRectF(self.rect()).center() if place is None else place
        under = self._picture_place(anchor)
        self._zoom = zoom
        self._centre += under - self._picture_place(anchor)
        self._stay_inside()

    def reset(self) -> None:
        """Show all of it."""
        self.zoom_to(1.0)

    def sizeHint(self) -> QSize:
        """A size to begin with; whoever owns it gives the real one."""
        return QSize(320, 320)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the part in view."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        area = QRectF(self.rect())
        painter.setClipPath(rounded(area, RADIUS_CARD))
        painter.fillRect(area, QColor(self._theme.tokens.sunken))
        if self._pixmap is not None:
            painter.drawPixmap(self._target(), self._pixmap, QRectF(self._pixmap.rect()))
        if self.hasFocus():
            painter.setPen(QColor(self._theme.tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(rounded(area.adjusted(1, 1, -1, -1), RADIUS_CARD))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave no empty edge."""
        super().resizeEvent(event)
        self._stay_inside()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        steps = event.angleDelta().y() / _NOTCH
        self.zoom_to(self._zoom * _STEP**steps, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._held_at = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull it along."""
        if self._held_at is not None:
            self._move(self._held_at - event.position())
            self._held_at = event.position()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let it go."""
        self._held_at = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go close, or back."""
        self.zoom_to(1.0 if self._zoom > 1 else 2.5, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with + - 0, move with the arrow keys."""
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_to(self._zoom * _STEP)
            case Qt.Key.Key_Minus:
                self.zoom_to(self._zoom / _STEP)
            case Qt.Key.Key_0:
                self.reset()
            case Qt.Key.Key_Left if self._zoom > 1:
                self._move(QPointF(-_MOVE_PX, 0))
            case Qt.Key.Key_Right if self._zoom > 1:
                self._move(QPointF(_MOVE_PX, 0))
            case Qt.Key.Key_Up if self._zoom > 1:
                self._move(QPointF(0, -_MOVE_PX))
            case Qt.Key.Key_Down if self._zoom > 1:
                self._move(QPointF(0, _MOVE_PX))
            case _:
                super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Pinch with two fingers."""
        pinch = pinch_of(self, event)
        if pinch is None:
            return super().event(event)
        factor, place = pinch
        self._held_at = None
        self.zoom_to(self._zoom * factor, place)
        return True

    def _fitted(self) -> QSizeF:
        """The picture's size when all of it is seen."""
        size = QSizeF(1, 1) if self._image is None else QSizeF(self._image.size())
        return size.scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)

    def _target(self) -> QRectF:
        """Where the whole picture lies, in this widget's places."""
        size = self._fitted() * self._zoom
        middle = QRectF(self.rect()).center()
        left = middle.x() - self._centre.x() * size.width()
        top = middle.y() - self._centre.y() * size.height()
        return QRectF(QPointF(left, top), size)

    def _picture_place(self, place: QPointF) -> QPointF:
        target = self._target()
        return QPointF(
            (place.x() - target.x()) / max(target.width(), 1),
            (place.y() - target.y()) / max(target.height(), 1),
        )

    def _share(self) -> QSizeF:
        size = self._fitted() * self._zoom
        return QSizeF(
            min(self.width() / max(size.width(), 1), 1.0),
            min(self.height() / max(size.height(), 1), 1.0),
        )

    def _move(self, way: QPointF) -> None:
        target = self._target()
        self._centre += QPointF(way.x() / max(target.width(), 1), way.y() / max(target.height(), 1))
        self._stay_inside()

    def _stay_inside(self) -> None:
        half = self._share() / 2
        self._centre = QPointF(
            min(max(self._centre.x(), half.width()), 1 - half.width()),
            min(max(self._centre.y(), half.height()), 1 - half.height()),
        )
        self.update()
