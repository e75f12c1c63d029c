"""A few choices beside each other, of which one holds."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QWidget

from desktop.ui.theme.fonts import font
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SMALL_PX, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from desktop.ui.widgets.layouts import row


class Segments(QFrame):
    """A choice of (value, text, icon); small ones with an icon show that alone.

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
        *,
        is_small: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("well")
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        gap = 2 if is_small else SPACE_XS
        box = row(self, spacing=gap, margin=gap)
        for value, text, icon in choices:
            if is_small and icon:
                button: Button = IconButton(theme, icon, text, ButtonKind.SEGMENT)
            else:
                button = Button(theme, text, ButtonKind.SEGMENT, icon=icon)
            if is_small:
                button.setProperty("compact", True)
                button.setFont(font(SMALL_PX, QFont.Weight.DemiBold))
                # All of the same width, whatever there is.
                button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {text}")
            self._buttons[value] = button
            self._group.addButton(button)
            box.addWidget(button, 1 if is_small else 0)
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
