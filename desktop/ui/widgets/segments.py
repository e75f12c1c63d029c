"""A few choices beside each other, of which one holds."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QWidget

from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.layouts import row


class Segments(QFrame):
    """A choice of (value, text, icon).

    Signals:
        chosen(str): The value that was picked.
    """

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Sequence[tuple[str, str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("well")
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        box = row(self, spacing=SPACE_XS, margin=SPACE_XS)
        for value, text, icon in choices:
            button = Button(theme, text, ButtonKind.SEGMENT, icon=icon)
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {text}")
            self._buttons[value] = button
            self._group.addButton(button)
            box.addWidget(button)
        self._group.buttonClicked.connect(self._on_clicked)

    def set_chosen(self, value: str) -> None:
        """Mark one."""
        self._buttons[value].setChecked(True)

    def button(self, value: str) -> Button:
        """The button of a choice."""
        return self._buttons[value]

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        value = next(value for value, each in self._buttons.items() if each is button)
        self.chosen.emit(value)
