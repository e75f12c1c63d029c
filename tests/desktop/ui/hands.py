"""A person's hands: keys and clicks, as Qt's own test library sends them."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key and let it go."""
    QTest.keyClick(widget, key, modifier)


def type_text(widget: QWidget, text: str) -> None:
    """Type ASCII text."""
    QTest.keyClicks(widget, text)


def click(widget: QWidget, place: QPoint | None = None) -> None:
    """Click with the left button: in the middle, or at a place."""
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(widget, button, none, place or widget.rect().center())


def drop(widget: QWidget, data: QMimeData) -> None:
    """Hold something over a widget, which must want it, and let it go."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    middle, copying = widget.rect().center(), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(middle, copying, data, left, none)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    let_go = QDropEvent(QPointF(middle), copying, data, left, none)
    QApplication.sendEvent(widget, let_go)
    assert let_go.isAccepted()


def drag(widget: QWidget, start: QPoint, way: QPoint) -> None:
    """Press at a place, move, and let go."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(widget, left, none, start)
    QTest.mouseMove(widget, start + way)
    QTest.mouseRelease(widget, left, none, start + way)


def pinch_pad(widget: QWidget, place: QPointF, factor: float) -> None:
    """Move two fingers apart (above 1) or together on a touch pad, the pointer at a place."""
    window = widget.mapTo(widget.window(), place)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2,
        place, window, widget.mapToGlobal(place), factor - 1, QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def pinch_screen(widget: QWidget, place: QPoint, reach: int, grown_reach: int) -> None:
    """Put two fingers on a touch screen, so far from a place each, and move them apart."""
    screen = QTest.createTouchDevice()
    steps = 6
    for step in range(steps + 1):
        way = QPoint(reach + (grown_reach - reach) * step // steps, 0)
        touch = QTest.touchEvent(widget, screen, False)
        for finger, at in enumerate((place - way, place + way)):
            if step == 0:
                touch.press(finger, at, widget)
            elif step < steps:
                touch.move(finger, at, widget)
            else:
                touch.release(finger, at, widget)
        touch.commit(True)
