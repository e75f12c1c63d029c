"""The gallery: all finished plushies, or an invitation to make the first one."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.models.gallery import GalleryModel
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_S, SPACE_XL, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.gallery_view import GalleryView
from desktop.ui.widgets.illustration import Illustration
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.text import Text, TextRole


class GalleryPage(QWidget):
    """Follows the gallery model.

    Signals:
        opened(str): An image's id.
        delete_wanted(list): Images' ids.
        create_wanted(): The person wants to make one.
    """

    opened = Signal(str)
    delete_wanted = Signal(list)
    create_wanted = Signal()

    def __init__(self, theme: Theme, gallery: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._count = Text(tone="muted")
        self.view = GalleryView(theme)
        self.view.setModel(gallery)
        self.view.opened.connect(self.opened)
        self.view.delete_wanted.connect(self.delete_wanted)
        self.create_button = Button(
            theme, self.tr("Make your first plushie"), ButtonKind.STRONG, icon="magic-wand"
        )
        self.create_button.setMinimumHeight(48)
        self.create_button.clicked.connect(self.create_wanted)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._filled())
        self._pages.addWidget(self._empty(theme))
        self._pages.addWidget(QWidget())
        self._box = column(self)
        self._box.addWidget(self._pages)
        self._keep_margins(0, self.view.verticalScrollBar().maximum())
        self.view.verticalScrollBar().rangeChanged.connect(self._keep_margins)
        gallery.emptiness_changed.connect(self._render)
        gallery.rowsInserted.connect(self._render)
        gallery.rowsRemoved.connect(self._render)
        gallery.modelReset.connect(self._render)
        self._render()

    @property
    def is_empty_shown(self) -> bool:
        """Whether the invitation is shown."""
        return self._pages.currentIndex() == 1

    def _filled(self) -> QWidget:
        page = QWidget()
        head = row(spacing=SPACE_S)
        head.setContentsMargins(SPACE_XS, 0, 0, 0)
        head.addWidget(Text(self.tr("Gallery"), TextRole.TITLE))
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch()
        box = column(page, spacing=SPACE_L)
        box.addLayout(head)
        box.addWidget(self.view, 1)
        return page

    def _empty(self, theme: Theme) -> QWidget:
        page = QWidget()
        middle = Qt.AlignmentFlag.AlignHCenter
        box = column(page)
        box.setContentsMargins(0, 0, SPACE_L, SPACE_XL)
        box.addStretch(1)
        box.addWidget(Illustration(theme, "empty-shelf", QSize(440, 340)), 8)
        box.addSpacing(SPACE_L)
        box.addWidget(Text(self.tr("The shelf is waiting"), TextRole.TITLE).centre())
        box.addSpacing(SPACE_S)
        words = self.tr("Every plushie you make gets its place here.")
        box.addWidget(Text(words, tone="muted").centre())
        box.addSpacing(SPACE_XL)
        box.addWidget(self.create_button, 0, middle)
        box.addStretch(1)
        return page

    @Slot(int, int)
    def _keep_margins(self, _least: int, most: int) -> None:
        """End the tiles where other pages end, with a scroll bar beside them or without.

        The view keeps room of its own around its tiles, for the ring of the current one.
        """
        right = SPACE_S if most else SPACE_XL - SPACE_XS
        self._box.setContentsMargins(SPACE_XL - SPACE_XS, SPACE_XL, right, 0)

    @Slot()
    def _render(self) -> None:
        count = self._gallery.rowCount()
        if not self._gallery.is_empty:
            self._pages.setCurrentIndex(0)
        else:
            self._pages.setCurrentIndex(1 if self._gallery.is_loaded else 2)
        self._count.setText(
            self.tr("1 plushie") if count == 1 else self.tr("{count} plushies").format(count=count)
        )
