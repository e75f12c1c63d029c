"""The task bar of Windows, through its table of functions: a table of our own stands in for it."""

import ctypes
from collections.abc import Callable
from typing import Any

import pytest

from desktop.ui.windows_taskbar import WindowsTaskbar

_FUNCTIONS = 11
_INITIALISE, _VALUE, _STATE = 3, 9, 10


class Shell:
    """The system's libraries, as far as the task bar needs them."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        make = ctypes.CFUNCTYPE
        pointer, number, large = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulonglong
        self._functions = {
            _INITIALISE: make(ctypes.c_long, pointer)(self._note("initialise")),
            _VALUE: make(ctypes.c_long, pointer, pointer, large, large)(self._note("value")),
            _STATE: make(ctypes.c_long, pointer, pointer, number)(self._note("state")),
        }
        self._table = (ctypes.c_void_p * _FUNCTIONS)()
        for place, function in self._functions.items():
            self._table[place] = ctypes.cast(function, ctypes.c_void_p).value
        self._object = ctypes.c_void_p(ctypes.addressof(self._table))
        self.ole32 = self

    def CoCreateInstance(self, *arguments: Any) -> int:  # noqa: N802 - the system's name
        target = ctypes.cast(arguments[-1], ctypes.POINTER(ctypes.c_void_p))
        target.contents.value = ctypes.addressof(self._object)
        return 0

    def _note(self, name: str) -> Callable[..., int]:
        def called(_object: int, *arguments: int) -> int:
            self.calls.append((name, *arguments))
            return 0

        return called


def test_progress_is_shown_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    shell = Shell()
    monkeypatch.setattr(ctypes, "windll", shell, raising=False)
    taskbar = WindowsTaskbar()

    taskbar.show(77, 0.25)
    taskbar.show(77, None)

    assert shell.calls == [
        ("initialise",),
        ("state", 77, 2),
        ("value", 77, 250, 1000),
        ("state", 77, 0),
    ]


def test_where_there_is_no_such_shell_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(ctypes, "windll", raising=False)

    WindowsTaskbar().show(77, 0.25)
