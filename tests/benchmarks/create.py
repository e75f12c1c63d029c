"""From the app's start to two hundred results: what a person waits for, and what it takes.

The window's start is measured in fresh processes, a bare PySide6 window and the app by turns. All
else happens in the real app on a real local cloud, in one process of its own.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from desktop.storage.folders import DATA_VARIABLE
from tests.benchmarks.rows import Goal, Row, Spread

SUITE: Final = "create"

_STARTS: Final = 15
_ROUNDS: Final = 3
"""So often the longest stall is measured, each time in an app that was started anew."""

_AT_FIRST_PAINT: Final = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            tell()
        return False

def tell():
    print(time.time(), flush=True)
    os._exit(0)
"""

_BARE: Final = (
    _AT_FIRST_PAINT
    + """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
watch = Watch()
window.installEventFilter(watch)
window.show()
app.exec()
"""
)

_APP: Final = (
    _AT_FIRST_PAINT
    + """
from PySide6.QtWidgets import {window}
watch = Watch()
shown = {window}.show
def show(window):
    window.installEventFilter(watch)
    shown(window)
{window}.show = show
from desktop.__main__ import main
main(["--server", "http://127.0.0.1:9"])
"""
)


def run() -> list[Row]:
    """Measure the start in fresh processes, and everything else in the app."""
    return [*_starts(), *_in_the_app()]


def _starts() -> list[Row]:
    """By turns, so that a busy moment of the machine meets all of them."""
    scripts = {
        "first": _APP.replace("{window}", "QLabel"),
        "main": _APP.replace("{window}", "QMainWindow"),
        "bare": _BARE,
    }
    took: dict[str, list[float]] = {name: [] for name in scripts}
    with tempfile.TemporaryDirectory(prefix="plushifyme-bench-") as folder:
        for number in range(_STARTS + 1):
            for name, script in scripts.items():
                ms = _seconds_to_window(script, folder) * 1000
                if number:
                    took[name].append(ms)
    bare = Spread.of(took["bare"])
    goal = Goal("ratio", "<=", 1.3)
    return [
        Row(
            "process start to first painted window (the curtain)",
            Spread.of(took["first"]), "ms", "a bare PySide6 window", bare, goal,
        ),
        Row(
            "process start to the painted main window",
            Spread.of(took["main"]), "ms", "a bare PySide6 window", bare,
        ),
    ]  # fmt: skip


def _seconds_to_window(script: str, folder: str) -> float:
    """The first one keeps what Python has compiled, as every installed program has it."""
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            DATA_VARIABLE: folder,
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled"),
        },
    )
    return float(done.stdout) - began


def _played(photos: str, *what: str) -> dict[str, list[float]]:
    """The figures of one run of the app, which takes its things from a folder of its own."""
    # The local cloud's parts may still be ending when the app has ended.
    with tempfile.TemporaryDirectory(
        prefix="plushifyme-bench-", ignore_cleanup_errors=True
    ) as folder:
        Path(folder).chmod(0o711)
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.create_scene", folder, photos, *what],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, DATA_VARIABLE: folder},
        )
    told: dict[str, list[float]] = json.loads(done.stdout)
    return told


def _in_the_app() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="plushifyme-bench-") as photos:
        told = _played(photos)
        for _ in range(_ROUNDS - 1):
            for name, figures in _played(photos, "stalls").items():
                told[name] += figures

    def spread(name: str) -> Spread:
        return Spread.of(told[name])

    busy = "20 photos prepared, drafted and uploaded, 8 jobs report previews"
    return [
        Row(
            f"longest UI stall, {busy}",
            spread("busy_ms"),
            "ms",
            "a thread beside it that only ticks",
            spread("ticking_ms"),
            Goal("value", "<=", 50),
        ),
        Row(
            "the same, the UI thread's own work in CPU time",
            spread("busy_cpu_ms"),
            "ms",
            "the same window at rest",
            spread("rest_cpu_ms"),
            Goal("value", "<=", 50),
        ),
        Row(
            "drop to preview, 12-megapixel JPEG",
            spread("preview_ms"),
            "ms",
            "Qt decodes it to 2048 px",
            spread("decode_ms"),
            Goal("value", "<=", 150),
        ),
        Row(
            "drop to four drafts",
            spread("drafts_ms"),
            "ms",
            goal=Goal("value", "<=", 1500),
        ),
        Row(
            "upload of 10 MB",
            spread("upload_mb_s"),
            "MB/s",
            "the same signing, then curl to the same S3 server",
            spread("curl_mb_s"),
            Goal("ratio", ">=", 0.9),
        ),
        Row("memory after 200 results", spread("memory_mb"), "MB", goal=Goal("value", "<=", 400)),
        Row("memory before them", spread("memory_before_mb"), "MB"),
        Row(
            "end of the app with jobs running",
            spread("close_ms"),
            "ms",
            goal=Goal("value", "<=", 1000),
        ),
    ]
