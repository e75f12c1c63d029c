"""Narrowing the gallery: words, style, time, favourites, and the order."""

from datetime import date, timedelta
from enum import Enum, auto

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.models.gallery_filter import GalleryFilter, GalleryOrder
from desktop.ui.theme.fonts import font
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_S
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.choice import Choice
from desktop.ui.widgets.layouts import row
from desktop.ui.widgets.words import style_name
from shared.limits import SEARCH_MAX_CHARACTERS
from shared.styles import Style

_DEBOUNCE_MS = 10
"""Only what comes at once, as from a paste, is one search: a newer one ends the one before it."""
_SEARCH_WIDTH_PX = 150


class Period(Enum):
    """How far back the gallery is shown."""

    ANY_TIME = auto()
    TODAY = auto()
    WEEK = auto()
    MONTH = auto()
    YEAR = auto()

    def since(self, today: date) -> date | None:
        """Its first day."""
        match self:
            case Period.TODAY:
                return today
            case Period.WEEK:
                return today - timedelta(days=6)
            case Period.MONTH:
                return today - timedelta(days=29)
            case Period.YEAR:
                return today.replace(month=1, day=1)
            case _:
                return None


class SearchField(QLineEdit):
    """Down leads to the pictures.

    Signals:
        left_below(): The pictures are wanted.
    """

    left_below = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        if event.key() == Qt.Key.Key_Down:
            self.left_below.emit()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """Tells a filter as it is put together.

    Signals:
        filter_picked(GalleryFilter): What to show from now on.
        pictures_wanted(): Down or Return was pressed in the search field.
    """

    filter_picked = Signal(object)
    pictures_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.search = SearchField()
        self.search.setObjectName("search")
        self.search.setFont(font())
        self.search.setAcceptDrops(False)
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search titles, wishes and tags"))
        self.search.setMaxLength(SEARCH_MAX_CHARACTERS)
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(_SEARCH_WIDTH_PX)
        self._glass = QAction(self)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.style_choice: Choice[Style | None] = Choice(
            theme,
            self.tr("Style"),
            [(None, self.tr("All styles")), *((style, style_name(style)) for style in Style)],
            default_text=self.tr("Style"),
        )
        self.period_choice: Choice[Period] = Choice(
            theme,
            self.tr("Date"),
            [
                (Period.ANY_TIME, self.tr("Any time")),
                (Period.TODAY, self.tr("Today")),
                (Period.WEEK, self.tr("Last 7 days")),
                (Period.MONTH, self.tr("Last 30 days")),
                (Period.YEAR, self.tr("This year")),
            ],
            default_text=self.tr("Date"),
        )
        self.order_choice: Choice[GalleryOrder] = Choice(
            theme,
            self.tr("Order"),
            [
                (GalleryOrder.NEWEST, self.tr("Newest first")),
                (GalleryOrder.OLDEST, self.tr("Oldest first")),
                (GalleryOrder.TITLE, self.tr("By title")),
            ],
        )
        self._favourites = self.tr("Favourites")
        self.favourites_button = Button(theme, self._favourites, ButtonKind.TOGGLE, icon="heart")
        self.favourites_button.setAccessibleName(self._favourites)
        self.favourites_button.setToolTip(self.tr("Show only favourites"))
        self.favourites_button.setCheckable(True)
        self.clear_button = Button(theme, self.tr("Clear"), ButtonKind.LINK)
        self.clear_button.setToolTip(self.tr("Show all plushies again"))
        self._debounce = QTimer(self)
        self._debounce.setSingleShot(True)
        self._debounce.setInterval(_DEBOUNCE_MS)
        self._arrange()
        self._connect()
        self._tint()
        self._render()

    @property
    def filter(self) -> GalleryFilter:
        """What is put together."""
        today = date.today()  # noqa: DTZ011 - the person's own day
        return GalleryFilter(
            text=self.search.text().strip(),
            style=self.style_choice.value,
            favourites=self.favourites_button.isChecked(),
            since=self.period_choice.value.since(today),
            order=self.order_choice.value,
        )

    @Slot()
    def clear(self) -> None:
        """Show everything again, in the order that was chosen."""
        self.search.clear()
        self.style_choice.set_value(None)
        self.period_choice.set_value(Period.ANY_TIME)
        self.favourites_button.setChecked(False)
        self._tell()

    def search_for(self, text: str) -> None:
        """Show everything in which these words stand, and nothing else narrows it."""
        self.clear()
        self.search.setText(text)
        self._tell()

    def reset(self) -> None:
        """Somebody else's gallery: nothing is narrowed, without telling."""
        for each in (self.search, self.favourites_button):
            each.blockSignals(True)
        self.search.clear()
        self.favourites_button.setChecked(False)
        for each in (self.search, self.favourites_button):
            each.blockSignals(False)
        self.style_choice.set_value(None)
        self.period_choice.set_value(Period.ANY_TIME)
        self.order_choice.set_value(GalleryOrder.NEWEST)
        self._debounce.stop()
        self._render()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be less room for words."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where not everything fits, the heart stands alone; better than buttons over each other."""
        heart = self.favourites_button
        heart.setText(self._favourites)
        buttons: list[Button] = [
            heart,
            self.style_choice.button,
            self.period_choice.button,
            self.order_choice.button,
        ]
        if not self.clear_button.isHidden():
            buttons.append(self.clear_button)
        needed = sum(each.sizeHint().width() + SPACE_S for each in buttons)
        if self.search.minimumWidth() + needed > self.width():
            heart.setText("")

    def _arrange(self) -> None:
        box = row(self, spacing=SPACE_S)
        box.addWidget(self.search, 1)
        box.addWidget(self.style_choice.button)
        box.addWidget(self.period_choice.button)
        box.addWidget(self.favourites_button)
        box.addWidget(self.order_choice.button)
        box.addWidget(self.clear_button)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self._on_return)
        self.search.left_below.connect(self.pictures_wanted)
        self._debounce.timeout.connect(self._tell)
        for choice in (self.style_choice, self.period_choice, self.order_choice):
            choice.button.picked.connect(self._tell)
        self.favourites_button.clicked.connect(self._tell)
        self.clear_button.clicked.connect(self.clear)
        self._theme.changed.connect(self._tint)

    @Slot()
    def _on_typed(self) -> None:
        self._debounce.start()

    @Slot()
    def _on_return(self) -> None:
        self._tell()
        self.pictures_wanted.emit()

    @Slot()
    def _tell(self) -> None:
        self._debounce.stop()
        self._render()
        self.filter_picked.emit(self.filter)

    def _render(self) -> None:
        self.clear_button.setVisible(self.filter.is_narrowed)
        icon = "heart-fill" if self.favourites_button.isChecked() else "heart"
        self.favourites_button.set_icon(icon)
        self._fit()

    @Slot()
    def _tint(self) -> None:
        self._glass.setIcon(self._theme.icon("magnifying-glass", "muted"))
