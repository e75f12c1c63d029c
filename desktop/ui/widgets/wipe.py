"""Photo and plushie in one place: a bar wipes from one to the other."""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractSlider, QWidget

from desktop.ui.theme.fonts import font
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import RADIUS_CARD, SMALL_PX, SPACE_M, SPACE_S
from desktop.ui.widgets.picture import rounded

_STEPS = 100
_KNOB_PX = 17.0
_PILL_PX = 24.0
_SHADE = QColor(20, 14, 12, 170)
_WHITE = QColor("white")


class Wipe(QAbstractSlider):
    """A slider whose value is how much of the photo is seen, 0 to 100, from the left.

    Arrow keys, Page Up and Down, Home and End move it as they move any slider.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pictures: tuple[QImage, QImage] | None = None
        self._scaled: dict[int, QPixmap] = {}
        self._words = (self.tr("Photo"), self.tr("Plushie"))
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(0, _STEPS)
        self.setSingleStep(2)
        self.setPageStep(10)
        self.setValue(_STEPS // 2)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAccessibleName(self.tr("How much of the photo is seen"))
        self.setToolTip(self.tr("Drag, or use the arrow keys"))
        self.valueChanged.connect(self._repaint)
        theme.changed.connect(self._repaint)

    @property
    def pictures(self) -> tuple[QImage, QImage] | None:
        """Photo and plushie."""
        return self._pictures

    def show_pictures(self, photo: QImage | None, plushie: QImage | None) -> None:
        """Show these two; without both there is nothing to compare."""
        both = None if photo is None or plushie is None else (photo, plushie)
        if both != self._pictures:
            self._pictures = both
            self._scaled.clear()
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the bar to where it was pressed."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while it is held down."""
        if self.isSliderDown():
            self._follow(event.position())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Stay there."""
        self.setSliderDown(False)

    def sizeHint(self) -> QSize:
        """A size to begin with; whoever owns it gives the real one."""
        return QSize(320, 320)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the plushie, the photo's share over it, and the bar between them."""
        if self._pictures is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        bar = area.width() * self.value() / _STEPS
        painter.setClipPath(rounded(area, RADIUS_CARD))
        painter.drawPixmap(0, 0, self._covering(1))
        painter.save()
        painter.setClipRect(QRectF(0, 0, bar, area.height()), Qt.ClipOperation.IntersectClip)
        painter.drawPixmap(0, 0, self._covering(0))
        painter.restore()
        self._paint_words(painter, bar)
        self._paint_bar(painter, bar)

    def _follow(self, point: QPointF) -> None:
        self.setValue(round(point.x() / max(self.width(), 1) * _STEPS))

    def _covering(self, which: int) -> QPixmap:
        """One of the pictures, cut to this shape, scaled once a size."""
        assert self._pictures is not None  # noqa: S101 - paintEvent has checked
        ratio = self.devicePixelRatioF()
        wanted = (QSizeF(self.size()) * ratio).toSize()
        kept = self._scaled.get(which)
        if kept is None or kept.size() != wanted:
            large = self._pictures[which].scaled(
                wanted,
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
            left = (large.width() - wanted.width()) // 2
            top = (large.height() - wanted.height()) // 2
            kept = QPixmap.fromImage(large.copy(left, top, wanted.width(), wanted.height()))
            kept.setDevicePixelRatio(ratio)
            self._scaled[which] = kept
        return kept

    def _paint_words(self, painter: QPainter, bar: float) -> None:
        painter.setFont(font(SMALL_PX, QFont.Weight.DemiBold))
        metrics = QFontMetricsF(painter.font())
        for which, word in enumerate(self._words):
            width = metrics.horizontalAdvance(word) + 2 * SPACE_M
            left = SPACE_M if which == 0 else self.width() - SPACE_M - width
            pill = QRectF(left, SPACE_M, width, _PILL_PX)
            is_covered = pill.right() + SPACE_S > bar if which == 0 else pill.left() < bar + SPACE_S
            if is_covered:
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_SHADE)
            painter.drawPath(rounded(pill, _PILL_PX / 2))
            painter.setPen(_WHITE)
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, word)

    def _paint_bar(self, painter: QPainter, bar: float) -> None:
        tokens = self._theme.tokens
        height = self.height()
        painter.setPen(QPen(_SHADE, 5))
        painter.drawLine(QPointF(bar, 0), QPointF(bar, height))
        painter.setPen(QPen(_WHITE, 3))
        painter.drawLine(QPointF(bar, 0), QPointF(bar, height))
        knob = QPointF(min(max(bar, _KNOB_PX + 3), self.width() - _KNOB_PX - 3), height / 2)
        edge = QColor(tokens.accent) if self.hasFocus() else _SHADE
        painter.setPen(QPen(edge, 3 if self.hasFocus() else 1))
        painter.setBrush(_WHITE)
        painter.drawEllipse(knob, _KNOB_PX, _KNOB_PX)
        painter.setPen(QPen(QColor("#2A211C"), 2))
        for side in (-1, 1):
            tip = knob + QPointF(side * 10, 0)
            for turn in (-4, 4):
                painter.drawLine(tip, knob + QPointF(side * 5, turn))

    @Slot()
    def _repaint(self) -> None:
        self.update()
