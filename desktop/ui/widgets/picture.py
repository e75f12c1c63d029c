"""A picture with rounded corners, sharp on every screen; shimmers while it is awaited."""

from enum import Enum, auto

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, QVariantAnimation, Slot
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.ui.theme.motion import motion_ms
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import RADIUS_CARD

_SHIMMER_MS = 1_600
_SHIMMER_STEP = 0.045
"""About thirty steps a second: a slow glow looks no smoother with more, and costs the drafts time."""
_HINT_OPACITY = 0.22


class Fit(Enum):
    """How a picture fills its place."""

    COVER = auto()
    """The whole place; what stands over is cut."""
    CONTAIN = auto()
    """The whole picture; what is left stays empty."""


class Picture(QWidget):
    """Paints one image. A new one fades in over the old one."""

    def __init__(
        self,
        theme: Theme,
        *,
        fit: Fit = Fit.COVER,
        radius: int = RADIUS_CARD,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fit = fit
        self._radius = radius
        self._image: QImage | None = None
        self._scaled: QPixmap | None = None
        self._before: QPixmap | None = None
        self._is_awaited = False
        self._hint: QImage | None = None
        self._empty: QPixmap | None = None
        """The empty place at this size, without its glow, which moves."""
        self._glow_at = 0.5
        self._fade = QVariantAnimation(self)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.valueChanged.connect(self._on_step)
        self._fade.finished.connect(self._on_faded)
        self._shimmer = QVariantAnimation(self)
        self._shimmer.setStartValue(-0.6)
        self._shimmer.setEndValue(1.6)
        self._shimmer.setDuration(_SHIMMER_MS)
        self._shimmer.setLoopCount(-1)
        self._shimmer.valueChanged.connect(self._on_shimmer)
        theme.changed.connect(self._repaint)

    @property
    def image(self) -> QImage | None:
        """What is shown."""
        return self._image

    def set_image(self, image: QImage | None) -> None:
        """Show this one, or nothing."""
        if image is self._image:
            return
        self._before = self._scaled if image is not None else None
        self._image = image
        self._scaled = None
        self._is_awaited = self._is_awaited and image is None
        self._empty = None
        self._run_shimmer()
        self._fade.stop()
        if image is not None and motion_ms() and self.isVisible():
            self._fade.setDuration(motion_ms())
            self._fade.start()
        self.update()

    def set_hint(self, hint: QImage | None) -> None:
        """What shows faintly in the empty place: the photo that a draft is made of."""
        if hint is not self._hint:
            self._hint, self._empty = hint, None
            self.update()

    def set_awaited(self, is_awaited: bool) -> None:  # noqa: FBT001 - a plain switch
        """Whether a picture is on its way: the empty place shimmers."""
        if is_awaited != self._is_awaited:
            self._is_awaited, self._empty = is_awaited, None
            self._run_shimmer()
            self.update()

    def sizeHint(self) -> QSize:
        """A size to begin with; layouts give the real one."""
        return QSize(200, 200)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to move."""
        super().showEvent(event)
        self._run_shimmer()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop moving while nobody looks."""
        super().hideEvent(event)
        self._run_shimmer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What fades away was scaled for the size before."""
        super().resizeEvent(event)
        self._before = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, or its empty place."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        if self._image is None or self._image.isNull():
            self._paint_empty(painter)
            return
        pixmap = self._scaled_pixmap()
        strength = float(self._fade.currentValue()) if self._is_fading() else 1.0
        if self._before is not None and strength < 1.0:
            self._paint_pixmap(painter, self._before, 1.0)
        elif strength < 1.0 and self._fit is Fit.COVER:
            self._paint_empty(painter)
        self._paint_pixmap(painter, pixmap, strength)

    def _paint_pixmap(self, painter: QPainter, pixmap: QPixmap, strength: float) -> None:
        size = pixmap.deviceIndependentSize()
        place = QRectF(QPointF(), size)
        place.moveCenter(QRectF(self.rect()).center())
        painter.save()
        painter.setOpacity(strength)
        painter.setClipPath(rounded(place & QRectF(self.rect()), self._radius))
        painter.drawPixmap(place.topLeft(), pixmap)
        painter.restore()

    def _paint_empty(self, painter: QPainter) -> None:
        painter.drawPixmap(0, 0, self._empty_pixmap())
        if self._is_awaited:
            self._paint_glow(painter)

    def _empty_pixmap(self) -> QPixmap:
        """Drawn once a size: the glow passes over it many times a second."""
        ratio = self.devicePixelRatioF()
        size = (QSizeF(self.size()) * ratio).toSize()
        if self._empty is not None and self._empty.size() == size:
            return self._empty
        self._empty = QPixmap(size)
        self._empty.setDevicePixelRatio(ratio)
        self._empty.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._empty)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.sunken))
        area = rounded(QRectF(self.rect()), self._radius)
        painter.drawPath(area)
        if self._hint is not None and self._is_awaited:
            painter.setOpacity(_HINT_OPACITY)
            painter.setClipPath(area)
            painter.drawImage(_covering(self._hint.size(), self.rect()), self._hint)
        painter.end()
        return self._empty

    def _paint_glow(self, painter: QPainter) -> None:
        is_moving = self._shimmer.state() is QVariantAnimation.State.Running
        glow = QColor(self._theme.tokens.accent)
        glow.setAlphaF(0.16)
        clear = QColor(glow)
        clear.setAlphaF(0.0)
        centre_x = (self._glow_at if is_moving else 0.5) * self.width()
        half = self.width() * 0.5
        gradient = QLinearGradient(centre_x - half, 0, centre_x + half, self.height() * 0.3)
        gradient.setColorAt(0, clear)
        gradient.setColorAt(0.5, glow)
        gradient.setColorAt(1, clear)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawPath(rounded(QRectF(self.rect()), self._radius))

    def _scaled_pixmap(self) -> QPixmap:
        """The image at the exact number of device pixels: one smooth scaling a size."""
        assert self._image is not None  # noqa: S101 - paintEvent has checked
        ratio = self.devicePixelRatioF()
        place = QSizeF(self.size()) * ratio
        mode = (
            Qt.AspectRatioMode.KeepAspectRatioByExpanding
            if self._fit is Fit.COVER
            else Qt.AspectRatioMode.KeepAspectRatio
        )
        wanted = QSizeF(self._image.size()).scaled(place, mode).toSize()
        if self._scaled is None or self._scaled.size() != wanted:
            scaled = self._image.scaled(
                wanted,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._scaled = QPixmap.fromImage(scaled)
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled

    def _is_fading(self) -> bool:
        return self._fade.state() is QVariantAnimation.State.Running

    def _run_shimmer(self) -> None:
        runs = self._is_awaited and self._image is None and self.isVisible() and motion_ms() > 0
        if runs and self._shimmer.state() is not QVariantAnimation.State.Running:
            self._shimmer.start()
        elif not runs:
            self._shimmer.stop()

    @Slot()
    def _repaint(self) -> None:
        self._empty = None
        self.update()

    @Slot(object)
    def _on_shimmer(self, value: float) -> None:
        if abs(value - self._glow_at) >= _SHIMMER_STEP:
            self._glow_at = value
            self.update()

    @Slot(object)
    def _on_step(self, _value: float) -> None:
        self.update()

    @Slot()
    def _on_faded(self) -> None:
        self._before = None


def rounded(area: QRectF | QRect, radius: float) -> QPainterPath:
    """A rectangle with rounded corners."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(area), radius, radius)
    return path


def _covering(size: QSize, place: QRect) -> QRectF:
    """Where a picture lies that covers a place, standing over on two sides."""
    scaled = QSizeF(size).scaled(
        QSizeF(place.size()), Qt.AspectRatioMode.KeepAspectRatioByExpanding
    )
    area = QRectF(QPointF(), scaled)
    area.moveCenter(QRectF(place).center())
    return area
