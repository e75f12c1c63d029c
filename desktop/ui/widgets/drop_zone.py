"""The empty Create page: an invitation to drop a photo."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QStackedWidget, QWidget

from desktop.ui.theme.fonts import in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import RADIUS_CARD, SPACE_L, SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.illustration import Illustration
from desktop.ui.widgets.layouts import column
from desktop.ui.widgets.picture import rounded
from desktop.ui.widgets.sample_photos import SamplePhotos
from desktop.ui.widgets.text import Text, TextRole
from shared.limits import PHOTO_MAX_BYTES

_SMALLEST_DRAWING = QSize(60, 48)
_ROOM_FOR_SAMPLES_PX = 540
_FREE, _BUSY = range(2)


class DropZone(QWidget):
    """The whole window takes the drop; this only says so.

    Signals:
        browse_wanted(): The button was pressed.
        stop_wanted(): What is being read or fetched is not wanted any more.
        sample_wanted(str): The path of a photo to try it with.
    """

    browse_wanted = Signal()
    stop_wanted = Signal()
    sample_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.browse_button = Button(
            theme, self.tr("Choose a photo"), ButtonKind.STRONG, icon="image"
        )
        self.browse_button.setMinimumHeight(48)
        self.browse_button.setMinimumWidth(200)
        self.browse_button.clicked.connect(self.browse_wanted)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(200)
        self._bar.setAccessibleName(self.tr("Reading the photo"))
        self.stop_button = Button(theme, self.tr("Cancel"), ButtonKind.LINK)
        self.stop_button.clicked.connect(self.stop_wanted)
        paste = QKeySequence(QKeySequence.StandardKey.Paste).toString(
            QKeySequence.SequenceFormat.NativeText
        )
        mebibytes = PHOTO_MAX_BYTES // 2**20
        hint = self.tr(
            "Or several, or a folder; or paste one with {keys}. JPEG, PNG, WebP, HEIC and AVIF, up to {size} MB."
        ).format(keys=paste, size=mebibytes)
        self.samples = SamplePhotos(theme)
        self.samples.chosen.connect(self.sample_wanted)
        self.samples.hide()
        self._is_first = False
        self._deeds = self._stack_deeds()
        box = column(self, margin=SPACE_XL)
        box.addStretch(1)
        drawing = Illustration(theme, "drop-photo", QSize(400, 320))
        # Under a long message and with large letters the words come first.
        drawing.setMinimumSize(_SMALLEST_DRAWING)
        box.addWidget(drawing, 8)
        box.addSpacing(SPACE_L)
        box.addWidget(
            Text(self.tr("Drop a photo of someone you love"), TextRole.TITLE, wraps=True).centre()
        )
        box.addSpacing(SPACE_S)
        people = self.tr("A person, a pet or a favourite thing: it comes back as a plushie.")
        box.addWidget(Text(people, tone="muted", wraps=True).centre())
        box.addSpacing(SPACE_XL)
        box.addWidget(self._deeds)
        box.addSpacing(SPACE_L)
        box.addWidget(Text(hint, TextRole.SMALL, "muted", wraps=True).centre())
        box.addSpacing(SPACE_S)
        box.addWidget(self.samples)
        box.addStretch(1)
        theme.changed.connect(self._repaint)
        self.set_busy(is_busy=False)

    def _stack_deeds(self) -> QStackedWidget:
        """What can be done: one in the other's place, so that nothing moves when a photo comes."""
        middle = Qt.AlignmentFlag.AlignHCenter
        free, busy = QWidget(), QWidget()
        column(free).addWidget(self.browse_button, 0, middle)
        waiting = column(busy)
        waiting.addWidget(self._bar, 0, middle)
        waiting.addWidget(self.stop_button, 0, middle)
        deeds = QStackedWidget()
        for page in (free, busy):
            page.setObjectName("transparent")
            deeds.addWidget(page)
        deeds.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return deeds

    def set_busy(self, *, is_busy: bool) -> None:
        """Whether a photo is being read."""
        self._deeds.setCurrentIndex(_BUSY if is_busy else _FREE)

    def set_first(self, *, is_first: bool) -> None:
        """Whether nothing has been made yet: then there are photos to try it with."""
        self._is_first = is_first
        self._show_samples()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the drawing gets it."""
        super().resizeEvent(event)
        self._show_samples()

    def _show_samples(self) -> None:
        self.samples.setVisible(
            self._is_first and self.height() >= in_text_size(_ROOM_FOR_SAMPLES_PX)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dashed frame."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setBrush(QColor(tokens.surface))
        pen = QPen(QColor(tokens.outline), 2, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 4])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPath(rounded(area, RADIUS_CARD + 8))

    @Slot()
    def _repaint(self) -> None:
        self.update()
