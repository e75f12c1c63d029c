"""The gallery's keys: those that walk, and letters that lead to the next title they begin."""

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication

from desktop.ui.widgets.gallery_grid import GalleryGrid

_Action = QAbstractItemView.CursorAction
CURSOR_KEYS = {
    Qt.Key.Key_Left: _Action.MoveLeft,
    Qt.Key.Key_Right: _Action.MoveRight,
    Qt.Key.Key_Up: _Action.MoveUp,
    Qt.Key.Key_Down: _Action.MoveDown,
    Qt.Key.Key_PageUp: _Action.MovePageUp,
    Qt.Key.Key_PageDown: _Action.MovePageDown,
    Qt.Key.Key_Home: _Action.MoveHome,
    Qt.Key.Key_End: _Action.MoveEnd,
}


class TypeAhead:
    """Letters that follow each other quickly are one beginning of a title or wish."""

    def __init__(self, view: GalleryGrid) -> None:
        self._view = view
        self._typed = ""
        self._since = QElapsedTimer()

    @property
    def is_typing(self) -> bool:
        """Whether a letter was typed a moment ago: then a space belongs to the title."""
        pause_ms = QApplication.keyboardInputInterval()
        return self._since.isValid() and self._since.elapsed() < pause_ms

    def is_letter(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to a title; a space does within one."""
        chord = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        text = event.text()
        is_chord = bool(event.modifiers() & chord)
        return not is_chord and text.isprintable() and bool(text.strip() or self.is_typing)

    def take(self, event: QKeyEvent) -> bool:
        """Lead to the next picture whose words begin so. False when the key is not a letter."""
        if not event.text() or not self.is_letter(event):
            return False
        text = event.text()
        is_further = self.is_typing
        self._typed = self._typed + text.casefold() if is_further else text.casefold()
        self._since.start()
        self._look(self._typed, at_current=is_further)
        return True

    def _look(self, typed: str, *, at_current: bool) -> None:
        """Go through the rows that are loaded; from the first that is not, the index knows more."""
        gallery = self._view.gallery
        if gallery is None:
            return
        count = gallery.rowCount()
        first = max(self._view.currentIndex().row(), 0) + (0 if at_current else 1)
        for step in range(count):
            row = (first + step) % count
            image = gallery.peek(row)
            if image is None:
                gallery.lead_to(typed, row - 1)
                return
            if (image.title or image.prompt).casefold().startswith(typed):
                self._view.walk_to(row)
                return
