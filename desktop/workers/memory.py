"""Giving memory back to the system once large pictures are done with."""

import contextlib
import ctypes
import sys
from collections.abc import Callable
from typing import cast


def give_back_memory() -> None:
    """Return what is free to the system. A few ms, so not on the UI thread.

    The C library of Linux keeps freed memory for each thread; after some photos that is more than
    half of what the app seems to use. Other systems do it by themselves.
    Source: malloc_trim(3).
    """
    trim = _malloc_trim()
    if trim is not None:
        trim(0)


def _malloc_trim() -> Callable[[int], int] | None:
    if not sys.platform.startswith("linux"):
        return None
    with contextlib.suppress(OSError, AttributeError):
        # Not every Linux has the GNU library.
        return cast("Callable[[int], int]", ctypes.CDLL(None).malloc_trim)
    return None
