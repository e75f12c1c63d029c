"""A small icon that says nothing by itself."""

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QLabel, QWidget

from desktop.ui.theme.theme import Theme


class IconLabel(QLabel):
    """An icon in the colour of a token; follows the theme."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        token: str = "text",  # noqa: S107 - a colour's name
        *,
        size_px: int = 20,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._token = token
        self._size_px = size_px
        self.setFixedSize(QSize(size_px, size_px))
        theme.changed.connect(self._tint)
        self._tint()

    def set_icon(self, name: str, token: str) -> None:
        """Show another one."""
        self._name, self._token = name, token
        self._tint()

    @Slot()
    def _tint(self) -> None:
        icon = self._theme.icon(self._name, self._token, self._size_px)
        side = QSize(self._size_px, self._size_px)
        self.setPixmap(icon.pixmap(side, self.devicePixelRatioF()))
