"""Labels in the few sizes and tones there are."""

from enum import Enum

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop.ui.theme.fonts import font
from desktop.ui.theme.tokens import BODY_PX, SMALL_PX, TITLE_PX

_ANY_HEIGHT = 1 << 20


class TextRole(Enum):
    """What a text is for: its size in px and its weight."""

    TITLE = (TITLE_PX, QFont.Weight.Bold)
    HEADING = (16, QFont.Weight.Bold)
    STRONG = (BODY_PX, QFont.Weight.DemiBold)
    BODY = (BODY_PX, QFont.Weight.Normal)
    SMALL = (SMALL_PX, QFont.Weight.Normal)
    SMALL_STRONG = (SMALL_PX, QFont.Weight.DemiBold)


class Text(QLabel):
    """A label; `tone` is text, muted, accent, ok, warning or error."""

    def __init__(
        self,
        text: str = "",
        role: TextRole = TextRole.BODY,
        tone: str = "text",
        *,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        size_px, weight = role.value
        self.setFont(font(size_px, weight))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        self.setProperty("tone", tone)

    def setText(self, text: str) -> None:
        """Show another text, as high as it needs."""
        super().setText(text)
        self._claim_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the lines need at this width."""
        super().resizeEvent(event)
        self._claim_height()

    def set_tone(self, tone: str) -> None:
        """Change the colour."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)

    def height_at(self, width: int) -> int:
        """How high the lines are at a width, in px."""
        room = QRect(0, 0, max(width, 1), _ANY_HEIGHT)
        wrapped = Qt.TextFlag.TextWordWrap
        return self.fontMetrics().boundingRect(room, wrapped, self.text()).height()

    def centre(self) -> "Text":
        """Centre the text; returns itself."""
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return self

    def _claim_height(self) -> None:
        """Be as high as the lines need.

        Layouts that align a widget forget that this depends on
        its width, and others would put spare room between the lines of two texts.
        """
        if self.wordWrap() and self.text():
            # A label never tells less than its minimum: what it claimed before must go first.
            self.setMinimumHeight(0)
            self.setFixedHeight(self.heightForWidth(self.width()))


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again at a widget whose property has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
