"""What the app does with errors that nobody caught: it notes them, says so, and goes on.

Python's own hooks bring every such error here, from each thread; Qt's messages go to the same log;
`faulthandler` writes down what no code can catch. None of it raises in turn.
"""

import contextlib
import faulthandler
import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Final, TypeAlias

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)

from desktop.scrubbing import scrub
from shared.version import VERSION

HARD_CRASH_NAME: Final = "hard-crash.txt"
_LONGEST_REPORT: Final = 20_000
_MOST_TOLD: Final = 5
"""An error in painting comes again with every frame; nobody wants to be told each time."""
_log = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")

Caught: TypeAlias = tuple[type[BaseException], BaseException | None, TracebackType | None]

_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashGuard(QObject):
    """Stands behind everything from `install` to `remove`. Lives on the UI thread.

    Signals:
        crashed(str): An error that nobody caught, as a report that is safe to send. Emitted on the
            thread where it happened; each error once, and only so many.
    """

    crashed = Signal(str)

    def __init__(self, logs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._logs = logs
        self._told: set[str] = set()
        self._lock = threading.Lock()
        self._hard_crash_file: IO[str] | None = None
        self._restore: list[Callable[[], object]] = []

    def install(self) -> None:
        """Hear of everything from now on."""
        self._note_last_hard_crash()
        self._watch_hard_crashes()
        before = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable

        def restore_hooks() -> None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = before

        self._restore.append(restore_hooks)
        qt_before = qInstallMessageHandler(log_qt_message)
        self._restore.append(lambda: qInstallMessageHandler(qt_before))

    def remove(self) -> None:
        """Give the hooks back."""
        for restore in reversed(self._restore):
            restore()
        self._restore.clear()
        if self._hard_crash_file is not None:
            faulthandler.disable()
            self._hard_crash_file.close()
            self._hard_crash_file = None

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        self._take((kind, error, trace), "the app")

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        name = args.thread.name if args.thread is not None else "a thread"
        self._take((args.exc_type, args.exc_value, args.exc_traceback), name)

    def _on_unraisable(self, args: "sys.UnraisableHookArgs") -> None:
        """An error while something was thrown away: worth noting, not worth a dialog."""
        caught: Caught = (args.exc_type, args.exc_value, args.exc_traceback)
        _log.error("Could not be raised: %s", report_of(caught, "cleaning up"))

    def _take(self, caught: Caught, where: str) -> None:
        if issubclass(caught[0], KeyboardInterrupt | SystemExit):
            return
        report = report_of(caught, where)
        _log.error("Nobody caught this:\n%s", report)
        with self._lock:
            is_new = report not in self._told and len(self._told) < _MOST_TOLD
            self._told.add(report)
        if is_new:
            self.crashed.emit(report)

    def _watch_hard_crashes(self) -> None:
        with contextlib.suppress(OSError):
            self._logs.mkdir(parents=True, exist_ok=True)
            # Open as long as the app lives: it is written to when nothing else works any more.
            self._hard_crash_file = (self._logs / HARD_CRASH_NAME).open("w", encoding="utf-8")
            faulthandler.enable(self._hard_crash_file)

    def _note_last_hard_crash(self) -> None:
        try:
            last = (self._logs / HARD_CRASH_NAME).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return
        if last.strip():
            _log.error("The app ended unexpectedly the last time:\n%s", last[:_LONGEST_REPORT])


def report_of(caught: Caught, where: str) -> str:
    """What happened, in words that may be sent to support."""
    trace = "".join(traceback.format_exception(*caught)).strip()
    lines = [
        f"PlushifyMe {VERSION}, Qt {qVersion()}, Python {platform.python_version()}",
        f"{platform.platform()}, in {where}",
        "",
        trace[-_LONGEST_REPORT:],
    ]
    return scrub("\n".join(lines))


def log_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Put a message of Qt's into the app's log. Comes from any thread."""
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", message)
