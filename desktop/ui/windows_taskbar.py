"""Progress on the window's button in the task bar of Windows.

Source: learn.microsoft.com/windows/win32/api/shobjidl_core/nn-shobjidl_core-itaskbarlist3
"""

import ctypes
import logging
import uuid
from typing import Any

_TASKBAR_LIST = uuid.UUID("56FDF344-FD6D-11d0-958A-006097C9A090")
_ITASKBAR_LIST_3 = uuid.UUID("EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF")
_IN_PROCESS = 1
_HR_INIT, _SET_PROGRESS_VALUE, _SET_PROGRESS_STATE = 3, 9, 10
"""Places in the interface's table of functions."""
_NO_PROGRESS, _NORMAL = 0, 2
_STEPS = 1000
_log = logging.getLogger(__name__)


class WindowsTaskbar:
    """Does nothing where the shell has no task bar. Used on the UI thread, where Qt has opened COM."""

    def __init__(self) -> None:
        self._list = ctypes.c_void_p()
        self._is_open = self._open()

    def show(self, window_id: int, progress: float | None) -> None:
        """Show how far it is, 0 to 1; None takes it away."""
        if not self._is_open:
            return
        window = ctypes.c_void_p(window_id)
        state = _NO_PROGRESS if progress is None else _NORMAL
        self._call(_SET_PROGRESS_STATE, (ctypes.c_void_p, window), (ctypes.c_int, state))
        if progress is not None:
            self._call(
                _SET_PROGRESS_VALUE,
                (ctypes.c_void_p, window),
                (ctypes.c_ulonglong, round(progress * _STEPS)),
                (ctypes.c_ulonglong, _STEPS),
            )

    def _open(self) -> bool:
        windows: Any = getattr(ctypes, "windll", None)
        if windows is None:
            return False
        made = windows.ole32.CoCreateInstance(
            _guid(_TASKBAR_LIST), None, _IN_PROCESS, _guid(_ITASKBAR_LIST_3),
            ctypes.byref(self._list),
        )  # fmt: skip
        if made < 0 or self._list.value is None:
            _log.info("There is no task bar: %08x", made & 0xFFFFFFFF)
            return False
        return self._call(_HR_INIT)

    def _call(self, place: int, *arguments: tuple[Any, Any]) -> bool:
        """Call a function of the interface by its place; its first argument is the object."""
        table = ctypes.cast(self._list, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
        make_type: Any = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)
        function = make_type(ctypes.c_long, ctypes.c_void_p, *(kind for kind, _ in arguments))
        result = int(function(table[place])(self._list, *(value for _, value in arguments)))
        if result < 0:
            _log.info("The task bar refused it: %08x", result & 0xFFFFFFFF)
        return result >= 0


def _guid(value: uuid.UUID) -> Any:
    """A GUID as the system lays it out in memory."""
    return ctypes.create_string_buffer(value.bytes_le, 16)
