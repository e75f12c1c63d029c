"""A picture with round corners, fitted into its place; a soft ground while there is none."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme.icons import icon_pixmap
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import RADIUS_CARD

_ICON_PX = 32


class Picture(QWidget):
    """Shows a QImage. `fills` cuts it to the place; otherwise all of it is seen."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        fills: bool = False,
        icon: str = "image",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fills = fills
        self._icon_name = icon
        self._image: QImage | None = None
        self._scaled = QPixmap()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(64, 64)
        theme.changed.connect(self._on_theme_changed)

    @property
    def image(self) -> QImage | None:
        """What is shown."""
        return self._image

    def set_image(self, image: QImage | None) -> None:
        """Show another picture, or the empty ground."""
        self._image = image
        self._scaled = QPixmap()
        self.update()

    def sizeHint(self) -> QSize:
        """A good size for a photo."""
        return QSize(320, 320)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scale again at the next painting."""
        self._scaled = QPixmap()
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture, or the ground with its icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._image is None or self._image.isNull():
            self._paint_ground(painter)
            return
        if self._scaled.isNull():
            self._scaled = scaled_pixmap(
                self._image, self.size(), self.devicePixelRatioF(), fills=self._fills
            )
        draw_rounded(painter, self._scaled, self.picture_rect(), RADIUS_CARD)

    def picture_rect(self) -> QRect:
        """Where the picture lies within the widget."""
        if self._fills or self._image is None or self._image.isNull():
            return self.rect()
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = (self.width() - size.width()) // 2
        top = (self.height() - size.height()) // 2
        return QRect(left, top, size.width(), size.height())

    def _paint_ground(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), RADIUS_CARD, RADIUS_CARD)
        painter.fillPath(path, QColor(tokens.sunken))
        pixmap = icon_pixmap(self._icon_name, tokens.outline, _ICON_PX, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - _ICON_PX) // 2, (self.height() - _ICON_PX) // 2, pixmap)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.update()


def scaled_pixmap(image: QImage, size: QSize, ratio: float, *, fills: bool) -> QPixmap:
    """The picture for a place of this size, cut to it when it `fills`."""
    target = QSize(max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio)))
    mode = (
        Qt.AspectRatioMode.KeepAspectRatioByExpanding
        if fills
        else Qt.AspectRatioMode.KeepAspectRatio
    )
    scaled = image.scaled(target, mode, Qt.TransformationMode.SmoothTransformation)
    if fills:
        left = (scaled.width() - target.width()) // 2
        top = (scaled.height() - target.height()) // 2
        scaled = scaled.copy(left, top, target.width(), target.height())
    pixmap = QPixmap.fromImage(scaled)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def draw_rounded(painter: QPainter, pixmap: QPixmap, place: QRect, radius: float) -> None:
    """Draw a picture with round corners."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(place), radius, radius)
    painter.save()
    painter.setClipPath(path)
    painter.drawPixmap(place, pixmap)
    painter.restore()
