"""A draft that the pointer wipes away from the left, so that the photo shows below it."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.picture import Picture, rounded

_SHADE = QColor(20, 14, 12, 150)


class DraftPicture(Picture):
    """A picture with the photo that it was made from."""

    def __init__(self, theme: Theme, *, radius: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, radius=radius, parent=parent)
        self._photo: QImage | None = None
        self._photo_here: QPixmap | None = None
        self._share = 0.0

    @property
    def photo_share(self) -> float:
        """How much of the photo is seen, 0 to 1."""
        return self._share if self.image is not None and self._photo is not None else 0.0

    def set_photo(self, photo: QImage | None) -> None:
        """What the draft is compared with."""
        if photo is not self._photo:
            self._photo, self._photo_here = photo, None
            self.update()

    def compare(self, share: float) -> None:
        """Show so much of the photo, 0 to 1 from the left."""
        share = min(max(share, 0.0), 1.0)
        if share != self._share:
            self._share = share
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The photo must be scaled anew."""
        super().resizeEvent(event)
        self._photo_here = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the photo over the draft, up to the pointer."""
        super().paintEvent(event)
        if self.photo_share <= 0:
            return
        bar = self.width() * self.photo_share
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(rounded(self.rect(), self._radius))
        painter.setClipRect(QRectF(0, 0, bar, self.height()), Qt.ClipOperation.IntersectClip)
        painter.drawPixmap(0, 0, self._covering())
        painter.setClipping(False)
        for width, colour in ((4.0, _SHADE), (2.0, QColor("white"))):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(bar, 0), QPointF(bar, self.height()))

    def _covering(self) -> QPixmap:
        """The photo, cut to this shape, scaled once a size."""
        if self._photo_here is None:
            assert self._photo is not None  # noqa: S101 - the caller has checked
            ratio = self.devicePixelRatioF()
            size = (QSizeF(self.size()) * ratio).toSize()
            large = self._photo.scaled(
                size,
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
            left, top = (large.width() - size.width()) // 2, (large.height() - size.height()) // 2
            part = large.copy(left, top, size.width(), size.height())
            self._photo_here = QPixmap.fromImage(part)
            self._photo_here.setDevicePixelRatio(ratio)
        return self._photo_here
