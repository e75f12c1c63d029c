"""The photo as a print on thick paper, a little askew, as if somebody had laid it down there."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.ui.theme.fonts import font, in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import LIGHT, SMALL_PX, SPACE_M, SPACE_XS
from desktop.ui.widgets.picture import rounded

_TILT_DEGREES = -2.0
_EDGE_PX = SPACE_M
_CAPTION_PX = 36
_RADIUS_PX, _PHOTO_RADIUS_PX = 6, 3
_SHADOW_PX = 12
_SHADOWS = QSizeF(2 * _SHADOW_PX, 2 * _SHADOW_PX)
_SHADE = QColor(0, 0, 0, 6)
_COS, _SIN = (turn(math.radians(abs(_TILT_DEGREES))) for turn in (math.cos, math.sin))


class Polaroid(QWidget):
    """Paper is light in every theme. Drawn once a size; after that it costs one copy of pixels."""

    def __init__(self, theme: Theme, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = caption
        self._image: QImage | None = None
        self._drawn: QPixmap | None = None
        self.setAccessibleName(caption)
        theme.changed.connect(self._redraw)

    @property
    def image(self) -> QImage | None:
        """The photo."""
        return self._image

    def set_image(self, image: QImage | None) -> None:
        """Show this photo, or nothing."""
        if image is not self._image:
            self._image = image
            self._redraw()

    def size_within(self, most: QSize) -> QSize:
        """How large it is where there is so much room, with the paper around the photo."""
        if self._image is None or self._image.isNull():
            return QSize(0, 0)
        return (_turned(_paper_within(most, self._image)) + _SHADOWS).toSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the print."""
        if self._image is None or self._image.isNull():
            return
        ratio = self.devicePixelRatioF()
        size = (QSizeF(self.size()) * ratio).toSize()
        if self._drawn is None or self._drawn.size() != size:
            self._drawn = self._draw(self._image, size, ratio)
        QPainter(self).drawPixmap(0, 0, self._drawn)

    def _draw(self, image: QImage, size: QSize, ratio: float) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.translate(QRectF(self.rect()).center())
        painter.rotate(_TILT_DEGREES)
        paper = QRectF(QPointF(), _paper_within(self.size(), image))
        paper.moveCenter(QPointF())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SHADE)
        for grown in range(_SHADOW_PX - SPACE_XS):
            shade = paper.adjusted(-grown, -grown, grown, grown).translated(0, SPACE_XS)
            painter.drawPath(rounded(shade, _RADIUS_PX + grown))
        painter.setPen(QPen(QColor(LIGHT.border), 1))
        painter.setBrush(QColor(LIGHT.surface))
        painter.drawPath(rounded(paper, _RADIUS_PX))
        caption = in_text_size(_CAPTION_PX)
        photo = paper.adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -caption)
        painter.setPen(QColor(LIGHT.muted))
        words = font(SMALL_PX, QFont.Weight.DemiBold)
        painter.setFont(words)
        below = QRectF(photo.left(), photo.bottom(), photo.width(), caption)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._caption)
        painter.setClipPath(rounded(photo, _PHOTO_RADIUS_PX))
        scaled = image.scaled(
            (photo.size() * ratio).toSize(),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawImage(photo, scaled)
        painter.end()
        return pixmap

    @Slot()
    def _redraw(self) -> None:
        self._drawn = None
        self.update()


def _paper_within(most: QSize, image: QImage) -> QSizeF:
    """The largest sheet that, turned, fits there with its shadow."""
    shape = image.height() / image.width()
    around = QSizeF(2 * _EDGE_PX, _EDGE_PX + in_text_size(_CAPTION_PX))
    spare = QSizeF(most) - _turned(around) - _SHADOWS
    width = min(spare.width() / (_COS + shape * _SIN), spare.height() / (_SIN + shape * _COS))
    width = max(width, 1.0)
    return QSizeF(width, width * shape) + around


def _turned(size: QSizeF) -> QSizeF:
    """The upright room that a turned sheet takes."""
    return QSizeF(
        size.width() * _COS + size.height() * _SIN, size.width() * _SIN + size.height() * _COS
    )
