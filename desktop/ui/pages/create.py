"""The home page: photos, four styles of them, a wish, and the one strong button."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from desktop.errors import AppError
from desktop.models.all import Models
from desktop.models.table_photo import PhotoState
from desktop.photo_edit import PhotoEdit
from desktop.ui.pages.photo_editor import PhotoEditor
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_M, SPACE_XL
from desktop.ui.widgets import order_card
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.drop_zone import DropZone
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.order_card import OrderCard
from desktop.ui.widgets.photo_strip import PhotoStrip
from desktop.ui.widgets.skipped import skipped_words
from desktop.ui.widgets.style_card import StyleGrid
from desktop.ui.widgets.text import Text, TextRole
from shared.styles import Style

if TYPE_CHECKING:
    from desktop.workers.gathering import Gathered

_BELOW_TITLE_PX = 2
_FOUR_PHOTOS_PX = 372
"""So wide is the strip of a small batch, with its buttons."""
_EMPTY, _COMPOSING, _EDITING = range(3)


class _View(QScrollArea):
    """Shows all of the page; with large text and a message above, a small window has to scroll.

    Signals:
        resized(): There is more or less room.
    """

    resized = Signal()

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell of it."""
        super().resizeEvent(event)
        self.resized.emit()


class CreatePage(QWidget):
    """Follows the studio model.

    Signals:
        browse_wanted(): The person wants to choose other photos.
        add_wanted(): The person wants to choose more photos.
        job_started(str): A job's id.
        credits_wanted(): The balance stands in the way.
    """

    browse_wanted = Signal()
    add_wanted = Signal()
    job_started = Signal(str)
    credits_wanted = Signal()

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._studio = models.studio
        self._table = models.studio.table
        self._drafts_failed = False
        self.notice = Notice(theme)
        self._gallery = models.gallery
        self.drop_zone = DropZone(theme)
        self.grid = StyleGrid(theme)
        self.all_button = Button(theme, "", ButtonKind.LINK)
        self.all_button.setToolTip(self.tr("Ctrl and a click take one style in besides others"))
        self.strip = PhotoStrip(theme)
        self.strip.hide()
        self.order = OrderCard(theme, models.studio, models.credits)
        self._editor: PhotoEditor | None = None
        self._title = Text(self.tr("How should it be made?"), TextRole.TITLE, wraps=True)
        self._subtitle = Text(tone="muted", wraps=True)
        self._pages = QStackedWidget()
        self._table_top = QWidget()
        self._table_top.setObjectName("transparent")
        self._view = _View(self._table_top)
        self._lay_out()
        for page in (self.drop_zone, self._view):
            self._pages.addWidget(page)
        box = column(self, spacing=SPACE_M, margin=SPACE_XL)
        box.addWidget(self.notice)
        box.addWidget(self._pages, 1)
        self._connect()
        self._render_photo()
        self._render_table()
        self._render_style()

    @property
    def has_photo(self) -> bool:
        """Whether the styles are shown, not the empty drop place."""
        return self._pages.currentIndex() == _COMPOSING

    @property
    def is_editing(self) -> bool:
        """Whether the photo is being cropped."""
        return self._pages.currentIndex() == _EDITING

    @property
    def editor(self) -> PhotoEditor:
        """Crops and turns the photo; built when somebody wants to."""
        if self._editor is None:
            self._editor = PhotoEditor(self._theme)
            self._editor.done.connect(self._on_edited)
            self._editor.cancelled.connect(self.close_editor)
            self._pages.addWidget(self._editor)
        return self._editor

    def choose_style(self, number: int) -> None:
        """The style of this number, 1 to 4, when styles are shown."""
        if self.has_photo:
            self._studio.set_style(list(Style)[number - 1])

    @Slot()
    def make(self) -> None:
        """Start the jobs, if there is all that it takes."""
        job_id = "" if self.is_editing else self._studio.make()
        if job_id:
            self.notice.clear()
            self.job_started.emit(job_id)

    @Slot()
    def edit_photo(self) -> None:
        """Crop and turn the photo in view."""
        self._open_editor(suggests=False)

    def go_back(self) -> None:
        """One step out: of the editor, else of a photo that takes long to come."""
        if self.is_editing:
            self.close_editor()
        else:
            self._table.stop_choosing()

    @Slot()
    def close_editor(self) -> None:
        """Leave the photo as it was."""
        if self.is_editing:
            self._pages.setCurrentIndex(_COMPOSING)
            self.order.crop_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        studio, order = self._studio, self.order
        self._view.resized.connect(self._fit_order)
        self.drop_zone.browse_wanted.connect(self.browse_wanted)
        self.drop_zone.stop_wanted.connect(self._table.stop_choosing)
        self.drop_zone.sample_wanted.connect(studio.choose_file)
        for changed in (self._gallery.counts_changed, self._gallery.emptiness_changed):
            changed.connect(self._offer_samples)
        order.make_wanted.connect(self.make)
        order.credits_wanted.connect(self.credits_wanted)
        order.edit_wanted.connect(self.edit_photo)
        order.hints.crop_wanted.connect(self._crop_as_suggested)
        order.add_button.clicked.connect(self.add_wanted)
        self.strip.selected.connect(self._on_photo_selected)
        self.strip.removed.connect(self._table.remove)
        self.strip.add_wanted.connect(self.add_wanted)
        self.strip.clear_button.clicked.connect(studio.clear)
        self.grid.chosen.connect(studio.set_style)
        self.grid.toggled.connect(studio.toggle_style)
        self.all_button.clicked.connect(self._choose_all)
        studio.told_changed.connect(self._fit_order)
        studio.believed_changed.connect(self._fit_order)
        studio.photo_changed.connect(self._render_photo)
        studio.photo_refused.connect(self._on_photo_refused)
        studio.style_changed.connect(self._render_style)
        studio.draft_ready.connect(self._on_draft_ready)
        studio.drafts_failed.connect(self._on_drafts_failed)
        studio.can_make_changed.connect(self._render_table)
        studio.doubts_changed.connect(self._render_table)
        self._table.skipped.connect(self._on_skipped)

    def _lay_out(self) -> None:
        words = row(spacing=SPACE_M)
        words.addWidget(self._subtitle, 1)
        words.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignBottom)
        title = column(spacing=_BELOW_TITLE_PX)
        title.addWidget(self._title)
        title.addLayout(words)
        styles = column(spacing=SPACE_M)
        styles.addWidget(self.strip)
        styles.addLayout(title)
        styles.addWidget(self.grid, 1)
        self._box = row(self._table_top, spacing=SPACE_XL)
        self._box.addLayout(styles, 1)
        self._box.addWidget(self.order, 0, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _fit_order(self) -> None:
        """Share the width: the styles take what their height allows, the order the rest.

        What is more than both can use is left around them.
        """
        room = self._view.viewport().size()
        least = self.grid.minimumSizeHint()
        wanted = self.grid.used_width(room.height() - self._above_grid_px(room.width()))
        if self._is_batch:
            wanted = max(wanted, _FOUR_PHOTOS_PX)
        left = room.width() - SPACE_XL - max(wanted, least.width())
        width = min(max(left, order_card.least_width_px()), order_card.most_width_px())
        spare = max(0, left - width)
        self._box.setContentsMargins(spare // 2, 0, spare - spare // 2, 0)
        self.order.fit(width, room.height())
        styles = room.width() - SPACE_XL - width - spare
        above = self._above_grid_px(styles)
        scrolls = max(above + least.height(), self.order.least_height_px) > room.height()
        # What is scrolled anyway need not be small.
        self.grid.setMinimumHeight(self.grid.used_height(styles) if scrolls else least.height())

    def _above_grid_px(self, width: int) -> int:
        button = self.all_button.sizeHint()
        words = self._subtitle.height_at(width - button.width() - SPACE_M)
        height = max(words, button.height()) + SPACE_M
        if self._is_batch:
            return self.strip.sizeHint().height() + SPACE_M + height
        return self._title.height_at(width) + _BELOW_TITLE_PX + height

    @property
    def _is_batch(self) -> bool:
        return len(self._table.photos) > 1

    def _open_editor(self, *, suggests: bool) -> None:
        current = self._table.current
        if not self.has_photo or current is None or current.photo is None:
            return
        if current.original is not None:
            edit = current.photo.edit
            self._pages.setCurrentWidget(self.editor)
            self.editor.open(current.original, edit, current.box, suggests=suggests)

    @Slot()
    def _crop_as_suggested(self) -> None:
        self._open_editor(suggests=True)

    @Slot(object)
    def _on_edited(self, edit: PhotoEdit) -> None:
        current = self._table.current
        self.close_editor()
        if current is not None:
            self._table.edit(current.id, edit)

    @Slot()
    def _render_photo(self) -> None:
        photo = self._studio.photo
        self._pages.setCurrentIndex(_EMPTY if photo is None else _COMPOSING)
        self._drafts_failed = False
        if photo is not None and self.notice.error is not None:
            self.notice.clear()
        self._fit_order()
        self._render_drafts()

    @Slot()
    def _render_table(self) -> None:
        studio, photos = self._studio, self._table.photos
        current = self._table.current
        self.drop_zone.set_busy(is_busy=studio.busy)
        shown = "" if current is None else current.id
        self.strip.show_photos(photos if self._is_batch else (), shown, studio.doubt_of)
        ready = len(self._table.ready)
        if not self._is_batch:
            words = self.tr("A quick draft of your photo in each style")
        elif len(studio.styles) > 1:
            words = self.tr("{ready} photos, each in {styles} styles")
        elif ready < len(photos):
            words = self.tr("{ready} of {all} photos, all in the same style")
        else:
            words = self.tr("{all} photos, all in the same style")
        count = {"ready": ready, "all": len(photos), "styles": len(studio.styles)}
        self._subtitle.setText(words.format(**count))
        if self.strip.isHidden() == self._is_batch:
            self.strip.setVisible(self._is_batch)
            self._title.setVisible(not self._is_batch)
            self._fit_order()

    @Slot(str)
    def _on_photo_selected(self, photo_id: str) -> None:
        photo = self._table.photo(photo_id)
        if photo is not None and photo.state is PhotoState.REFUSED and photo.error is not None:
            title = f"{photo.name}: {photo.error.title}"
            self.notice.tell_error(replace(photo.error, title=title))
            return
        self._table.select(photo_id)

    @Slot()
    def _offer_samples(self) -> None:
        gallery, counts = self._gallery, self._gallery.counts()
        is_empty = not counts.all and not counts.trashed
        self.drop_zone.set_first(is_first=gallery.is_loaded and is_empty)

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

    @Slot(object)
    def _on_skipped(self, gathered: "Gathered") -> None:
        self.notice.tell("info", *skipped_words(gathered))
