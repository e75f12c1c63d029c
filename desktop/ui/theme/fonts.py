"""The bundled font, and the few sizes it is used in."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontDatabase

from desktop.ui.theme.tokens import BODY_PX
from shared.resources import resource_path

FAMILY = "Nunito"
_PERCENT = "text_percent"
_FILES = ("Nunito-Regular.ttf", "Nunito-SemiBold.ttf", "Nunito-Bold.ttf")


def load_fonts() -> bool:
    """Make the bundled font known to Qt. False when a file is missing: the system's is used."""
    ids = [QFontDatabase.addApplicationFont(str(resource_path("fonts", name))) for name in _FILES]
    return all(font_id >= 0 for font_id in ids)


def set_text_percent(percent: int) -> None:
    """Make all text this much larger from now on; what is on the screen already stays."""
    application = QCoreApplication.instance()
    if application is not None:
        application.setProperty(_PERCENT, percent)


def in_text_size(length_px: int) -> int:
    """A length that grows with the text, such as the height of what holds one line."""
    application = QCoreApplication.instance()
    percent = None if application is None else application.property(_PERCENT)
    return round(length_px * (percent or 100) / 100)


def font(size_px: int = BODY_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The bundled font in a size, larger when the person has asked for larger text."""
    made = QFont(FAMILY)
    made.setPixelSize(in_text_size(size_px))
    made.setWeight(weight)
    return made
