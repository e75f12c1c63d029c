"""One of our own drawings, in the colours of the theme."""

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from desktop.ui.theme.icons import illustration_renderer
from desktop.ui.theme.theme import Theme


class Illustration(QWidget):
    """Drawn as large as fits, centred, and kept as pixels until size or theme change."""

    def __init__(
        self, theme: Theme, name: str, size: QSize, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._wanted = size
        self._drawn: QPixmap | None = None
        self.setMinimumSize(size / 2)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self._on_theme_changed)

    def set_name(self, name: str) -> None:
        """Show another drawing."""
        self._name = name
        self._on_theme_changed()

    def sizeHint(self) -> QSize:
        """The size it was asked for."""
        return self._wanted

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the drawing, drawn anew for a new size or theme."""
        ratio = self.devicePixelRatioF()
        if self._drawn is None or self._drawn.size() != self.size() * ratio:
            self._drawn = self._draw(ratio)
        QPainter(self).drawPixmap(0, 0, self._drawn)

    def _draw(self, ratio: float) -> QPixmap:
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        renderer: QSvgRenderer = illustration_renderer(self._name, self._theme.tokens.colours())
        size = QSizeF(renderer.defaultSize()).scaled(
            QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio
        )
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(self.rect()).center())
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, place)
        painter.end()
        return pixmap

    @Slot()
    def _on_theme_changed(self) -> None:
        self._drawn = None
        self.update()
