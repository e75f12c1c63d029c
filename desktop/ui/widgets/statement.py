"""The statement of credits: one line an entry, newest first."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QWidget

from desktop.ui.dates import day_and_time_of
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.layouts import column, divider, row
from desktop.ui.widgets.text import Text, TextRole

if TYPE_CHECKING:
    from shared.credits import Transaction

_AMOUNT_PX = 88
_MINUS = "\N{MINUS SIGN}"
_ICONS = {
    "purchase": "credit-card",
    "generation": "magic-wand",
    "refund": "arrow-counter-clockwise",
    "grant": "heart",
    "adjustment": "pencil-simple",
}

REASONS = (
    QT_TRANSLATE_NOOP("Statement", "Cancelled"),
    QT_TRANSLATE_NOOP("Statement", "Demo credits"),
    QT_TRANSLATE_NOOP("Statement", "Plushie"),
    QT_TRANSLATE_NOOP("Statement", "The plushie could not be made"),
    QT_TRANSLATE_NOOP("Statement", "Welcome to PlushifyMe"),
)
"""What the server writes beside entries; an operator's own words stay as they are."""


class Statement(QFrame):
    """A card of entries."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._lines: list[QWidget] = []
        self._box = column(self)
        self._box.setContentsMargins(0, 0, 0, 0)

    @property
    def texts(self) -> list[str]:
        """What each entry says, as a screen reader does."""
        return [line.accessibleName() for line in self._lines]

    def show_entries(self, entries: "Sequence[Transaction]") -> None:
        """Show these in place of what was shown."""
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._lines = []
        for entry in entries:
            if self._lines:
                self._box.addWidget(divider())
            line = _Line(self._theme, entry)
            self._lines.append(line)
            self._box.addWidget(line)
        self.setVisible(bool(entries))


class _Line(QWidget):
    def __init__(self, theme: Theme, entry: "Transaction") -> None:
        super().__init__()
        kind = entry.type.value
        title = _title(kind)
        day = day_and_time_of(entry.created_at, date.today())  # noqa: DTZ011 - the person's own day
        is_gain = entry.credits > 0
        amount = f"+{entry.credits}" if is_gain else f"{_MINUS}{-entry.credits}"
        left = QCoreApplication.translate("Statement", "{count} left").format(
            count=entry.balance_after
        )
        words = column(spacing=0)
        words.addWidget(Text(title, TextRole.STRONG))
        reason = QCoreApplication.translate("Statement", entry.description)
        says_more = reason.lower() not in title.lower()
        detail = f"{day} · {reason}" if says_more else day
        words.addWidget(Text(detail, TextRole.SMALL, "muted", wraps=True))
        figures = column(spacing=0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for text in (
            Text(amount, TextRole.STRONG, "ok" if is_gain else "text"),
            Text(left, TextRole.SMALL, "muted"),
        ):
            text.setFixedWidth(_AMOUNT_PX)
            text.setAlignment(right)
            figures.addWidget(text)
        box = row(self, spacing=SPACE_M)
        box.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        box.addWidget(IconLabel(theme, _ICONS.get(kind, "coins"), "muted"))
        box.addLayout(words, 1)
        box.addLayout(figures)
        self.setAccessibleName(f"{title}, {amount}, {left}, {detail}")


def _title(kind: str) -> str:
    names = {
        "purchase": QCoreApplication.translate("Statement", "Credits bought"),
        "generation": QCoreApplication.translate("Statement", "A plushie"),
        "refund": QCoreApplication.translate("Statement", "Given back"),
        "grant": QCoreApplication.translate("Statement", "A present"),
    }
    return names.get(kind, QCoreApplication.translate("Statement", "Correction"))
