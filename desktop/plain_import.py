"""Gives Python its own `import` back, which Qt's library has replaced."""

import builtins


def take_back_import() -> None:
    """Let no import look into modules any more; call it once Qt is loaded, before threads begin.

    PySide 6.11 puts a function of its own in the place of `import`, for `from __feature__ import ...`,
    which the app does not use. After each import it asks the module for `__wrapped__`, to read its
    source, and a module with a `__getattr__`, such as pydantic's, answers by importing more of itself.
    So that this is not looked into again, PySide takes its function away meanwhile, from all
    threads at once: when another thread's look ends first, the function is back too early, and the
    module is asked again while it answers: "cannot import name 'import_string' from partially
    initialized module". Without all this the app also starts sooner, and does not keep the source of
    every library in memory.
    Source: PYSIDE-2029, PYSIDE-3054; `feature_import` in libshiboken's signature_globals.cpp, 6.11.3.
    """
    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original
