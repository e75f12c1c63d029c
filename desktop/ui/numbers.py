"""Numbers as the person's language writes them."""

from PySide6.QtCore import QLocale


def whole(number: int) -> str:
    """A count: "1,234" in English, "1.234" in German."""
    return QLocale().toString(number)


def decimal(number: float, places: int = 1) -> str:
    """A measure with so many places behind the point, or the comma."""
    return QLocale().toString(number, "f", places)
