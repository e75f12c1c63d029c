"""The photo, on which the eyes and the nose can be marked with the pointer or the keyboard."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from desktop.models.told import Place, Told
from desktop.ui.announce import announce
from desktop.ui.theme.fonts import font, in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SMALL_PX, SPACE_M, SPACE_S
from desktop.ui.widgets.picture import Fit, Picture, rounded

_MARK_PX = 9.0
_REACH_PX = 14.0
_STEP = 0.02
_PILL_PX = 26
_SHADE = QColor(20, 14, 12, 190)
_WHITE = QColor("white")
_ARROWS = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_STEP),
    Qt.Key.Key_Down: (0.0, _STEP),
}


class TapPhoto(Picture):
    """A tap sets a mark, a tap on a mark takes it away.

    With the keyboard: arrows move a cross, Space sets or takes a mark, Backspace takes the last.

    Signals:
        told(object): A new `Told`, with the mark or without it.
    """

    told = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, fit=Fit.CONTAIN, parent=parent)
        self._told = Told()
        self._takes_marks = False
        self._is_pet = False
        self._cross: Place = (0.5, 0.5)
        self._shows_cross = False

    @property
    def invitation(self) -> str:
        """What is asked for, or ""."""
        if not self._takes_marks or not self._told.wants_mark:
            return ""
        return (
            self.tr("Tap both eyes") if self._is_pet else self.tr("A pet? Tap both eyes"),
            self.tr("And the other eye"),
            self.tr("Tap the nose, if you like"),
        )[len(self._told.eyes)]

    @property
    def shows_invitation(self) -> bool:
        """Whether it can be read: over a thing only when somebody turns to the photo."""
        is_meant = self._is_pet or bool(self._told.eyes)
        return bool(self.invitation) and (is_meant or self.underMouse() or self.hasFocus())

    def show_told(self, told: Told, *, takes_marks: bool, is_pet: bool) -> None:
        """Show these marks; without `takes_marks` it is only a photo."""
        self._is_pet = is_pet
        self._told = told
        self._takes_marks = takes_marks
        cursor = Qt.CursorShape.CrossCursor if takes_marks else Qt.CursorShape.ArrowCursor
        self.setCursor(cursor)
        policy = Qt.FocusPolicy.StrongFocus if takes_marks else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        self.setAccessibleDescription(self.invitation)
        self.setToolTip(self.tr("Tap a mark to take it away") if told.marks else "")
        self.update()

    def place_of(self, point: QPointF) -> Place | None:
        """The place in the photo under a point of the widget; None beside the photo."""
        area = self._photo_area()
        if not area.contains(point):
            return None
        return (
            (point.x() - area.left()) / area.width(),
            (point.y() - area.top()) / area.height(),
        )

    def point_of(self, place: Place) -> QPointF:
        """Where a place of the photo lies on the widget."""
        area = self._photo_area()
        return QPointF(area.left() + place[0] * area.width(), area.top() + place[1] * area.height())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Somebody points at the photo."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """And away from it."""
        super().leaveEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark what was tapped."""
        if self._takes_marks and event.button() is Qt.MouseButton.LeftButton:
            self._shows_cross = False
            self._tap(event.position())
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cross and mark with it."""
        key = Qt.Key(event.key())
        if not self._takes_marks:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            across, down = _ARROWS[key]
            x, y = self._cross
            self._cross = (min(max(x + across, 0.0), 1.0), min(max(y + down, 0.0), 1.0))
            self._shows_cross = True
            self.update()
        elif key in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._shows_cross = True
            self._tap(self.point_of(self._cross))
        elif key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete} and self._told.marks:
            self._tell(self._told.without_mark(self._told.marks[-1]))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cross when the keyboard led here."""
        self._shows_cross = event.reason() in {
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        }
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the cross away."""
        self._shows_cross = False
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the marks over the photo."""
        super().paintEvent(event)
        if self.image is None or not self._takes_marks:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in self._told.marks:
            self._paint_mark(painter, self.point_of(mark), is_nose=mark == self._told.nose)
        if self._shows_cross:
            self._paint_cross(painter)
        if self.shows_invitation:
            self._paint_pill(painter)

    def _tap(self, point: QPointF) -> None:
        near = [
            mark
            for mark in self._told.marks
            if (self.point_of(mark) - point).manhattanLength() <= _REACH_PX
        ]
        place = self.place_of(point)
        if near:
            self._tell(self._told.without_mark(near[0]))
        elif place is not None and self._told.wants_mark:
            self._tell(self._told.with_mark(place))

    def _tell(self, told: Told) -> None:
        self.told.emit(told)
        announce(self, self.invitation or self.tr("All marks are set"))

    def _photo_area(self) -> QRectF:
        size = QSizeF(1, 1) if self.image is None else QSizeF(self.image.size())
        area = QRectF(
            QPointF(), size.scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        )
        area.moveCenter(QRectF(self.rect()).center())
        return area

    def _paint_mark(self, painter: QPainter, point: QPointF, *, is_nose: bool) -> None:
        """A ring for an eye, a smaller and wider one for the nose."""
        across, down = (_MARK_PX * 0.9, _MARK_PX * 0.65) if is_nose else (_MARK_PX, _MARK_PX)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_SHADE, 5))
        painter.drawEllipse(point, across, down)
        painter.setPen(QPen(_WHITE, 2.5))
        painter.drawEllipse(point, across, down)
        painter.setPen(QPen(_SHADE, 1))
        painter.setBrush(QColor(self._theme.tokens.accent))
        painter.drawEllipse(point, 4, 4)

    def _paint_cross(self, painter: QPainter) -> None:
        point = self.point_of(self._cross)
        for pen in (QPen(_SHADE, 4), QPen(_WHITE, 2)):
            painter.setPen(pen)
            painter.drawLine(point - QPointF(14, 0), point + QPointF(14, 0))
            painter.drawLine(point - QPointF(0, 14), point + QPointF(0, 14))

    def _paint_pill(self, painter: QPainter) -> None:
        painter.setFont(font(SMALL_PX, font().Weight.DemiBold))
        width = QFontMetricsF(painter.font()).horizontalAdvance(self.invitation) + 2 * SPACE_M
        area = self._photo_area()
        height = in_text_size(_PILL_PX)
        pill = QRectF(0, 0, width, height)
        pill.moveCenter(QPointF(area.center().x(), area.bottom() - SPACE_S - height / 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SHADE)
        painter.drawPath(rounded(pill, height / 2))
        painter.setPen(_WHITE)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self.invitation)
