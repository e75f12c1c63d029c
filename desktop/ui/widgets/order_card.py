"""The card with what will be made, like a shop's till: photo, hints, wish, price, the button."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from desktop.models.credits import CreditsModel
from desktop.models.studio import StudioModel
from desktop.ui.theme.fonts import in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from desktop.ui.widgets.hints_panel import HintsPanel, kind_of, takes_marks
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.tap_photo import TapPhoto
from desktop.ui.widgets.text import Text, TextRole
from desktop.ui.widgets.wish_field import WishField
from shared.limits import BATCH_MAX_GENERATIONS

_MARGINS_PX, _LEAST_WORDS_PX, _MOST_WORDS_PX = 112, 160, 408
_PHOTO_TALLEST = 0.9
_PHOTO_LEAST_PX, _PHOTO_SCROLLED_PX = 64, 160
_BUTTONS_PX = 120


def least_width_px() -> int:
    """The card is never narrower: its words would not fit."""
    return _MARGINS_PX + in_text_size(_LEAST_WORDS_PX)


def most_width_px() -> int:
    """The card is never wider: its photo would look lost."""
    return _MARGINS_PX + in_text_size(_MOST_WORDS_PX)


class OrderCard(QFrame):
    """Follows the studio model's photo in view, and the price of all.

    Signals:
        make_wanted(): The strong button was pressed, and making is possible.
        credits_wanted(): It was pressed without enough credits.
        edit_wanted(): The photo is to be cropped or turned.
    """

    make_wanted = Signal()
    credits_wanted = Signal()
    edit_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        studio: StudioModel,
        credits: CreditsModel,  # noqa: A002 - Models calls it so
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._studio = studio
        self._credits = credits
        self._room = QSize(least_width_px(), 0)
        self.photo = TapPhoto(theme)
        self.photo.setAccessibleName(self.tr("Your photo"))
        self._name = Text(role=TextRole.STRONG)
        self._size = Text(role=TextRole.SMALL, tone="muted")
        self.crop_button = IconButton(theme, "crop", self.tr("Crop or turn the photo (C)"))
        self.add_button = IconButton(theme, "plus", self.tr("Add more photos"))
        self.remove_button = IconButton(theme, "trash", self.tr("Take the photo away"))
        self.hints = HintsPanel(theme)
        self.wish = WishField()
        self.make_button = Button(theme, "", ButtonKind.STRONG, icon="sparkle-fill")
        self.make_button.setMinimumHeight(48)
        self.balance = Text(role=TextRole.SMALL, tone="muted", wraps=True).centre()
        self._arrange()
        self._connect()
        self._render_told()
        self._render_price()

    def fit(self, width: int, height: int) -> None:
        """Take this width; the photo takes what the rest leaves of the height."""
        self.setFixedWidth(width)
        self._room = QSize(width, height)
        self._fit_photo()

    @property
    def least_height_px(self) -> int:
        """In less than this it has to be scrolled."""
        return self.sizeHint().height() - self.photo.height() + _PHOTO_LEAST_PX

    def event(self, event: QEvent) -> bool:
        """Something in it needs more or less room than before: the photo gives or takes it."""
        result = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit_photo()
        return result

    def _fit_photo(self) -> None:
        photo = self._studio.photo
        if photo is None:
            return
        height, room = self._room.height(), self._room.width() - 2 * SPACE_L
        spare = height - self.least_height_px
        # What is scrolled anyway need not be too small to tap on.
        left = _PHOTO_LEAST_PX + spare if spare >= 0 else _PHOTO_SCROLLED_PX
        tallest = min(round(room * _PHOTO_TALLEST), left)
        size = photo.preview.size().scaled(room, tallest, Qt.AspectRatioMode.KeepAspectRatio)
        if self.photo.height() != size.height():
            self.photo.setFixedHeight(max(size.height(), 1))

    def _arrange(self) -> None:
        words = column(spacing=0)
        words.addWidget(self._name)
        words.addWidget(self._size)
        line = row(spacing=SPACE_XS)
        line.addLayout(words, 1)
        for button in (self.crop_button, self.add_button, self.remove_button):
            line.addWidget(button)
        box = column(self, margin=SPACE_L)
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
        box.addWidget(self.balance)

    def _connect(self) -> None:
        studio = self._studio
        self.make_button.clicked.connect(self._on_strong_button)
        self.crop_button.clicked.connect(self.edit_wanted)
        self.remove_button.clicked.connect(self._remove)
        self.wish.changed.connect(studio.set_wish)
        self.photo.told.connect(studio.tell)
        self.hints.told.connect(studio.tell)
        studio.told_changed.connect(self._render_told)
        studio.believed_changed.connect(self._render_told)
        studio.photo_changed.connect(self._render_photo)
        studio.wish_changed.connect(self._render_wish)
        studio.can_make_changed.connect(self._render_price)

    @Slot()
    def _on_strong_button(self) -> None:
        if self._studio.lacks_credits:
            self.credits_wanted.emit()
        else:
            self.make_wanted.emit()

    @Slot()
    def _remove(self) -> None:
        current = self._studio.table.current
        if len(self._studio.table.photos) < 2:
            self._studio.clear()
        elif current is not None:
            self._studio.table.remove(current.id)

    @Slot()
    def _render_told(self) -> None:
        told, believed = self._studio.told, self._studio.believed
        self.hints.show_told(told, believed)
        self.photo.show_told(
            told,
            takes_marks=takes_marks(told, believed),
            is_pet=kind_of(told, believed) == "pet",
        )

    @Slot()
    def _render_photo(self) -> None:
        photo = self._studio.photo
        if photo is None:
            return
        self.photo.set_image(photo.preview)
        metrics = self._name.fontMetrics()
        room = least_width_px() - 2 * SPACE_L - _BUTTONS_PX
        self._name.setText(metrics.elidedText(photo.name, Qt.TextElideMode.ElideMiddle, room))
        self._name.setToolTip(photo.name)
        size = f"{round(photo.edit.width)} × {round(photo.edit.height)}"  # noqa: RUF001 - a size
        self._size.setText(size)

    @Slot()
    def _render_wish(self) -> None:
        self.wish.set_text(self._studio.wish)

    @Slot()
    def _render_price(self) -> None:
        studio = self._studio
        count, cost = studio.plushie_count, studio.cost_credits
        if studio.lacks_credits and not studio.is_too_many:
            self.make_button.set_icon("coins")
            self.make_button.setText(self.tr("Get credits"))
        else:
            self.make_button.set_icon("sparkle-fill")
            words = (
                self.tr("Make my plushie · {cost} credit")
                if count == 1
                else self.tr("Make {count} plushies · {cost} credits")
            )
            self.make_button.setText(words.format(count=count, cost=cost))
        is_short = studio.lacks_credits and not studio.is_too_many
        self.make_button.setEnabled(studio.can_make or is_short)
        self.balance.setText(self._below_the_button())
        is_warning = studio.lacks_credits or studio.is_too_many
        self.balance.set_tone("warning" if is_warning else "muted")

    def _below_the_button(self) -> str:
        studio, balance, held = self._studio, self._credits.balance, self._credits.held
        if studio.is_too_many:
            return self.tr("At most {most} plushies can be made at once.").format(
                most=BATCH_MAX_GENERATIONS
            )
        if studio.busy:
            is_batch = len(studio.table.photos) > 1
            return self.tr("Checking the photos") if is_batch else self.tr("Reading the photo")
        if balance is None:
            return ""
        if studio.lacks_credits and balance:
            return self.tr("This takes {cost} credits; you have {count}.").format(
                count=balance, cost=studio.cost_credits
            )
        if studio.lacks_credits:
            return self.tr("You have no credits left.")
        words = (
            self.tr("You have 1 credit")
            if balance == 1
            else self.tr("You have {count} credits").format(count=balance)
        )
        return words if not held else f"{words} · {self.tr('{count} held').format(count=held)}"
