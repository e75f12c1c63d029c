"""The gallery: all finished plushies, found and picked; its trash; or an invitation to make one."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.models.gallery import GalleryModel
from desktop.models.gallery_filter import GalleryFilter
from desktop.models.save_many import SaveManyModel
from desktop.storage.preferences import PreferencesStore
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_M, SPACE_S, SPACE_XL, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.filter_bar import FilterBar
from desktop.ui.widgets.gallery_heads import GalleryHead, TrashHead
from desktop.ui.widgets.gallery_view import GalleryView
from desktop.ui.widgets.layouts import column
from desktop.ui.widgets.picks_bar import PicksBar
from desktop.ui.widgets.saving_strip import SavingStrip

_FEW = 200
"""Up to so many picked pictures are asked whether all of them are favourites."""


class GalleryPage(QWidget):
    """Follows the gallery model.

    Signals:
        opened(str): An image's id.
        create_wanted(): The person wants to make one.
    """

    opened = Signal(str)
    create_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        gallery: GalleryModel,
        saving: SaveManyModel,
        preferences: PreferencesStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._preferences = preferences
        self._is_trash = False
        self.head = GalleryHead(theme)
        self.trash_head = TrashHead(theme)
        self.filter_bar = FilterBar(theme)
        self.saving_strip = SavingStrip(theme, saving)
        self.view = GalleryView(theme)
        self.view.setModel(gallery)
        self.view.set_tile_side(preferences.current.gallery_tile_px)
        self.head.show_tile_side(self.view.tile_side)
        self.create_button = Button(
            theme, self.tr("Make your first plushie"), ButtonKind.STRONG, icon="magic-wand"
        )
        self.create_button.setMinimumHeight(48)
        self.show_all_button = Button(theme, self.tr("Show all plushies"), ButtonKind.STRONG)
        self.leave_trash_button = Button(theme, self.tr("Back to the gallery"), ButtonKind.STRONG)
        self._pages = QStackedWidget()
        self._blank = QWidget()
        self._first, self._no_match, self._no_trash = self._empty_states(theme)
        for page in (self.view, self._blank, self._first, self._no_match, self._no_trash):
            self._pages.addWidget(page)
        heads = column(spacing=SPACE_M)
        heads.setContentsMargins(SPACE_XS, 0, SPACE_XL, 0)
        for part in (self.head, self.trash_head, self.filter_bar, self.saving_strip):
            heads.addWidget(part)
        self._tiles_box = column()
        self._tiles_box.addWidget(self._pages)
        box = column(self, spacing=SPACE_S)
        box.setContentsMargins(SPACE_XL - SPACE_XS, SPACE_XL, 0, 0)
        box.addLayout(heads)
        box.addLayout(self._tiles_box, 1)
        self.picks_bar = PicksBar(theme, self)
        self._keep_margins(0, self.view.verticalScrollBar().maximum())
        self._connect()
        self._render()

    @property
    def is_empty_shown(self) -> bool:
        """Whether the invitation to make the first one is shown."""
        return self._pages.currentWidget() is self._first

    @property
    def is_no_match_shown(self) -> bool:
        """Whether it says that nothing matches."""
        return self._pages.currentWidget() is self._no_match

    @property
    def is_trash(self) -> bool:
        """Whether the trash is shown."""
        return self._is_trash

    @Slot()
    def show_trash(self) -> None:
        """Show what was deleted."""
        self._set_trash(is_trash=True)

    @Slot()
    def leave_trash(self) -> None:
        """Show the gallery again, as it was narrowed before."""
        self._set_trash(is_trash=False)

    def search(self) -> None:
        """Lead the keyboard to the search field."""
        self.leave_trash()
        self.filter_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_bar.search.selectAll()

    @Slot(str)
    def search_for(self, text: str) -> None:
        """Show everything in which these words stand."""
        self.leave_trash()
        self.view.picks.clear()
        self.filter_bar.search_for(text)

    def go_back(self) -> bool:
        """One step out: of the selection, of the trash, of the filter. False: there is none."""
        if self.view.picks.has_any:
            self.view.picks.clear()
        elif self._is_trash:
            self.leave_trash()
        elif self._gallery.filter.is_narrowed:
            self.filter_bar.clear()
        else:
            return False
        return True

    def _empty_states(self, theme: Theme) -> tuple[EmptyState, EmptyState, EmptyState]:
        first = EmptyState(
            theme,
            "empty-shelf",
            (
                self.tr("The shelf is waiting"),
                self.tr("Every plushie you make gets its place here."),
            ),
            self.create_button,
        )
        no_match = EmptyState(
            theme,
            "nothing-found",
            (
                self.tr("No plushie matches"),
                self.tr("Try another word, or look through all of them."),
            ),
            self.show_all_button,
        )
        no_trash = EmptyState(
            theme,
            "empty-basket",
            (
                self.tr("The trash is empty"),
                self.tr("What you delete waits here for 30 days and can be brought back."),
            ),
            self.leave_trash_button,
        )
        return first, no_match, no_trash

    def _connect(self) -> None:
        gallery, view = self._gallery, self.view
        view.opened.connect(self.opened)
        view.picks_changed.connect(self._on_picks_changed)
        view.tile_side_changed.connect(self._on_tile_side_changed)
        view.verticalScrollBar().rangeChanged.connect(self._keep_margins)
        self.head.tile_side_picked.connect(view.set_tile_side)
        self.head.trash_wanted.connect(self.show_trash)
        self.trash_head.left.connect(self.leave_trash)
        self.leave_trash_button.clicked.connect(self.leave_trash)
        self.filter_bar.filter_picked.connect(self._on_filter_picked)
        self.filter_bar.pictures_wanted.connect(self._on_pictures_wanted)
        self.show_all_button.clicked.connect(self.filter_bar.clear)
        self.create_button.clicked.connect(self.create_wanted)
        self.picks_bar.clear_wanted.connect(view.clearSelection)
        gallery.led.connect(view.walk_to)
        gallery.emptiness_changed.connect(self._on_emptiness_changed)
        gallery.counts_changed.connect(self._render)
        gallery.filter_changed.connect(self._render)
        gallery.completeness_changed.connect(self._render)
        gallery.rowsInserted.connect(self._render)
        gallery.rowsRemoved.connect(self._render)
        gallery.modelReset.connect(self._render)

    def _set_trash(self, *, is_trash: bool) -> None:
        if is_trash == self._is_trash:
            return
        self._is_trash = is_trash
        self.view.picks.clear()
        self.picks_bar.set_trash(is_trash=is_trash)
        self._gallery.set_filter(
            GalleryFilter(trashed=True) if is_trash else self.filter_bar.filter
        )
        self._render()
        self.view.setFocus()

    @Slot(object)
    def _on_filter_picked(self, wanted: GalleryFilter) -> None:
        if wanted != self._gallery.filter:
            self.view.picks.clear()
            self._gallery.set_filter(wanted)

    @Slot()
    def _on_pictures_wanted(self) -> None:
        self.view.setFocus()
        if self._gallery.rowCount():
            self.view.walk_to(0)

    @Slot()
    def _on_picks_changed(self) -> None:
        count = self.view.picks.count
        self.picks_bar.show_count(count)
        if 0 < count <= _FEW:
            images = [self._gallery.image(each) for each in self.view.picked_ids()]
            are_all = all(image is not None and image.favourite for image in images)
            self.picks_bar.set_all_favourite(are_all=are_all)

    @Slot(int)
    def _on_tile_side_changed(self, side: int) -> None:
        self.head.show_tile_side(side)
        self._preferences.change(gallery_tile_px=side)

    @Slot(int, int)
    def _keep_margins(self, _least: int, most: int) -> None:
        """End the tiles where other pages end, with a scroll bar beside them or without.

        The view keeps room of its own around its tiles, for the ring of the current one.
        """
        right = SPACE_S if most else SPACE_XL - SPACE_XS
        self._tiles_box.setContentsMargins(0, 0, right, 0)

    @Slot()
    def _on_emptiness_changed(self) -> None:
        if not self._gallery.is_loaded:
            # Somebody has signed out: the next person begins anew.
            self._is_trash = False
            self.picks_bar.set_trash(is_trash=False)
            self.filter_bar.reset()
            self.view.clear_pictures()
        self._render()

    @Slot()
    def _render(self) -> None:
        gallery = self._gallery
        counts = gallery.counts()
        found_count = gallery.rowCount() if gallery.has_all else None
        self.head.show_counts(found_count, counts.all, counts.trashed)
        shown = self._shown_page()
        self.trash_head.set_filled(counts.trashed > 0 and shown is not self._no_trash)
        is_bare = shown in {self._first, self._blank} and not counts.trashed
        self.trash_head.setVisible(self._is_trash)
        self.head.setVisible(not self._is_trash and not is_bare)
        self.filter_bar.setVisible(not self._is_trash and not is_bare and shown is not self._first)
        self._pages.setCurrentWidget(shown)

    def _shown_page(self) -> QWidget:
        gallery = self._gallery
        if not gallery.is_empty:
            return self.view
        if not gallery.is_loaded:
            return self._blank
        if gallery.filter.trashed:
            return self._no_trash
        return self._no_match if gallery.filter.is_narrowed else self._first
