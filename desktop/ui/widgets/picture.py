"""A picture with rounded corners, sharp on every screen; shimmers while it is awaited."""

import time
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Slot
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

_SHIMMER_S = 1.6
_FRAME_MS = 33
"""What glows or fades looks no smoother with more than thirty frames a second; drafts need the time."""
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
        self._cut: QPixmap | None = None
        """The image as it stands here, its corners cut; fading needs no more than to draw it."""
        self._before: QPixmap | None = None
        self._is_awaited = False
        self._hint: QImage | None = None
        self._empty: QPixmap | None = None
        """The empty place at this size, without its glow, which moves."""
        self._fade_began_at: float | None = None
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME_MS)
        # Qt's own slot. One of Python's would wait for the interpreter while workers compute, and up
        # to twelve pictures move at once.
        self._frames.timeout.connect(self.update)
        theme.changed.connect(self._repaint)

    @property
    def image(self) -> QImage | None:
        """What is shown."""
        return self._image

    def set_image(self, image: QImage | None) -> None:
        """Show this one, or nothing."""
        if image is self._image:
            return
        self._before = self._cut if image is not None else None
        self._image = image
        self._cut = None
        self._is_awaited = self._is_awaited and image is None
        self._empty = None
        fades = image is not None and motion_ms() > 0 and self.isVisible()
        self._fade_began_at = time.monotonic() if fades else None
        self._run_frames()
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
            self._run_frames()
            self.update()

    def sizeHint(self) -> QSize:
        """A size to begin with; layouts give the real one."""
        return QSize(200, 200)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to move."""
        super().showEvent(event)
        self._run_frames()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop moving while nobody looks."""
        super().hideEvent(event)
        self._end_fade()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What fades away was scaled for the size before."""
        super().resizeEvent(event)
        self._before = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, or its empty place."""
        painter = QPainter(self)
        if self._image is None or self._image.isNull():
            self._paint_empty(painter)
            return
        picture = self._cut_pixmap(self._image)
        strength = self._strength()
        if self._before is not None and strength < 1.0:
            painter.drawPixmap(0, 0, self._before)
        elif strength < 1.0 and self._fit is Fit.COVER:
            self._paint_empty(painter)
        painter.setOpacity(strength)
        painter.drawPixmap(0, 0, picture)

    def _paint_empty(self, painter: QPainter) -> None:
        painter.drawPixmap(0, 0, self._empty_pixmap())
        if self._is_awaited:
            self._paint_glow(painter)

    def _empty_pixmap(self) -> QPixmap:
        """Drawn once a size: the glow passes over it many times a second."""
        if self._empty is None or self._empty.size() != self._size_px():
            self._empty = self._clear_pixmap()
            painter = _smooth_painter(self._empty)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.tokens.sunken))
            area = rounded(self.rect(), self._radius)
            painter.drawPath(area)
            if self._hint is not None and self._is_awaited:
                painter.setOpacity(_HINT_OPACITY)
                painter.setClipPath(area)
                painter.drawImage(_covering(self._hint.size(), self.rect()), self._hint)
            painter.end()
        return self._empty

    def _paint_glow(self, painter: QPainter) -> None:
        glow = QColor(self._theme.tokens.accent)
        glow.setAlphaF(0.16)
        clear = QColor(glow)
        clear.setAlphaF(0.0)
        share = time.monotonic() % _SHIMMER_S / _SHIMMER_S
        centre_x = (2.2 * share - 0.6 if self._frames.isActive() else 0.5) * self.width()
        half = self.width() * 0.5
        gradient = QLinearGradient(centre_x - half, 0, centre_x + half, self.height() * 0.3)
        gradient.setColorAt(0, clear)
        gradient.setColorAt(0.5, glow)
        gradient.setColorAt(1, clear)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawPath(rounded(self.rect(), self._radius))

    def _cut_pixmap(self, image: QImage) -> QPixmap:
        """The image at the exact number of device pixels: one smooth scaling a size."""
        if self._cut is None or self._cut.size() != self._size_px():
            mode = (
                Qt.AspectRatioMode.KeepAspectRatioByExpanding
                if self._fit is Fit.COVER
                else Qt.AspectRatioMode.KeepAspectRatio
            )
            size = QSizeF(image.size()).scaled(QSizeF(self._size_px()), mode).toSize()
            scaled = image.scaled(
                size,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            place = QRectF(self._centred(size), QSizeF(size) / self.devicePixelRatioF())
            self._cut = self._clear_pixmap()
            painter = _smooth_painter(self._cut)
            painter.setClipPath(rounded(place & QRectF(self.rect()), self._radius))
            painter.drawImage(place, scaled)
            painter.end()
        return self._cut

    def _centred(self, size: QSize) -> QPointF:
        """Where so many device pixels begin that stand in the middle: on a whole one, to stay sharp."""
        ours, ratio = self._size_px(), self.devicePixelRatioF()
        left, top = (ours.width() - size.width()) // 2, (ours.height() - size.height()) // 2
        return QPointF(left, top) / ratio

    def _size_px(self) -> QSize:
        """This place in device pixels."""
        return (QSizeF(self.size()) * self.devicePixelRatioF()).toSize()

    def _clear_pixmap(self) -> QPixmap:
        """Nothing yet, as large as this place."""
        pixmap = QPixmap(self._size_px())
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap

    def _strength(self) -> float:
        """How far the picture has faded in, 0 to 1."""
        if self._fade_began_at is None:
            return 1.0
        strength = (time.monotonic() - self._fade_began_at) * 1000 / max(motion_ms(), 1)
        if strength >= 1.0:
            self._end_fade()
        return min(strength, 1.0)

    def _end_fade(self) -> None:
        self._fade_began_at = self._before = None
        self._run_frames()

    def _run_frames(self) -> None:
        """Move while there is something to move and somebody who may look."""
        shimmers = self._is_awaited and self._image is None and motion_ms() > 0
        is_needed = self.isVisible() and (shimmers or self._fade_began_at is not None)
        if is_needed != self._frames.isActive():
            self._frames.start() if is_needed else self._frames.stop()

    @Slot()
    def _repaint(self) -> None:
        self._empty = None
        self.update()


def _smooth_painter(pixmap: QPixmap) -> QPainter:
    painter = QPainter(pixmap)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    return painter


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
