"""What lies over the whole window while something is dragged over it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import RADIUS_CARD, SPACE_L, SPACE_S
from desktop.ui.widgets.illustration import Illustration
from desktop.ui.widgets.layouts import column
from desktop.ui.widgets.picture import rounded
from desktop.ui.widgets.text import Text, TextRole

_VEIL = 0.94


class DropOverlay(QWidget):
    """Takes no events itself; the window below handles the drop."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._over = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        box = column(self, spacing=SPACE_S, margin=3 * SPACE_L)
        box.addStretch(1)
        box.addWidget(Illustration(theme, "drop-photo", QSize(440, 360)), 6)
        self._words = Text(role=TextRole.TITLE, wraps=True).centre()
        box.addWidget(self._words)
        box.addStretch(1)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def cover(self) -> None:
        """Show it over all of its parent."""
        self._words.setText(self.tr("Let go to begin"))
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    def tell_of_wait(self) -> None:
        """Say, at once, that the program where the picture comes from is asked for it."""
        self._words.setText(self.tr("Asking the other program for the picture…"))
        self.repaint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the veil and the dashed frame."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(tokens.background)
        veil.setAlphaF(_VEIL)
        painter.fillRect(self.rect(), veil)
        area = QRectF(self.rect()).adjusted(SPACE_L, SPACE_L, -SPACE_L, -SPACE_L)
        painter.setBrush(QColor(tokens.accent_soft))
        pen = QPen(QColor(tokens.accent), 2.5, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPath(rounded(area, 2 * RADIUS_CARD))
