"""One of several values, picked from a menu: a small button that shows what holds."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.buttons import Button, ButtonKind

V = TypeVar("V")


class ChoiceButton(Button):
    """What `Choice` shows.

    Signals:
        picked(): Another value holds.
    """

    _icon_gap_px = 0
    picked = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", ButtonKind.TOGGLE, icon="caret-down", parent=parent)
        self.name = name
        self.setCheckable(True)
        # The arrow stands behind the words.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.values = QMenu(self)
        self.values.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.clicked.connect(self.open_menu)
        self.values.aboutToHide.connect(self.render_checked)
        self.default_text = ""
        self.actions_group = QActionGroup(self)
        self.actions_group.triggered.connect(self._on_triggered)

    @Slot()
    def open_menu(self) -> None:
        """Offer the values below the button."""
        self.render_checked()
        self.values.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    @Slot()
    def render_checked(self) -> None:
        """Show what holds; anything but the first value stands out."""
        actions = self.actions_group.actions()
        action = next((each for each in actions if each.isChecked()), None)
        is_default = action is None or action is actions[0]
        self.setChecked(not is_default)
        text = action.text() if action is not None else ""
        self.setText(self.default_text if is_default and self.default_text else text)
        self.setAccessibleName(f"{self.name}: {text.replace('&&', '&')}")

    @Slot(QAction)
    def _on_triggered(self, _action: QAction) -> None:
        self.render_checked()
        self.picked.emit()


class Choice(Generic[V]):
    """The values behind a `ChoiceButton`; the first one is the default."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        values: Sequence[tuple[V, str]],
        *,
        default_text: str = "",
    ) -> None:
        self.button = ChoiceButton(theme, name)
        self.button.default_text = default_text
        self._actions: list[tuple[V, QAction]] = []
        for value, text in values:
            # An ampersand would underline the letter after it.
            action = self.button.values.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            self.button.actions_group.addAction(action)
            self._actions.append((value, action))
        self.set_value(values[0][0])

    @property
    def value(self) -> V:
        """What holds."""
        return next(value for value, action in self._actions if action.isChecked())

    def set_value(self, value: V) -> None:
        """Show this one, without telling; the first one if it is not among them."""
        action = next((each for known, each in self._actions if known == value), None)
        (action or self._actions[0][1]).setChecked(True)
        self.button.render_checked()

    def pick(self, value: V) -> None:
        """As if it were picked from the menu."""
        next(each for known, each in self._actions if known == value).trigger()
