"""The list of keyboard shortcuts, under F1."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QWidget

from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.text import Text, TextRole

_COLUMNS = 2
_EITHER = " / "


class ShortcutSheet(QDialog):
    """Keys and what they do."""

    def __init__(self, theme: Theme, shortcuts: list[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setModal(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_XL)
        grid.setVerticalSpacing(SPACE_S)
        lines = -(-len(shortcuts) // _COLUMNS)
        for number, (keys, meaning) in enumerate(shortcuts):
            column_number, line = divmod(number, lines)
            grid.addWidget(_key(keys), line, 2 * column_number, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(Text(meaning), line, 2 * column_number + 1)
        close = Button(theme, self.tr("Close"), ButtonKind.PLAIN)
        close.clicked.connect(self.accept)
        box = column(self, spacing=SPACE_L, margin=SPACE_XL)
        box.addWidget(Text(self.tr("Keyboard shortcuts"), TextRole.TITLE))
        box.addLayout(grid)
        foot = row()
        foot.addStretch()
        foot.addWidget(close)
        box.addLayout(foot)
        close.setFocus()


def _key(keys: str) -> QFrame:
    frame = QFrame()
    frame.setObjectName("key")
    shown = _EITHER.join(_in_own_words(each) for each in keys.split(_EITHER))
    box = row(frame)
    box.setContentsMargins(SPACE_S, 2, SPACE_S, 2)
    box.addWidget(Text(shown, TextRole.SMALL_STRONG))
    return frame


def _in_own_words(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
