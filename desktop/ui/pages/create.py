"""The home page: a photo, four styles of it, a wish, and the one strong button."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.errors import AppError
from desktop.models.all import Models
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from desktop.ui.widgets.drop_zone import DropZone
from desktop.ui.widgets.hints_panel import HintsPanel, kind_of, takes_marks
from desktop.ui.widgets.layouts import card, column, row
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.style_card import StyleGrid
from desktop.ui.widgets.tap_photo import TapPhoto
from desktop.ui.widgets.text import Text, TextRole
from desktop.ui.widgets.wish_field import WishField
from shared.styles import Style

_ORDER_LEAST_PX, _ORDER_MOST_PX = 272, 400
_ABOVE_GRID_PX = 114
_PHOTO_TALLEST = 0.9
_PHOTO_LEAST_PX = 120


class CreatePage(QWidget):
    """Follows the studio model.

    Signals:
        browse_wanted(): The person wants to choose a file.
        job_started(str): A job's id.
    """

    browse_wanted = Signal()
    job_started = Signal(str)

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._studio = models.studio
        self._credits = models.credits
        self._drafts_failed = False
        self.notice = Notice(theme)
        self.drop_zone = DropZone(theme)
        self.grid = StyleGrid(theme)
        self.all_button = Button(theme, "", ButtonKind.LINK)
        self.all_button.setToolTip(self.tr("Ctrl and a click take one style in besides others"))
        self.photo = TapPhoto(theme)
        self.photo.setAccessibleName(self.tr("Your photo"))
        self._photo_name = Text(role=TextRole.STRONG)
        self._photo_size = Text(role=TextRole.SMALL, tone="muted")
        self.change_button = IconButton(theme, "images", self.tr("Choose another photo"))
        self.remove_button = IconButton(theme, "trash", self.tr("Take the photo away"))
        self.hints = HintsPanel(theme)
        self.wish = WishField()
        self.make_button = Button(theme, "", ButtonKind.STRONG, icon="sparkle-fill")
        self.make_button.setMinimumHeight(48)
        self._balance = Text(role=TextRole.SMALL, tone="muted").centre()
        self._order = card()
        self._fill_order()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.drop_zone)
        self._pages.addWidget(self._composing())
        box = column(self, spacing=SPACE_M, margin=SPACE_XL)
        box.addWidget(self.notice)
        box.addWidget(self._pages, 1)
        self._connect()
        self._render_told()
        self._render_photo()
        self._render_style()
        self._render_can_make()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._fit_order()

    @property
    def has_photo(self) -> bool:
        """Whether the styles are shown, not the empty drop place."""
        return self._pages.currentIndex() == 1

    @property
    def balance_text(self) -> str:
        """What stands below the strong button."""
        return self._balance.text()

    def choose_style(self, number: int) -> None:
        """The style of this number, 1 to 4, when styles are shown."""
        if self.has_photo:
            self._studio.set_style(list(Style)[number - 1])

    @Slot()
    def make(self) -> None:
        """Start a job, if there is all that it takes."""
        job_id = self._studio.make()
        if job_id:
            self.notice.clear()
            self.job_started.emit(job_id)

    def _connect(self) -> None:
        studio = self._studio
        self.drop_zone.browse_wanted.connect(self.browse_wanted)
        self.change_button.clicked.connect(self.browse_wanted)
        self.remove_button.clicked.connect(studio.clear)
        self.make_button.clicked.connect(self.make)
        self.grid.chosen.connect(studio.set_style)
        self.grid.toggled.connect(studio.toggle_style)
        self.all_button.clicked.connect(self._choose_all)
        self.wish.changed.connect(studio.set_wish)
        self.photo.told.connect(studio.tell)
        self.hints.told.connect(studio.tell)
        studio.told_changed.connect(self._render_told)
        studio.believed_changed.connect(self._render_told)
        studio.photo_changed.connect(self._render_photo)
        studio.photo_refused.connect(self._on_photo_refused)
        studio.style_changed.connect(self._render_style)
        studio.wish_changed.connect(self._render_wish)
        studio.draft_ready.connect(self._on_draft_ready)
        studio.drafts_failed.connect(self._on_drafts_failed)
        studio.can_make_changed.connect(self._render_can_make)

    def _composing(self) -> QWidget:
        words = column(spacing=2)
        words.addWidget(Text(self.tr("How should it be made?"), TextRole.TITLE))
        subtitle = self.tr("A quick draft of your photo in each style")
        words.addWidget(Text(subtitle, tone="muted"))
        title = row(spacing=SPACE_M)
        title.addLayout(words, 1)
        title.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignBottom)
        styles = column(spacing=SPACE_M)
        styles.addLayout(title)
        styles.addWidget(self.grid, 1)
        whole = QWidget()
        box = row(whole, spacing=SPACE_XL)
        box.addLayout(styles, 1)
        till = column()
        till.addWidget(self._order)
        till.addStretch()
        box.addLayout(till)
        return whole

    def _fill_order(self) -> None:
        """The card with what will be made, like a shop's till."""
        words = column(spacing=0)
        words.addWidget(self._photo_name)
        words.addWidget(self._photo_size)
        line = row(spacing=SPACE_XS)
        line.addLayout(words, 1)
        line.addWidget(self.change_button)
        line.addWidget(self.remove_button)
        box = column(self._order, margin=SPACE_L)
        box.addWidget(self.photo)
        box.addSpacing(SPACE_S)
        box.addLayout(line)
        box.addSpacing(SPACE_M)
        box.addWidget(self.hints)
        box.addSpacing(SPACE_M)
        box.addWidget(self.wish)
        box.addSpacing(SPACE_M)
        box.addWidget(self.make_button)
        box.addSpacing(SPACE_S)
        box.addWidget(self._balance)

    def _fit_order(self) -> None:
        """Share the width: the styles take what their height allows, the order the rest."""
        inside = self.width() - 2 * SPACE_XL
        left = inside - SPACE_XL - self.grid.used_width(self.height() - _ABOVE_GRID_PX)
        width = min(max(left, _ORDER_LEAST_PX), _ORDER_MOST_PX)
        self._order.setFixedWidth(width)
        photo = self._studio.photo
        if photo is not None:
            room = width - 2 * SPACE_L
            tallest = min(round(room * _PHOTO_TALLEST), self._room_for_photo())
            size = photo.preview.size().scaled(room, tallest, Qt.AspectRatioMode.KeepAspectRatio)
            self.photo.setFixedHeight(max(size.height(), 1))

    def _room_for_photo(self) -> int:
        """The height that is left when everything below the photo stands in the window."""
        layout = self._order.layout()
        below = 0 if layout is None else layout.sizeHint().height() - self.photo.height()
        return max(self.height() - 2 * SPACE_XL - below, _PHOTO_LEAST_PX)

    @Slot()
    def _render_told(self) -> None:
        told, believed = self._studio.told, self._studio.believed
        self.hints.show_told(told, believed)
        self.photo.show_told(
            told,
            takes_marks=takes_marks(told, believed),
            is_pet=kind_of(told, believed) == "pet",
        )
        self._fit_order()

    @Slot()
    def _render_photo(self) -> None:
        photo = self._studio.photo
        self._pages.setCurrentIndex(0 if photo is None else 1)
        self._drafts_failed = False
        if photo is not None:
            self.notice.clear()
            self.photo.set_image(photo.preview)
            metrics = self._photo_name.fontMetrics()
            room = _ORDER_LEAST_PX - 2 * SPACE_L - 88
            self._photo_name.setText(
                metrics.elidedText(photo.name, Qt.TextElideMode.ElideMiddle, room)
            )
            self._photo_name.setToolTip(photo.name)
            self._photo_size.setText(
                f"{photo.original_width_px} × {photo.original_height_px}"  # noqa: RUF001 - a size
            )
        self._fit_order()
        self._render_drafts()

    @Slot()
    def _render_style(self) -> None:
        styles = self._studio.styles
        self.grid.set_chosen(styles)
        has_all = len(styles) == len(Style)
        self.all_button.setText(self.tr("Only one") if has_all else self.tr("All four"))

    @Slot()
    def _choose_all(self) -> None:
        studio = self._studio
        if len(studio.styles) == len(Style):
            studio.set_style(studio.style)
        else:
            studio.choose_all_styles()

    @Slot()
    def _render_wish(self) -> None:
        self.wish.set_text(self._studio.wish)

    def _render_drafts(self) -> None:
        drafts = self._studio.drafts
        photo = self._studio.photo
        is_awaited = photo is not None and not self._drafts_failed
        for style in Style:
            self.grid.card(style).show_draft(
                drafts.get(style),
                is_awaited=is_awaited,
                photo=None if photo is None else photo.small,
            )

    @Slot(str)
    def _on_draft_ready(self, _style: str) -> None:
        self._render_drafts()

    @Slot(object)
    def _on_drafts_failed(self, error: AppError) -> None:
        self._drafts_failed = True
        self._render_drafts()
        self.notice.tell_error(error)

    @Slot(object)
    def _on_photo_refused(self, error: AppError) -> None:
        self.notice.tell_error(error, self.tr("Choose another photo"))

    @Slot()
    def _render_can_make(self) -> None:
        studio = self._studio
        self.drop_zone.set_busy(is_busy=studio.busy)
        self.make_button.setEnabled(studio.can_make)
        count = len(studio.styles)
        words = (
            self.tr("Make my plushie · {cost} credit")
            if count == 1
            else self.tr("Make {count} plushies · {cost} credits")
        )
        self.make_button.setText(words.format(count=count, cost=studio.cost_credits))
        balance = self._credits.balance
        if studio.lacks_credits and balance:
            self._balance.setText(
                self.tr("This takes {cost} credits; you have {count}.").format(
                    count=balance, cost=studio.cost_credits
                )
            )
        elif studio.lacks_credits:
            self._balance.setText(self.tr("You have no credits left."))
        elif balance is None:
            self._balance.setText("")
        elif balance == 1:
            self._balance.setText(self.tr("You have 1 credit"))
        else:
            self._balance.setText(self.tr("You have {count} credits").format(count=balance))
        self._balance.set_tone("warning" if studio.lacks_credits else "muted")
