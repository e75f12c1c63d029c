"""The photo behind a frame: what lies within the frame is kept. Drag, wheel, pinch, keys."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.photo_edit import Box, PhotoEdit, Place
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import RADIUS_CARD, SPACE_XL
from desktop.ui.widgets.picture import rounded
from desktop.ui.widgets.pinch import accept_pinches, pinch_of

ZOOM_STEP = 1.15
_REACH_PX = 16.0
_CORNER_PX = 22.0
_VEIL = 0.62
_STEP_PX, _LARGE_STEP_PX = 8.0, 64.0
_WHEEL_NOTCH = 120
_WHITE = QColor("white")
_SHADE = QColor(20, 14, 12, 150)
_ARROWS = {
    Qt.Key.Key_Left: (1.0, 0.0),
    Qt.Key.Key_Right: (-1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}


class CropCanvas(QWidget):
    """Shows an edit and lets it be moved, zoomed and resized by hand.

    Signals:
        moved(object): The `PhotoEdit` that a person's hand has made of it.
        turn_wanted(int): A quarter turn by key; 1 is clockwise.
        tilt_wanted(float): So many degrees more, by key.
    """

    moved = Signal(object)
    turn_wanted = Signal(int)
    tilt_wanted = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = QImage()
        self._edit = PhotoEdit.whole(1, 1)
        self._ratio: float | None = None
        self._grip: Place | None = None
        """The handle that is held: -1, 0 or 1 across and down."""
        self._before = self._edit
        """The edit when the mouse was pressed; while a handle is held the view stays with it."""
        self._pressed_at: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        accept_pinches(self)
        self.setAccessibleName(self.tr("The photo behind its frame"))
        self.setAccessibleDescription(
            self.tr("Arrow keys move the photo, plus and minus zoom, R turns, comma and dot tilt")
        )
        theme.changed.connect(self._repaint)

    @property
    def edit(self) -> PhotoEdit:
        """What is shown."""
        return self._edit

    def open(self, picture: QImage, edit: PhotoEdit) -> None:
        """Show another photo."""
        self._picture = picture
        self.show_edit(edit, None)

    def show_edit(self, edit: PhotoEdit, ratio: float | None) -> None:
        """Show this edit; handles keep the ratio of width to height, if there is one."""
        self._edit, self._ratio = edit, ratio
        self.update()

    def frame(self) -> QRectF:
        """Where the frame lies on the widget."""
        view = self._view()
        left, top = view.to_frame(self._edit.to_photo((0.0, 0.0)))
        right, bottom = view.to_frame(self._edit.to_photo((1.0, 1.0)))
        area = self._place_of(view)
        return QRectF(
            area.left() + left * area.width(),
            area.top() + top * area.height(),
            (right - left) * area.width(),
            (bottom - top) * area.height(),
        )

    def zoom(self, factor: float, at: Place = (0.5, 0.5)) -> None:
        """Come closer, or go further away."""
        self.moved.emit(self._edit.zoomed(factor, at))

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(560, 480)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hold a handle, or the photo."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._before, self._pressed_at = self._edit, event.position()
            self._grip = self._grip_at(event.position())
            self._show_cursor(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held."""
        if self._pressed_at is None:
            self._show_cursor(event.position())
            return
        way = event.position() - self._pressed_at
        if self._grip is None:
            scale = self._scale_of(self._before)
            self.moved.emit(self._before.panned(way.x() / scale, way.y() / scale))
        else:
            self.moved.emit(self._before.reframed(self._pulled(way), self._ratio))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: the frame takes all the room again."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = self._grip = None
            self._show_cursor(event.position())
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around what is under the pointer."""
        factor = ZOOM_STEP ** (event.angleDelta().y() / _WHEEL_NOTCH)
        self.zoom(factor, self._frame_place(event.position()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom with two fingers; the first of them may have taken hold of something."""
        pinch = pinch_of(self, event)
        if pinch is None:
            return super().event(event)
        self._pressed_at = self._grip = None
        factor, place = pinch
        self.zoom(factor, self._frame_place(place))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything that the pointer can do."""
        key = Qt.Key(event.key())
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _ARROWS:
            step = (_LARGE_STEP_PX if is_shifted else _STEP_PX) / self._scale_of(self._edit)
            across, down = _ARROWS[key]
            self.moved.emit(self._edit.panned(across * step, down * step))
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(ZOOM_STEP)
        elif key in {Qt.Key.Key_Minus, Qt.Key.Key_Underscore}:
            self.zoom(1 / ZOOM_STEP)
        elif key is Qt.Key.Key_R:
            self.turn_wanted.emit(-1 if is_shifted else 1)
        elif key in {Qt.Key.Key_Comma, Qt.Key.Key_Period}:
            self.tilt_wanted.emit(-1.0 if key is Qt.Key.Key_Comma else 1.0)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard went elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the photo, the veil around the frame, and the frame."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        ground = rounded(QRectF(self.rect()), RADIUS_CARD)
        painter.fillPath(ground, QColor(tokens.sunken))
        if self._picture.isNull():
            return
        painter.setClipPath(ground)
        self._paint_photo(painter)
        frame = self.frame()
        veil = QColor(tokens.sunken)
        veil.setAlphaF(_VEIL)
        around = QPainterPath(ground)
        window = QPainterPath()
        window.addRect(frame)
        painter.fillPath(around.subtracted(window), veil)
        self._paint_frame(painter, frame)

    def _paint_photo(self, painter: QPainter) -> None:
        view = self._view()
        enlarged = self._scale_of(view) * view.photo_width / self._picture.width()
        smaller = self._picture.width() / view.photo_width
        painter.save()
        painter.translate(self._place_of(view).center())
        painter.rotate(view.turn_deg)
        painter.scale(enlarged, enlarged)
        painter.drawImage(-QPointF(*view.centre) * smaller, self._picture)
        painter.restore()

    def _paint_frame(self, painter: QPainter, frame: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, colour in ((3.0, _SHADE), (1.5, _WHITE)):
            painter.setPen(QPen(colour, width))
            painter.drawRect(frame)
        thin = QColor(_WHITE)
        thin.setAlphaF(0.45)
        painter.setPen(QPen(thin, 1))
        for third in (1, 2):
            x = frame.left() + frame.width() * third / 3
            y = frame.top() + frame.height() * third / 3
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        colour = QColor(self._theme.tokens.accent) if self.hasFocus() else _WHITE
        for pen in (QPen(_SHADE, 6), QPen(colour, 4)):
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            for corner, across, down in (
                (frame.topLeft(), 1, 1),
                (frame.topRight(), -1, 1),
                (frame.bottomLeft(), 1, -1),
                (frame.bottomRight(), -1, -1),
            ):
                painter.drawPolyline(
                    [
                        corner + QPointF(across * _CORNER_PX, 0),
                        corner,
                        corner + QPointF(0, down * _CORNER_PX),
                    ]
                )

    def _frame_place(self, point: QPointF) -> Place:
        """The place of the frame nearest to a point of the widget."""
        frame = self.frame()
        return (
            min(max((point.x() - frame.left()) / frame.width(), 0.0), 1.0),
            min(max((point.y() - frame.top()) / frame.height(), 0.0), 1.0),
        )

    def _view(self) -> PhotoEdit:
        """The edit that the view is fitted to."""
        return self._edit if self._grip is None else self._before

    def _place_of(self, edit: PhotoEdit) -> QRectF:
        """Where the frame of this edit lies when the view is fitted to it."""
        room = QRectF(self.rect()).adjusted(SPACE_XL, SPACE_XL, -SPACE_XL, -SPACE_XL)
        size = QSizeF(edit.width, edit.height).scaled(
            room.size(), Qt.AspectRatioMode.KeepAspectRatio
        )
        area = QRectF(QPointF(), size)
        area.moveCenter(room.center())
        return area

    def _scale_of(self, edit: PhotoEdit) -> float:
        """Widget pixels for each pixel of the photo."""
        return max(self._place_of(edit).width() / edit.width, 1e-6)

    def _grip_at(self, point: QPointF) -> Place | None:
        frame = self.frame()
        if not frame.adjusted(-_REACH_PX, -_REACH_PX, _REACH_PX, _REACH_PX).contains(point):
            return None
        grip = (
            _side(point.x(), frame.left(), frame.right()),
            _side(point.y(), frame.top(), frame.bottom()),
        )
        return None if grip == (0.0, 0.0) else grip

    def _pulled(self, way: QPointF) -> Box:
        """The frame, as fractions of the one before, after its handle was pulled this way."""
        assert self._grip is not None  # noqa: S101 - the caller has checked
        area = self._place_of(self._before)
        across, down = way.x() / area.width(), way.y() / area.height()
        left, top, right, bottom = 0.0, 0.0, 1.0, 1.0
        if self._grip[0] < 0:
            left = min(across, 0.9)
        elif self._grip[0] > 0:
            right = max(1 + across, 0.1)
        if self._grip[1] < 0:
            top = min(down, 0.9)
        elif self._grip[1] > 0:
            bottom = max(1 + down, 0.1)
        return left, top, right, bottom

    @Slot()
    def _repaint(self) -> None:
        self.update()

    def _show_cursor(self, point: QPointF) -> None:
        grip = self._grip or self._grip_at(point)
        if grip is None:
            is_held = self._pressed_at is not None
            shape = Qt.CursorShape.ClosedHandCursor if is_held else Qt.CursorShape.OpenHandCursor
        elif 0.0 in grip:
            shape = Qt.CursorShape.SizeHorCursor if grip[0] else Qt.CursorShape.SizeVerCursor
        else:
            is_falling = grip[0] == grip[1]
            shape = Qt.CursorShape.SizeFDiagCursor if is_falling else Qt.CursorShape.SizeBDiagCursor
        self.setCursor(shape)


def _side(value: float, low: float, high: float) -> float:
    """-1 near the low end, 1 near the high one, else 0."""
    if abs(value - low) <= _REACH_PX:
        return -1.0
    return 1.0 if abs(value - high) <= _REACH_PX else 0.0
