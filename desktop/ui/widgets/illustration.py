"""A drawing of ours, as large as its place allows, in the theme's colours."""

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme.icons import illustration_renderer
from desktop.ui.theme.theme import Theme


class Illustration(QWidget):
    """Decoration: it takes no focus and a screen reader passes it by."""

    def __init__(
        self, theme: Theme, name: str, *, size: QSize | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._renderer: QSvgRenderer = self._rendered()
        self._size = size or self._renderer.defaultSize()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self._on_theme_changed)

    def sizeHint(self) -> QSize:
        """The size it was drawn for."""
        return self._size

    def minimumSizeHint(self) -> QSize:
        """Half of that: it gives way to text."""
        return self._size / 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it centred, its shape kept."""
        size = self._renderer.defaultSize().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(
            (self.width() - size.width()) / 2,
            (self.height() - size.height()) / 2,
            size.width(),
            size.height(),
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._renderer.render(painter, place)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._renderer = self._rendered()
        self.update()

    def _rendered(self) -> QSvgRenderer:
        return illustration_renderer(self._name, self._theme.tokens.colours())
