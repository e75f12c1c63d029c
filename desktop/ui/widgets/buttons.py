"""Buttons with a kind, and an icon that follows the theme."""

from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from desktop.ui.theme.theme import Theme


class Kind(StrEnum):
    """How strong a button speaks; one PRIMARY a screen."""

    PRIMARY = "primary"
    NORMAL = "normal"
    QUIET = "quiet"
    LINK = "link"
    DANGER = "danger"
    NAV = "nav"
    SEGMENT = "segment"


_TINTS = {
    Kind.PRIMARY: "on_accent",
    Kind.LINK: "accent_strong",
    Kind.DANGER: "error",
    Kind.NAV: "muted",
    Kind.SEGMENT: "muted",
}


class Button(QPushButton):
    """A push button. It takes the focus from the keyboard only, so a click leaves no ring."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        kind: Kind = Kind.NORMAL,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._kind = kind
        self._icon_name = icon
        self.setProperty("kind", kind.value)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(20, 20))
        self.setAutoDefault(False)
        theme.changed.connect(self._retint)
        self.toggled.connect(self._retint)
        self._retint()

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon_name = name
        self._retint()

    @Slot()
    def _retint(self) -> None:
        if self._icon_name:
            tint = "accent_strong" if self.isChecked() else _TINTS.get(self._kind, "text")
            self.setIcon(self._theme.icon(self._icon_name, tint))


class IconButton(QToolButton):
    """A button that is only an icon; its name is its tool tip and what a screen reader says."""

    def __init__(self, theme: Theme, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(20, 20))
        theme.changed.connect(self._retint)
        self._retint()

    def set_icon(self, icon: str, name: str) -> None:
        """Become another button."""
        self._icon_name = icon
        self.setToolTip(name)
        self.setAccessibleName(name)
        self._retint()

    @Slot()
    def _retint(self) -> None:
        self.setIcon(self._theme.icon(self._icon_name, "muted"))
