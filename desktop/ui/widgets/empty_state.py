"""What is shown where there is nothing: a drawing, a sentence, and what to do about it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.illustration import Illustration
from desktop.ui.widgets.layouts import column
from desktop.ui.widgets.text import Text, TextRole

_DRAWING = QSize(440, 340)


class EmptyState(QWidget):
    """Stands in the middle of its page."""

    def __init__(
        self,
        theme: Theme,
        drawing: str,
        words: tuple[str, str],
        action: Button,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        title, sentence = words
        box = column(self)
        box.setContentsMargins(0, 0, SPACE_L, SPACE_XL)
        box.addStretch(1)
        box.addWidget(Illustration(theme, drawing, _DRAWING), 8)
        box.addSpacing(SPACE_L)
        box.addWidget(Text(title, TextRole.TITLE).centre())
        box.addSpacing(SPACE_S)
        box.addWidget(Text(sentence, tone="muted", wraps=True).centre())
        box.addSpacing(SPACE_XL)
        box.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
