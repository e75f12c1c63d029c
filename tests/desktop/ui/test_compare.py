"""Before and after: side by side, under a bar that wipes, and closely."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.models.job import JobState
from desktop.ui.pages.job import JobPage
from desktop.ui.pages.studio import Studio
from desktop.workers.comparisons import side_by_side
from tests.desktop.ui.hands import click, pinch_pad, pinch_screen, press
from tests.desktop.ui.test_job_page import JOB, picture

BEFORE, AFTER = Qt.GlobalColor.darkYellow, Qt.GlobalColor.darkRed


@pytest.fixture
def page(studio: Studio) -> JobPage:
    """A finished plushie beside its photo."""
    done = replace(JOB, state=JobState.DONE, image_id="0193", preview=picture(AFTER))
    studio._models.jobs._insert(done)
    studio.show_job(JOB.id)
    QApplication.processEvents()
    return studio.job_page


def test_the_pictures_stand_side_by_side_until_the_slider_is_chosen(page: JobPage) -> None:
    assert page.pair.views.isVisible()
    assert page.pair.result.isVisible()
    click(page.pair.views.button("wipe"))
    assert page.pair.wipe.isVisible()
    assert page.pair.wipe.hasFocus()
    assert not page.pair.result.isVisible()
    click(page.pair.views.button("pair"))
    assert page.pair.result.isVisible()
    assert not page.pair.wipe.isVisible()


def test_there_is_nothing_to_wipe_while_it_is_made(page: JobPage, studio: Studio) -> None:
    click(page.pair.views.button("wipe"))
    making = replace(JOB, id="2", state=JobState.MAKING, preview=picture(AFTER))
    studio._models.jobs._insert(making)
    studio.show_job("2")
    assert not page.pair.views.isVisible()
    assert page.pair.result.isVisible()


def test_the_bar_follows_the_pointer(page: JobPage) -> None:
    click(page.pair.views.button("wipe"))
    wipe = page.pair.wipe
    click(wipe, QPoint(wipe.width() // 4, 40))
    assert wipe.value() == 25
    assert _colours(page) == (QColor(BEFORE), QColor(AFTER))
    height = wipe.height() // 3
    QTest.mousePress(wipe, Qt.MouseButton.LeftButton, pos=QPoint(wipe.width() // 4, height))
    QTest.mouseMove(wipe, QPoint(wipe.width() - 1, height))
    QTest.mouseRelease(wipe, Qt.MouseButton.LeftButton)
    assert wipe.value() == 100
    assert _colours(page) == (QColor(BEFORE), QColor(BEFORE))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Qt.Key.Key_Left, 48),
        (Qt.Key.Key_Right, 52),
        (Qt.Key.Key_PageUp, 60),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 100),
    ],
)
def test_the_bar_follows_the_keyboard(page: JobPage, key: Qt.Key, value: int) -> None:
    click(page.pair.views.button("wipe"))
    press(page.pair.wipe, key)
    assert page.pair.wipe.value() == value


def test_the_bar_follows_a_finger(page: JobPage) -> None:
    click(page.pair.views.button("wipe"))
    wipe, finger = page.pair.wipe, QTest.createTouchDevice()
    touch = QTest.touchEvent(wipe.window(), finger)
    at = wipe.mapTo(wipe.window(), QPoint(wipe.width() // 5, 40))
    touch.press(0, at, wipe.window()).commit()
    touch.release(0, at, wipe.window()).commit()
    assert wipe.value() == 20


def test_a_finger_moves_the_bar_too(page: JobPage) -> None:
    click(page.pair.views.button("wipe"))
    wipe = page.pair.wipe
    screen = QTest.createTouchDevice()
    place = QPoint(wipe.width() // 2, wipe.height() // 2)
    QTest.touchEvent(wipe, screen).press(1, place, wipe)
    end = QPoint(wipe.width() // 8, wipe.height() // 2)
    QTest.touchEvent(wipe, screen).move(1, QPoint(wipe.width() // 4, end.y()), wipe)
    QTest.touchEvent(wipe, screen).move(1, end, wipe)
    QTest.touchEvent(wipe, screen).release(1, end, wipe)
    assert wipe.value() == 12


def test_the_plushie_can_be_looked_at_closely(page: JobPage) -> None:
    click(page.pair.views.button("zoom"))
    zoom = page.pair.zoom
    assert zoom.hasFocus()
    assert zoom.zoom == 1
    for _ in range(3):
        press(zoom, Qt.Key.Key_Plus)
    assert 1.9 < zoom.zoom < 2
    before = zoom.seen
    press(zoom, Qt.Key.Key_Right)
    assert zoom.seen.x() > before.x()
    press(zoom, Qt.Key.Key_0)
    assert zoom.seen == QRectF(0, 0, 1, 1)


def test_the_wheel_goes_where_the_pointer_is_and_never_beyond_the_edge(page: JobPage) -> None:
    click(page.pair.views.button("zoom"))
    zoom = page.pair.zoom
    for _ in range(5):
        _turn_wheel(zoom, QPointF(1, 1), 120)
    assert zoom.seen.topLeft().manhattanLength() < 0.01
    QTest.mousePress(zoom, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(zoom, QPoint(40, 70))
    QTest.mouseRelease(zoom, Qt.MouseButton.LeftButton)
    assert zoom.seen.x() > 0
    for _ in range(40):
        _turn_wheel(zoom, QPointF(1, 1), -120)
    assert zoom.seen == QRectF(0, 0, 1, 1)


def test_two_fingers_lead_close_to_the_plushie_and_back(page: JobPage) -> None:
    pair, zoom = page.pair, page.pair.zoom
    pinch_pad(pair, QPointF(pair.rect().center()), 1.5)
    assert zoom.isVisible()
    assert zoom.zoom == pytest.approx(1.5)

    pinch_pad(zoom, QPointF(2, 2), 1.4)
    assert zoom.seen.x() < 0.5 - zoom.seen.width() / 2

    pinch_pad(zoom, QPointF(2, 2), 0.2)
    assert zoom.seen == QRectF(0, 0, 1, 1)

    pinch_screen(zoom, zoom.rect().center(), 30, 90)
    assert zoom.zoom > 1.5


@pytest.mark.parametrize("size", [(300, 400), (400, 300), (3000, 200)])
def test_one_picture_holds_both_whole(size: tuple[int, int]) -> None:
    photo = QImage(*size, QImage.Format.Format_RGB32)
    photo.fill(BEFORE)
    both = side_by_side(photo, picture(AFTER))
    middle = both.height() // 2
    assert both.pixelColor(40, middle) == QColor(BEFORE)
    assert both.pixelColor(both.width() - 40, middle) == QColor(AFTER)
    assert both.height() == 1024 + 64
    assert both.width() < 3 * 1024


def _turn_wheel(widget: QWidget, place: QPointF, delta: int) -> None:
    event = QWheelEvent(
        place,
        QPointF(widget.mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def _colours(page: JobPage) -> tuple[QColor, QColor]:
    """What is seen at the left and at the right, below the words."""
    QApplication.sendPostedEvents(page.pair.wipe, QEvent.Type.UpdateRequest)
    seen = page.pair.wipe.grab().toImage()
    low = seen.height() - 40
    return seen.pixelColor(20, low), seen.pixelColor(seen.width() - 30, low)
