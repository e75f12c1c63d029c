"""What every section of the settings looks like: a card with a title, a caption and its controls."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.ui.theme.tokens import SPACE_L, SPACE_M
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.text import Text, TextRole


class Section(QFrame):
    """A card; `box` takes what comes below its heading."""

    def __init__(self, title: str, caption: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.heading = Text(title, TextRole.STRONG)
        self.caption = Text(caption, tone="muted", wraps=True)
        if not caption:
            self.caption.hide()
        self._head = row(spacing=SPACE_M)
        words = column(spacing=2)
        words.addWidget(self.heading)
        words.addWidget(self.caption)
        self._head.addLayout(words, 1)
        self.box: QVBoxLayout = column(self, spacing=SPACE_M, margin=SPACE_L)
        self.box.addLayout(self._head)

    def set_control(self, control: QWidget) -> None:
        """Put the one control of a small section at the right of its heading."""
        self._head.addWidget(control)

    def set_caption(self, text: str) -> None:
        """Say something else below the title."""
        self.caption.setText(text)
        self.caption.setVisible(bool(text))
