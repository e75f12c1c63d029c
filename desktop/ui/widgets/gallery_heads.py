"""The upper edge of the gallery, and of its trash."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSlider, QWidget

from desktop.ui.numbers import whole
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_S, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.square_grid import LARGEST_SIDE_PX, SMALLEST_SIDE_PX
from desktop.ui.widgets.text import Text, TextRole
from shared.limits import TRASH_KEPT_DAYS

_SLIDER_WIDTH_PX = 120


class GalleryHead(QWidget):
    """Title, number, size of the pictures, and the way to the trash.

    Signals:
        tile_side_picked(int): In px.
        trash_wanted(): The trash is to be shown.
    """

    tile_side_picked = Signal(int)
    trash_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = Text(tone="muted")
        # On one line with the title's letters.
        self._count.setContentsMargins(0, 0, 0, SPACE_XS)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(SMALLEST_SIDE_PX, LARGEST_SIDE_PX)
        self.slider.setSingleStep(24)
        self.slider.setPageStep(48)
        self.slider.setFixedWidth(_SLIDER_WIDTH_PX)
        self.slider.setAccessibleName(self.tr("Size of the pictures"))
        self.slider.setToolTip(self.tr("Size of the pictures (Ctrl and the wheel)"))
        self.slider.valueChanged.connect(self.tile_side_picked)
        self.trash_button = Button(theme, self.tr("Trash"), ButtonKind.QUIET, icon="trash")
        self.trash_button.clicked.connect(self.trash_wanted)
        box = row(self, spacing=SPACE_S)
        box.addWidget(Text(self.tr("Gallery"), TextRole.TITLE))
        box.addWidget(self._count, 0, Qt.AlignmentFlag.AlignBottom)
        box.addStretch()
        box.addWidget(IconLabel(theme, "grid-four", "muted"))
        box.addWidget(self.slider)
        box.addWidget(IconLabel(theme, "square", "muted"))
        box.addSpacing(SPACE_S)
        box.addWidget(self.trash_button)

    @property
    def count_text(self) -> str:
        """How many it says there are."""
        return self._count.text()

    def show_tile_side(self, side: int) -> None:
        """The size is another, by the wheel or by a key."""
        self.slider.blockSignals(True)
        self.slider.setValue(side)
        self.slider.blockSignals(False)

    def show_counts(self, shown: int | None, total: int, trashed: int) -> None:
        """So many are shown (None: it is not known yet), of so many; and so many lie in the trash."""
        if shown is not None and shown != total:
            words = self.tr("{shown} of {total}").format(shown=whole(shown), total=whole(total))
        elif total == 1:
            words = self.tr("1 plushie")
        else:
            words = self.tr("{count} plushies").format(count=whole(total))
        self._count.setText(words)
        name = self.tr("Trash")
        self.trash_button.setText(f"{name} ({whole(trashed)})" if trashed else name)


class TrashHead(QWidget):
    """Title, how long things stay, and emptying it.

    Signals:
        left(): Back to the gallery.
        empty_wanted(): Delete everything in it for ever.
    """

    left = Signal()
    empty_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = IconButton(theme, "arrow-left", self.tr("Back to the gallery"))
        self.back_button.clicked.connect(self.left)
        self.empty_button = Button(
            theme, self.tr("Empty the trash"), ButtonKind.DANGER, icon="trash"
        )
        self.empty_button.clicked.connect(self.empty_wanted)
        words = column(spacing=2)
        words.addWidget(Text(self.tr("Trash"), TextRole.TITLE))
        sentence = self.tr("Plushies stay here for {days} days, then they are deleted for ever.")
        words.addWidget(Text(sentence.format(days=TRASH_KEPT_DAYS), tone="muted", wraps=True))
        box = row(self, spacing=SPACE_S)
        box.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(words, 1)
        box.addWidget(self.empty_button, 0, Qt.AlignmentFlag.AlignTop)

    @Slot(bool)
    def set_filled(self, is_filled: bool) -> None:  # noqa: FBT001 - a plain switch
        """Whether there is something to delete."""
        self.empty_button.setVisible(is_filled)
