"""A person's hands: keys and clicks, as Qt's own test library sends them."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
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
