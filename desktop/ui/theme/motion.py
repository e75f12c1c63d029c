"""How long things move: briefly, or not at all for people who have switched motion off."""

import os

from PySide6.QtWidgets import QApplication, QStyle

from desktop.ui.theme.tokens import MOTION_MS

REDUCE_MOTION_VARIABLE = "PLUSHIFYME_REDUCE_MOTION"
_STANDS_STILL = "standsStill"
"""A property of the application."""


def stand_still(*, is_wanted: bool) -> None:
    """Let nothing move by itself, whatever the system says; or as the system wishes."""
    application = QApplication.instance()
    if application is not None:
        application.setProperty(_STANDS_STILL, is_wanted)


def motion_ms() -> int:
    """The length of a transition; 0 when the person, the system or the variable asks for none."""
    application = QApplication.instance()
    if application is not None and application.property(_STANDS_STILL):
        return 0
    if os.environ.get(REDUCE_MOTION_VARIABLE):
        return 0
    style = QApplication.style()
    if style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) <= 0:
        return 0
    return MOTION_MS
