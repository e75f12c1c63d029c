"""The photo as a print, beside the plushie that was made from it."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from desktop.ui.main_window import MainWindow
from desktop.ui.theme.tokens import LIGHT
from desktop.ui.widgets.polaroid import Polaroid

ROOM = QSize(400, 500)


@pytest.mark.parametrize("size", [QSize(300, 200), QSize(200, 300), QSize(200, 200)])
def test_the_print_fills_its_room_and_shows_the_photo_in_its_middle(
    size: QSize, signed_in_window: MainWindow
) -> None:
    polaroid = Polaroid(signed_in_window.theme, "Your photo", signed_in_window)
    polaroid.set_image(_red(size))
    wanted = polaroid.size_within(ROOM)
    assert wanted.boundedTo(ROOM) == wanted
    assert wanted.width() > ROOM.width() - 4 or wanted.height() > ROOM.height() - 4
    polaroid.resize(wanted)
    shown = polaroid.grab().toImage()
    middle = shown.rect().center()
    assert QColor(shown.pixel(middle)).red() > 200
    assert QColor(shown.pixel(middle.x(), shown.height() - 40)).name() == LIGHT.surface.lower()


def test_without_a_photo_there_is_no_print(signed_in_window: MainWindow) -> None:
    polaroid = Polaroid(signed_in_window.theme, "Your photo", signed_in_window)
    assert polaroid.size_within(ROOM) == QSize(0, 0)
    assert polaroid.accessibleName() == "Your photo"


def _red(size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("#d02020"))
    return image
