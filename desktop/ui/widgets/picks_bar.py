"""What can be done with the picked pictures: a bar that floats over the grid's lower edge."""

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from desktop.ui.announce import announce
from desktop.ui.numbers import whole
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_S, SPACE_XL, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from desktop.ui.widgets.layouts import row
from desktop.ui.widgets.text import Text, TextRole


class PicksBar(QFrame):
    """Shown while something is picked.

    Signals:
        favourite_wanted(), tags_wanted(), save_wanted(), trash_wanted(), restore_wanted(), purge_wanted(),
        clear_wanted(): A button was pressed.
    """

    favourite_wanted = Signal()
    tags_wanted = Signal()
    save_wanted = Signal()
    trash_wanted = Signal()
    restore_wanted = Signal()
    purge_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("picks")
        self._words = Text(role=TextRole.STRONG)
        quiet = ButtonKind.QUIET
        self.favourite_button = Button(theme, self.tr("Favourite"), quiet, icon="heart")
        self.tags_button = Button(theme, self.tr("Tags"), quiet, icon="tag")
        self.save_button = Button(theme, self.tr("Save"), quiet, icon="download-simple")
        self.trash_button = Button(theme, self.tr("Delete"), ButtonKind.DANGER, icon="trash")
        self.restore_button = Button(
            theme, self.tr("Restore"), quiet, icon="arrow-counter-clockwise"
        )
        self.purge_button = Button(
            theme, self.tr("Delete for ever"), ButtonKind.DANGER, icon="trash"
        )
        self.clear_button = IconButton(theme, "x", self.tr("Clear the selection"))
        box = row(self, spacing=SPACE_XS)
        box.setContentsMargins(SPACE_L, SPACE_S, SPACE_S, SPACE_S)
        box.addWidget(self._words)
        box.addSpacing(SPACE_S)
        for button, signal in (
            (self.favourite_button, self.favourite_wanted),
            (self.tags_button, self.tags_wanted),
            (self.save_button, self.save_wanted),
            (self.trash_button, self.trash_wanted),
            (self.restore_button, self.restore_wanted),
            (self.purge_button, self.purge_wanted),
            (self.clear_button, self.clear_wanted),
        ):
            box.addWidget(button)
            button.clicked.connect(signal)
        over.installEventFilter(self)
        self.set_trash(is_trash=False)
        self.hide()

    @property
    def text(self) -> str:
        """How many it says are picked."""
        return self._words.text()

    def set_trash(self, *, is_trash: bool) -> None:
        """What lies in the trash can be restored, and little else."""
        for button in (
            self.favourite_button,
            self.tags_button,
            self.save_button,
            self.trash_button,
        ):
            button.setHidden(is_trash)
        for button in (self.restore_button, self.purge_button):
            button.setHidden(not is_trash)

    def set_all_favourite(self, *, are_all: bool) -> None:
        """Whether the button takes the mark away."""
        self.favourite_button.set_icon("heart-fill" if are_all else "heart")
        self.favourite_button.setText(
            self.tr("Not a favourite") if are_all else self.tr("Favourite")
        )
        self._place()

    def show_count(self, count: int) -> None:
        """So many are picked; none: the bar goes."""
        was_hidden = self.isHidden()
        self._words.setText(
            self.tr("1 selected") if count == 1 else self.tr("{n} selected").format(n=whole(count))
        )
        self.setVisible(count > 0)
        if count:
            self._place()
            self.raise_()
            if was_hidden:
                announce(self, self.text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what it floats over."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    @Slot()
    def _place(self) -> None:
        self.adjustSize()
        area = self._over.rect()
        self.move((area.width() - self.width()) // 2, area.height() - self.height() - SPACE_XL)
