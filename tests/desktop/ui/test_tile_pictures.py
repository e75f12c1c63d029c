"""The pixels of the gallery's tiles: they come forth gently, and take only so much memory."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.ui.theme import motion
from desktop.ui.widgets import tile_pictures
from desktop.ui.widgets.tile_pictures import TilePictures
from tests.desktop.patient_bot import PATIENCE_MS


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def monotonic(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(tile_pictures, "time", made)
    monkeypatch.setattr(tile_pictures, "motion_ms", lambda: 180)
    return made


@pytest.fixture
def pictures(qapp: object) -> TilePictures:
    return TilePictures()


def plain(colour: Qt.GlobalColor = Qt.GlobalColor.darkRed) -> QImage:
    """A picture of one colour."""
    picture = QImage(256, 256, QImage.Format.Format_RGB32)
    picture.fill(colour)
    return picture


def test_a_picture_that_was_awaited_comes_forth_within_a_tenth_of_a_second(
    pictures: TilePictures, clock: Clock
) -> None:
    assert pictures.thumbnail("1", None, 100, 1.0) is None
    assert pictures.thumbnail("1", plain(), 100, 1.0) is not None
    strengths = []
    for _ in range(5):
        strengths.append(round(pictures.strength("1"), 2))
        clock.now_s += 0.025
    assert strengths == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_a_picture_that_is_there_is_shown_at_once(pictures: TilePictures, clock: Clock) -> None:
    assert clock.now_s == 100.0
    pictures.thumbnail("1", plain(), 100, 1.0)
    assert pictures.strength("1") == 1.0


def test_nothing_moves_for_who_wants_no_motion(
    pictures: TilePictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(motion.REDUCE_MOTION_VARIABLE, "1")
    pictures.thumbnail("1", None, 100, 1.0)
    pictures.thumbnail("1", plain(), 100, 1.0)
    assert pictures.strength("1") == 1.0


def test_a_square_has_the_pixels_of_its_screen_and_round_corners(pictures: TilePictures) -> None:
    square = pictures.thumbnail("1", plain(), 100, 2.0)
    assert square is not None
    assert square.size().width() == 200
    assert square.devicePixelRatio() == 2.0
    image = square.toImage()
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(100, 100) == plain().pixelColor(0, 0)


def test_another_picture_under_the_same_id_is_drawn_anew(pictures: TilePictures) -> None:
    first = pictures.thumbnail("1", plain(), 100, 1.0)
    assert pictures.thumbnail("1", plain(Qt.GlobalColor.darkBlue), 100, 1.0) is not first


def test_squares_take_only_so_much_memory(
    pictures: TilePictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tile_pictures, "_CACHE_BYTES", 10 * 100 * 100 * 4)
    for number in range(50):
        pictures.thumbnail(str(number), plain(), 100, 1.0)
    assert len(pictures._pixmaps) == 10
    assert pictures._bytes == 10 * 100 * 100 * 4


def test_squares_are_stretched_while_the_size_changes_and_drawn_anew_after_that(
    pictures: TilePictures, qtbot: QtBot
) -> None:
    picture = plain()
    first = pictures.thumbnail("1", picture, 100, 1.0)
    with qtbot.waitSignal(pictures.frame_due, timeout=PATIENCE_MS):
        pictures.be_rough()
        assert pictures.thumbnail("1", picture, 104, 1.0) is first
    anew = pictures.thumbnail("1", picture, 104, 1.0)
    assert anew is not None
    assert anew.width() == 104
