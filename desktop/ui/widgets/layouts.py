"""Boxes with explicit margins and spacing, and the frames they fill."""

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.theme.tokens import SPACE_L

_Box = TypeVar("_Box", bound=QBoxLayout)


def column(parent: QWidget | None = None, *, spacing: int = 0, margin: int = 0) -> QVBoxLayout:
    """A vertical box."""
    return _set(QVBoxLayout(parent) if parent else QVBoxLayout(), spacing, margin)


def row(parent: QWidget | None = None, *, spacing: int = 0, margin: int = 0) -> QHBoxLayout:
    """A horizontal box."""
    return _set(QHBoxLayout(parent) if parent else QHBoxLayout(), spacing, margin)


def card(parent: QWidget | None = None) -> QFrame:
    """A raised surface with rounded corners."""
    frame = QFrame(parent)
    frame.setObjectName("card")
    return frame


def divider(parent: QWidget | None = None) -> QFrame:
    """A thin line."""
    frame = QFrame(parent)
    frame.setObjectName("divider")
    return frame


def _set(box: _Box, spacing: int, margin: int) -> _Box:
    box.setSpacing(spacing)
    box.setContentsMargins(margin, margin, margin, margin)
    return box


CARD_MARGIN = SPACE_L
