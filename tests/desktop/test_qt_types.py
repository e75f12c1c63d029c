"""Threads find Qt's types already made: two that make some at once destroy each other's."""

import subprocess
import sys

RACE = """
import sys, threading
from PySide6 import QtCore, QtGui, QtWidgets
from desktop.qt_types import make_qt_types

make_qt_types()
sys.setswitchinterval(1e-6)
both = threading.Barrier(2)

def ask_for(*modules):
    both.wait()
    for module in modules:
        for name in dir(module):
            getattr(module, name)

worker = threading.Thread(target=ask_for, args=(QtCore, QtGui))
worker.start()
ask_for(QtWidgets)
worker.join()
"""


def test_a_thread_may_ask_for_types_while_the_window_does() -> None:
    for _ in range(3):
        subprocess.run([sys.executable, "-c", RACE], check=True, timeout=280)
