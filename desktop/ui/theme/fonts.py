"""The bundled font, and the few sizes it is used in."""

from PySide6.QtGui import QFont, QFontDatabase

from desktop.ui.theme.tokens import BODY_PX
from shared.resources import resource_path

FAMILY = "Nunito"
_FILES = ("Nunito-Regular.ttf", "Nunito-SemiBold.ttf", "Nunito-Bold.ttf")


def load_fonts() -> bool:
    """Make the bundled font known to Qt. False when a file is missing: the system's is used."""
    ids = [QFontDatabase.addApplicationFont(str(resource_path("fonts", name))) for name in _FILES]
    return all(font_id >= 0 for font_id in ids)


def font(size_px: int = BODY_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The bundled font in a size."""
    made = QFont(FAMILY)
    made.setPixelSize(size_px)
    made.setWeight(weight)
    return made
