"""Tags of one picture or of several: each can be taken away, and others added."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from desktop.ui.theme.fonts import font
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_S, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.layouts import column, row
from shared.limits import TAG_MAX_CHARACTERS

_CHIP_LETTERS = 24
"""A longer tag is cut in its chip, and whole in its tool tip."""


class Chip(QFrame):
    """One tag, and the cross that takes it away.

    Signals:
        pressed(str): The tag: show all that have it.
        removed(str): The tag.
    """

    pressed = Signal(str)
    removed = Signal(str)

    def __init__(self, theme: Theme, tag: str, note: str = "") -> None:
        super().__init__()
        self.setObjectName("chip")
        self.tag = tag
        shown = tag if len(tag) <= _CHIP_LETTERS else f"{tag[: _CHIP_LETTERS - 1]}…"
        # An ampersand would be the mark of a key.
        words = f"{shown} {note}".strip().replace("&", "&&")
        self.tag_button = Button(theme, words, ButtonKind.QUIET)
        self.tag_button.setToolTip(self.tr("Show all with the tag “{tag}”").format(tag=tag))
        self.tag_button.setAccessibleName(tag)
        self.tag_button.clicked.connect(self._press)
        self.cross = IconButton(theme, "x", self.tr("Remove the tag {tag}").format(tag=tag))
        self.cross.clicked.connect(self._remove)
        box = row(self)
        box.addWidget(self.tag_button)
        box.addWidget(self.cross)

    @Slot()
    def _press(self) -> None:
        self.pressed.emit(self.tag)

    @Slot()
    def _remove(self) -> None:
        self.removed.emit(self.tag)


class TagsField(QWidget):
    """Return or a comma adds what was typed.

    Signals:
        added(str): A tag was typed that is not there yet.
        removed(str): A tag's cross was pressed.
        pressed(str): A tag was pressed.
    """

    added = Signal(str)
    removed = Signal(str)
    pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: list[tuple[str, str]] = []
        self.field = _TagEdit()
        self.field.finished.connect(self.take_typed)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, SPACE_XS)
        box = column(self, spacing=SPACE_S)
        box.addWidget(self._chips)
        box.addWidget(self.field)
        self._chips.hide()

    @property
    def tags(self) -> list[str]:
        """What is shown."""
        return [tag for tag, _ in self._shown]

    def chip(self, tag: str) -> Chip:
        """The chip of a tag that is shown."""
        return next(chip for chip in self._chips.findChildren(Chip) if chip.tag == tag)

    def show_tags(self, tags: Sequence[str], notes: Sequence[str] = ()) -> None:
        """Show these, each with a note beside it if there is one."""
        shown = list(zip(tags, notes or [""] * len(tags), strict=True))
        if shown == self._shown:
            return
        self._shown = shown
        self._flow.clear()
        for tag, note in shown:
            chip = Chip(self._theme, tag, note)
            chip.pressed.connect(self.pressed)
            chip.removed.connect(self.removed)
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(shown))

    @Slot()
    def take_typed(self) -> None:
        """Add what stands in the field."""
        known = {tag.casefold() for tag in self.tags}
        typed = [" ".join(part.split()) for part in self.field.text().split(",")]
        self.field.clear()
        for tag in typed:
            if tag and tag.casefold() not in known:
                known.add(tag.casefold())
                self.added.emit(tag[:TAG_MAX_CHARACTERS])


class _TagEdit(QLineEdit):
    """Esc empties it before it leads anywhere else.

    Signals:
        finished(): Return or a comma was pressed, or it was left.
    """

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFont(font())
        self.setAcceptDrops(False)
        self.setPlaceholderText(self.tr("Add a tag"))
        self.setAccessibleName(self.tr("Add a tag"))
        self.editingFinished.connect(self.finished)

    def event(self, event: QEvent) -> bool:
        """Take Esc before it leads the window one step back, while there is something to empty."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() is QEvent.Type.ShortcutOverride and self.text():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.text() == ",":
            self.finished.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            # Not further: in a dialog it would press the strong button.
            self.finished.emit()
        else:
            super().keyPressEvent(event)
