"""The blurred picture that stands in before a thumbnail has come."""

import base64

import numpy as np
import pytest
from PySide6.QtGui import QColor

from backend.services.thumbhash import encode_thumbhash
from desktop.ui.widgets.placeholder import placeholder_picture


def test_a_placeholder_shows_roughly_what_the_picture_shows() -> None:
    pixels = np.zeros((60, 60, 3), np.uint8)
    pixels[:, :30] = (220, 60, 40)
    pixels[:, 30:] = (40, 80, 210)
    picture = placeholder_picture(base64.b64encode(encode_thumbhash(pixels)).decode())
    assert picture is not None
    left, right = QColor(picture.pixel(1, 4)), QColor(picture.pixel(6, 4))
    assert left.red() > 150 > left.blue()
    assert right.blue() > 150 > right.red()


@pytest.mark.parametrize(
    "hash_text", ["", "no base64!", "AAAA", base64.b64encode(b"x" * 6).decode()]
)
def test_what_is_no_hash_gives_no_placeholder(hash_text: str) -> None:
    assert placeholder_picture(hash_text) is None
