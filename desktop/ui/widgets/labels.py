"""Labels by their role in a text: title, heading, body, small print."""

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class Role(StrEnum):
    """How a text is set; the style sheet knows these names."""

    TITLE = "title"
    HEADING = "heading"
    STRONG = "strong"
    BODY = "body"
    MUTED = "muted"
    SMALL = "small"
    PROBLEM = "problem"
    FINE = "fine"
    CAUTION = "caution"


def label(text: str = "", role: Role = Role.BODY, *, centred: bool = False) -> QLabel:
    """One line of plain text."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role.value)
    if centred:
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


def paragraph(text: str = "", role: Role = Role.BODY, *, centred: bool = False) -> QLabel:
    """Text that wraps where its column ends."""
    made = label(text, role, centred=centred)
    made.setWordWrap(True)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return made


def set_role(widget: QWidget, name: str, value: str) -> None:
    """Change a property that the style sheet looks at."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
