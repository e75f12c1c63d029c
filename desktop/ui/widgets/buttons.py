"""Buttons: one strong one a screen, plain and quiet ones beside it."""

from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFocusEvent, QFont, QIcon, QPixmap, QShowEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from desktop.ui.theme.fonts import font
from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.text import restyle

_ICON_PX = 20
_MOST_AROUND_PX = 44
"""So much beside text and icon no kind of button takes."""
_KEYBOARD_REASONS = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}


class ButtonKind(StrEnum):
    """How loud a button is; the style sheet knows each by this name."""

    STRONG = "strong"
    PLAIN = "plain"
    QUIET = "quiet"
    LINK = "link"
    DANGER = "danger"
    NAV = "nav"
    TILE = "tile"
    SEGMENT = "segment"
    TOGGLE = "toggle"


_ICON_TOKENS = {
    ButtonKind.STRONG: "on_accent",
    ButtonKind.LINK: "accent_strong",
    ButtonKind.DANGER: "error",
}
_ICON_TINTS = {"heart-fill": "accent"}
"""What has one colour everywhere: a favourite's heart."""
_CHOSEN = {ButtonKind.NAV, ButtonKind.SEGMENT, ButtonKind.TOGGLE}


class Button(QPushButton):
    """A button whose icon follows the theme, and whose ring shows for keyboard focus only."""

    _icon_gap_px = 4
    """The style leaves 4 px between icon and text, which is too close: the icon brings more."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        kind: ButtonKind = ButtonKind.PLAIN,
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._kind = kind
        self._icon_name = icon
        self.setProperty("kind", kind.value)
        self.setFont(font(weight=QFont.Weight.DemiBold))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setIconSize(QSize(_ICON_PX + self._icon_gap_px, _ICON_PX))
        self._is_tinted = True
        if icon:
            self.setIcon(_blank_icon())
            theme.changed.connect(self._tint)
            self.toggled.connect(self._tint)
            self._tint()

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon_name = name
        self._tint()

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Where the words do not fit, leave the icon out; if that is too little, let them end in dots.

        Otherwise they would lose both their ends.
        """
        super().initStyleOption(option)
        if not option.text:
            return
        taken = 0 if option.icon.isNull() else option.iconSize.width() + self._icon_gap_px
        # Two ampersands show as one.
        words = option.fontMetrics.size(Qt.TextFlag.TextShowMnemonic.value, option.text)
        needed = words.width() + taken
        if needed + _MOST_AROUND_PX <= option.rect.width():
            return
        inner = (
            self.style()
            .subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
            .width()
        )
        if 0 < inner < needed and not option.icon.isNull():
            option.icon = QIcon()
            needed, taken = needed - taken, 0
        if 0 < inner < needed:
            option.text = option.fontMetrics.elidedText(
                option.text,
                Qt.TextElideMode.ElideRight,
                inner - taken,
                Qt.TextFlag.TextShowMnemonic.value,
            )

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the icon, if that has waited until somebody sees it."""
        super().showEvent(event)
        if not self._is_tinted:
            self._tint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard led here."""
        self._set_ring(event.reason() in _KEYBOARD_REASONS)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        self._set_ring(False)
        super().focusOutEvent(event)

    @Slot()
    def _tint(self) -> None:
        self._is_tinted = self.isVisible()
        if not self._is_tinted:
            return
        token = _ICON_TINTS.get(self._icon_name) or _ICON_TOKENS.get(self._kind, "text")
        if self._kind in _CHOSEN and self.isChecked():
            token = "accent_strong"  # noqa: S105 - a colour's name
        self.setIcon(self._theme.icon(self._icon_name, token, _ICON_PX, self._icon_gap_px))

    def _set_ring(self, is_shown: bool) -> None:  # noqa: FBT001 - the property's own value
        if bool(self.property("ring")) != is_shown:
            self.setProperty("ring", is_shown)
            restyle(self)


class IconButton(Button):
    """A small button without text; its name is read aloud and shown as a tool tip."""

    _icon_gap_px = 0

    def __init__(
        self,
        theme: Theme,
        icon: str,
        name: str,
        kind: ButtonKind = ButtonKind.QUIET,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "", kind, icon=icon, parent=parent)
        self.setProperty("shape", "icon")
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """What it does, for tool tip and screen reader."""
        self.setAccessibleName(name)
        self.setToolTip(name)


@lru_cache(maxsize=1)
def _blank_icon() -> QIcon:
    """Keeps an icon's place until it is drawn: a button that nobody sees yet costs no drawing."""
    pixmap = QPixmap(1, 1)
    pixmap.fill(Qt.GlobalColor.transparent)
    return QIcon(pixmap)
