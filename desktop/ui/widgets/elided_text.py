"""One line of text that ends with an ellipsis where there is no room for all of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.text import Text, TextRole

_SEPARATORS = (" · ", ", ")
_LEAST_LETTERS = 10
"""Less than this of a part says nothing: it is left out."""


class ElidedText(Text):
    """The whole of it is its tool tip, and is read aloud. Parts that hardly fit are left out."""

    def __init__(
        self,
        text: str = "",
        role: TextRole = TextRole.BODY,
        tone: str = "text",
        *,
        parent: QWidget | None = None,
    ) -> None:
        self._whole = ""
        super().__init__("", role, tone, parent=parent)
        self.setText(text)

    @property
    def whole(self) -> str:
        """All of the text."""
        return self._whole

    def setText(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        # Without any room so far, nothing is shown of it, and the label sees no change of its own.
        self.updateGeometry()
        self._elide()

    def minimumSizeHint(self) -> QSize:
        """It may become as narrow as need be."""
        return QSize(0, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        width = self.fontMetrics().horizontalAdvance(self._whole)
        return QSize(width, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._whole, Qt.TextElideMode.ElideRight, max(0, self.width())
        )
        if shown != self._whole:
            shown = _without_a_stump(self._whole, shown)
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def _without_a_stump(whole: str, shown: str) -> str:
    """End after the part before, where next to nothing of the last one is left."""
    left = len(shown) - 1
    ends = [(whole.rfind(each, 0, left + len(each)), each) for each in _SEPARATORS]
    end, separator = max(ends)
    return whole[:end] if end > 0 and left - end - len(separator) < _LEAST_LETTERS else shown
