"""Makes Qt's types known to Python before threads ask for them."""

from types import ModuleType

from PySide6 import QtCore, QtGui


def make_qt_types() -> None:
    """Make every type of QtCore and QtGui; call it on the UI thread before other threads begin.

    PySide 6.11 makes a type when it is first asked for, and two threads that make types at the same
    time destroy each other's: the program dies, or waits for ever. Workers ask for no type of
    QtWidgets, so afterwards only the UI thread makes types. It takes some 40 ms.
    """
    for module in (QtCore, QtGui):
        _make_types(module)


def _make_types(module: ModuleType) -> None:
    for name in dir(module):
        getattr(module, name)
