"""Zooming with two fingers, on touch screens and touch pads."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

_LEAST = 0.2


def accept_pinches(widget: QWidget) -> None:
    """Have two fingers on a touch screen told as a gesture; touch pads tell it by themselves."""
    widget.grabGesture(Qt.GestureType.PinchGesture)


def pinch_of(widget: QWidget, event: QEvent) -> tuple[float, QPointF] | None:
    """By which factor to zoom, and around which place of the widget; None when it is no pinch."""
    if isinstance(event, QGestureEvent):
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if isinstance(pinch, QPinchGesture):
            return pinch.scaleFactor(), QPointF(widget.mapFromGlobal(pinch.hotSpot()))
    if (
        isinstance(event, QNativeGestureEvent)
        and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture
    ):
        return max(1.0 + event.value(), _LEAST), event.position()
    return None
