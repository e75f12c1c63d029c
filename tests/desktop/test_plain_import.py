"""Modules load as Python loads them, whatever Qt's library has put in the place of `import`."""

import subprocess
import sys
from pathlib import Path

_WITH_QT = "import sys, PySide6.QtCore\n"
_IN_THE_APP = f"""{_WITH_QT}
from desktop.plain_import import take_back_import
take_back_import()
"""
_CURIOUS = {
    "__init__.py": "",
    "meeting.py": """
import threading
is_looked_into, may_go_on = threading.Event(), threading.Event()
def load_slow():
    from curious.slow import Slow
other = threading.Thread(target=load_slow)
""",
    # Loaded by the other thread, which looks into it until it may go on.
    "slow.py": """
from curious import meeting
class Slow: pass
def __getattr__(name):
    if name == "__wrapped__":
        meeting.is_looked_into.set()
        meeting.may_go_on.wait()
    raise AttributeError(name)
""",
    # As pydantic does it: whoever asks for what is not there makes it load more of itself.
    "base.py": """
from curious import meeting
class Thing: pass
def __getattr__(name):
    if name == "__path__":
        raise AttributeError(name)
    from curious.more import find
    return find(name)
meeting.other.start()
while meeting.other.is_alive() and not meeting.is_looked_into.wait(0.01): pass
""",
    "more.py": """
from curious import meeting
meeting.may_go_on.set()
meeting.other.join()
from curious.base import Thing
def find(name):
    raise AttributeError(name)
""",
}


def test_a_module_may_load_more_of_itself_while_other_threads_import(tmp_path: Path) -> None:
    package = tmp_path / "curious"
    package.mkdir()
    for name, text in _CURIOUS.items():
        (package / name).write_text(text)
    code = f"sys.path.append({str(tmp_path)!r})\nfrom curious.base import Thing\n"

    assert _error_of(_IN_THE_APP + code) == ""
    without_us = _error_of(_WITH_QT + code)
    assert "partially initialized" in without_us, "PySide has mended it: take_back_import may go"


def test_no_import_looks_into_pydantic() -> None:
    code = (
        f"{_IN_THE_APP}import pydantic\nassert 'pydantic._internal._validators' not in sys.modules"
    )

    assert _error_of(code) == ""


def test_all_names_of_a_qt_module_can_still_be_imported() -> None:
    assert _error_of(f"{_IN_THE_APP}from PySide6.QtGui import *\nQImage") == ""


def _error_of(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=280
    )
    return done.stderr
