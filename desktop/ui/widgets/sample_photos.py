"""Photos to try it with, for who has none at hand."""

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import RADIUS_CONTROL, SPACE_M, SPACE_S
from desktop.ui.widgets.layouts import row
from desktop.ui.widgets.picture import rounded
from desktop.ui.widgets.text import Text, TextRole
from shared.resources import resource_path

_SIDE_PX = 48
_EDGE_PX = 3


class Sample(QAbstractButton):
    """One photo, small. It is read once it was on the screen: the first look at the app comes first."""

    def __init__(self, theme: Theme, name: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.name = name
        self._picture: QPixmap | None = None
        self.setFixedSize(_SIDE_PX, _SIDE_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(words)
        self.setToolTip(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the photo, with a ring when the pointer or the keyboard is there."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        area = QRectF(self.rect()).adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.sunken))
        shape = rounded(area, RADIUS_CONTROL)
        painter.drawPath(shape)
        if self._picture is None:
            QTimer.singleShot(0, self._read)
        else:
            painter.setClipPath(shape)
            painter.drawPixmap(area, self._picture, QRectF(self._picture.rect()))
            painter.setClipping(False)
        if self.underMouse() or self.hasFocus():
            ring = area.adjusted(-1.5, -1.5, 1.5, 1.5)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawPath(rounded(ring, RADIUS_CONTROL + 1))

    @Slot()
    def _read(self) -> None:
        if self._picture is None:
            self._picture = QPixmap(str(resource_path("samples", "small", self.name)))
            self.update()


class SamplePhotos(QWidget):
    """A few words and three photos.

    Signals:
        chosen(str): The path of a photo that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.samples = tuple(
            Sample(theme, name, words)
            for name, words in (
                ("chelsea.jpg", self.tr("Try it with a cat")),
                ("astronaut.jpg", self.tr("Try it with an astronaut")),
                ("coffee.jpg", self.tr("Try it with a cup of coffee")),
            )
        )
        box = row(self, spacing=SPACE_S)
        box.addStretch()
        box.addWidget(Text(self.tr("No photo at hand? Try one of these:"), TextRole.SMALL, "muted"))
        box.addSpacing(SPACE_M - SPACE_S)
        for sample in self.samples:
            box.addWidget(sample)
            sample.clicked.connect(self._on_clicked)
        box.addStretch()

    @Slot()
    def _on_clicked(self) -> None:
        for sample in self.samples:
            if sample is self.sender():
                self.chosen.emit(str(resource_path("samples", sample.name)))
