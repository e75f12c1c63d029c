"""The gallery's grid under a person's hands: opening, picking, dragging, and its painting."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QToolTip, QWidget

from desktop.models.gallery import GalleryModel, GalleryRole
from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.gallery_grid import AnyIndex, GalleryGrid
from desktop.ui.widgets.gallery_headings import paint_headings
from desktop.ui.widgets.gallery_keys import CURSOR_KEYS, TypeAhead
from desktop.ui.widgets.gallery_picks import Picks
from desktop.ui.widgets.gallery_tile import TilePainter, TileState, short_name, tile_words
from desktop.ui.widgets.rubber_band import RubberBand
from desktop.ui.widgets.tile_pictures import TilePictures
from shared.limits import TRASH_KEPT_DAYS

if TYPE_CHECKING:
    from shared.gallery import Image

_KEYBOARD_REASONS = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
_WHEEL_NOTCH = 120
_SETTLED_MS = 80
"""So long after the last scrolling, what has scrolled by is not loaded any more."""


class GalleryView(GalleryGrid):
    """A click opens a picture; its mark, or a click with Ctrl or Shift, picks it.

    Once something is picked, every click picks. A band pulled from beside the pictures picks what
    it touches.

    Signals:
        opened(str): The id of a picture that was clicked, or Return was pressed on it.
        picks_changed(): Other pictures are picked.
        delete_wanted(list): Ids: Del was pressed.
        menu_wanted(list, QPoint): Ids and a place on the screen: a context menu is wanted.
        drag_wanted(list): Ids: they are being pulled out of the window.
        press_began(list): Ids: the button went down on them; they may be pulled.
    """

    opened = Signal(str)
    picks_changed = Signal()
    delete_wanted = Signal(list)
    menu_wanted = Signal(list, QPoint)
    drag_wanted = Signal(list)
    press_began = Signal(list)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tiles = TilePainter(theme)
        self._pictures = TilePictures(self)
        self._pictures.frame_due.connect(self._repaint)
        self._band = RubberBand(self)
        self._band.pulled.connect(self._on_band_pulled)
        self._band.scroll_wanted.connect(self._on_band_scroll)
        self._before_band: list[range] = []
        self._type_ahead = TypeAhead(self)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._on_settled)
        self.verticalScrollBar().valueChanged.connect(self._settled.start)
        self._hovered_row = -1
        self._pressed_row = -1
        self._pressed_at = QPoint()
        self._shows_current = False
        self.picks = Picks(self)
        self.setAccessibleName(self.tr("Your plushies"))
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        theme.changed.connect(self._on_theme_changed)

    def picked_ids(self) -> list[str]:
        """The ids of what is picked, in order."""
        gallery = self.gallery
        if gallery is None:
            return []
        ids: list[str] = []
        for run in self.picks.runs():
            ids += gallery.ids(run.start, run.stop - 1)
        return ids

    def clear_pictures(self) -> None:
        """Somebody else's gallery is shown."""
        self._pictures.clear()

    def selectAll(self) -> None:
        """Pick all there are."""
        self.picks.everything()

    def setSelection(self, *_args: object) -> None:
        """Nothing: what is picked is decided below, by rows."""

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Show it, and tell it."""
        QAbstractItemView.selectionChanged(self, selected, deselected)
        if QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.SelectionWithin)
            QAccessible.updateAccessibility(event)
        self.picks_changed.emit()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Lead a screen reader to the picture that the keyboard stands on."""
        QAbstractItemView.currentChanged(self, current, previous)
        if current.isValid() and self.hasFocus() and QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(current.row())
            QAccessible.updateAccessibility(event)

    # The keyboard

    def event(self, event: QEvent) -> bool:
        """Take letters before they are a shortcut of the window: they lead to a title."""
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and self._type_ahead.is_letter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, pick, open, delete; letters lead to a title."""
        self._set_current_shown(True)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        current = self.currentIndex()
        if key in CURSOR_KEYS:
            self._walk(event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and current.isValid():
            self.opened.emit(str(current.data(GalleryRole.ID)))
        elif key == Qt.Key.Key_Space and current.isValid() and not self._type_ahead.is_typing:
            self.picks.toggle(current.row())
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            ids = self.picked_ids() or self._ids_at(current.row())
            if ids:
                self.delete_wanted.emit(ids)
        elif control and key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}:
            self.step_tile_side(-1 if key == Qt.Key.Key_Minus else 1)
        elif control and key == Qt.Key.Key_A:
            self.selectAll()
        elif not self._type_ahead.take(event):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard led here: show where it stands."""
        if event.reason() in _KEYBOARD_REASONS:
            self._set_current_shown(True)
        QAbstractItemView.focusInEvent(self, event)

    def _walk(self, event: QKeyEvent) -> None:
        before = self.currentIndex().row()
        target = self.moveCursor(CURSOR_KEYS[Qt.Key(event.key())], event.modifiers())
        if not target.isValid():
            return
        self.walk_to(target.row())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.picks.extend_to(target.row(), before if before >= 0 else target.row())

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick, or wait for what follows: letting go, or pulling."""
        self._set_current_shown(False)
        point = event.position().toPoint()
        row = self.indexAt(point).row()
        self._pressed_row, self._pressed_at = -1, point
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        modifiers = event.modifiers()
        adds = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        extends = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if row < 0:
            self._before_band = self.picks.runs() if adds or extends else []
            if not self._before_band:
                self.picks.clear()
            self._band.begin(point, self.verticalOffset())
        elif extends:
            before = self.currentIndex().row()
            self.walk_to(row)
            self.picks.extend_to(row, before if before >= 0 else row)
        elif adds or self._is_on_mark(row, point):
            self.walk_to(row)
            self.picks.toggle(row)
        else:
            self._pressed_row = row
            self.press_began.emit(self._ids_pulled_with(row))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second of two quick clicks is a click like any other."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull the band or the pictures; show what is under the pointer."""
        point = event.position().toPoint()
        if self._band.is_held:
            self._band.pull(point, self.verticalOffset(), self.viewport().height())
            return
        if self._pressed_row >= 0 and event.buttons() & Qt.MouseButton.LeftButton:
            way = (point - self._pressed_at).manhattanLength()
            if way >= QApplication.startDragDistance():
                row, self._pressed_row = self._pressed_row, -1
                self.drag_wanted.emit(self._ids_pulled_with(row))
            return
        self._hover(self.indexAt(point).row())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the picture that was pressed, if it is also where the button is let go."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._band.is_held:
            self._band.end()
            self.viewport().update()
        row, self._pressed_row = self._pressed_row, -1
        index = self.indexAt(event.position().toPoint())
        if row < 0 or index.row() != row:
            return
        self.walk_to(row)
        if self.picks.has_any:
            self.picks.toggle(row)
        else:
            self.opened.emit(str(index.data(GalleryRole.ID)))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with what is picked, or with the picture that is there."""
        is_keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_keyboard else self.indexAt(event.pos())
        if not index.isValid():
            return
        place = self.visualRect(index).center() if is_keyboard else event.pos()
        self.walk_to(index.row())
        if self.picks.has_any and not self.picks.has(index.row()):
            self.picks.clear()
        ids = self.picked_ids() or self._ids_at(index.row())
        self.menu_wanted.emit(ids, self.viewport().mapToGlobal(place))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, make the pictures larger or smaller."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.step_tile_side(max(1, abs(turned) // _WHEEL_NOTCH) * (1 if turned > 0 else -1))
            event.accept()
        else:
            QAbstractItemView.wheelEvent(self, event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what a picture is called, when the pointer rests on it."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            image: Image | None = self.indexAt(event.pos()).data(GalleryRole.IMAGE)
            QToolTip.showText(event.globalPos(), "" if image is None else tile_words(image), self)
            return True
        return super().viewportEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is gone."""
        super().leaveEvent(event)
        self._hover(-1)

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stretch what is there while the window is pulled, and draw it anew after that."""
        self._pictures.be_rough()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in view: the pictures, then the headings, then the band."""
        gallery = self.gallery
        if gallery is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        grid, offset = self.grid, self.verticalOffset()
        strip = event.rect().translated(0, offset)
        is_selecting = self.picks.has_any
        if event.rect() == self.viewport().rect():
            self._pictures.begin_frame()
        for row in grid.numbers_between(strip.top(), strip.bottom()):
            place = grid.place(row).translated(0, -offset)
            self._paint_tile(painter, gallery, row, place, is_selecting=is_selecting)
        paint_headings(painter, grid, offset, self.viewport().rect(), self._theme)
        self._band.paint(painter, self._theme.tokens)

    def _paint_tile(
        self,
        painter: QPainter,
        gallery: GalleryModel,
        row: int,
        place: QRect,
        *,
        is_selecting: bool,
    ) -> None:
        index = gallery.index(row)
        image_id = gallery.id_at(row)
        # Asking for either is what loads it.
        image: Image | None = gallery.data(index, GalleryRole.IMAGE)  # type: ignore[assignment]
        picture: QImage | None = gallery.data(index, GalleryRole.THUMBNAIL)  # type: ignore[assignment]
        ratio = self.devicePixelRatioF()
        thumbnail = self._pictures.thumbnail(image_id, picture, place.width(), ratio)
        strength = self._pictures.strength(image_id) if thumbnail is not None else 0.0
        placeholder = None
        if strength < 1.0 and image is not None and image.placeholder:
            placeholder = self._pictures.placeholder(image.placeholder, place.width(), ratio)
        state = TileState(
            is_current=self._shows_current and self.hasFocus() and index == self.currentIndex(),
            is_hovered=row == self._hovered_row,
            is_selected=is_selecting and self.picks.has(row),
            is_selecting=is_selecting,
            is_favourite=image is not None and image.favourite,
            is_waiting=gallery.is_waiting(image_id),
            label=self._label(image, is_hovered=row == self._hovered_row),
        )
        self._tiles.paint(painter, place, (placeholder, thumbnail), strength, state)

    def _label(self, image: "Image | None", *, is_hovered: bool = False) -> str:
        if image is None or image.trashed_at is None:
            return short_name(image) if image is not None and is_hovered else ""
        left = image.trashed_at + timedelta(days=TRASH_KEPT_DAYS) - datetime.now(UTC)
        # A day that has begun counts: what was deleted just now stays for all of them.
        days = max(0, -(-left // timedelta(days=1)))
        return self.tr("1 day left") if days == 1 else self.tr("{n} days left").format(n=days)

    # Small parts

    def _is_on_mark(self, row: int, point: QPoint) -> bool:
        return self._tiles.mark_area(self.visualRect(self.index_of(row))).contains(point)

    def _ids_at(self, row: int) -> list[str]:
        gallery = self.gallery
        is_there = gallery is not None and 0 <= row < gallery.rowCount()
        return gallery.ids(row, row) if gallery is not None and is_there else []

    def _ids_pulled_with(self, row: int) -> list[str]:
        return self.picked_ids() if self.picks.has(row) else self._ids_at(row)

    def _hover(self, row: int) -> None:
        shape = Qt.CursorShape.PointingHandCursor if row >= 0 else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        if row != self._hovered_row:
            self._hovered_row = row
            self.viewport().update()

    def _set_current_shown(self, is_shown: bool) -> None:  # noqa: FBT001 - a plain switch
        if is_shown != self._shows_current:
            self._shows_current = is_shown
            self.viewport().update()

    @Slot()
    def _on_band_pulled(self) -> None:
        self.picks.set_runs([*self._before_band, *self.grid.runs_in(self._band.area)])
        self.viewport().update()

    @Slot(int)
    def _on_band_scroll(self, by: int) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + by)
        self._band.follow(self.verticalOffset())

    @Slot()
    def _on_settled(self) -> None:
        gallery = self.gallery
        if gallery is not None:
            rows = self.visible_rows()
            gallery.keep_thumbnails_of(
                set(gallery.ids(rows.start, rows.stop - 1)) if rows else set()
            )

    @Slot()
    def _repaint(self) -> None:
        self.viewport().update()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._tiles.forget_icons()
        self.viewport().update()
