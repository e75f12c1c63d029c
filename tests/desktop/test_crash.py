"""Errors that nobody caught: noted, told once, and the app goes on."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Slot
from pytestqt.qtbot import QtBot

from desktop.crash import HARD_CRASH_NAME, CrashGuard, log_qt_message


class Listener(QObject):
    """Lives on the UI thread and keeps what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.reports: list[str] = []

    @Slot(str)
    def hear(self, report: str) -> None:
        self.reports.append(report)


@pytest.fixture
def listener(qapp: object) -> Listener:
    return Listener()


@pytest.fixture
def guard(tmp_path: Path, listener: Listener) -> Iterator[CrashGuard]:
    made = CrashGuard(tmp_path / "logs")
    made.crashed.connect(listener.hear)
    yield made
    made.remove()


def _fail(message: str) -> None:
    raise LookupError(message)


def _crash(message: str) -> None:
    try:
        _fail(message)
    except LookupError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_an_error_is_told_once_and_written_down(
    guard: CrashGuard, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    guard.install()
    for _ in range(3):
        _crash("the same each time")

    assert len(listener.reports) == 1
    assert "LookupError: the same each time" in listener.reports[0]
    assert "test_crash.py" in listener.reports[0]
    assert sum("Nobody caught this" in record.message for record in caplog.records) == 3


def test_nobody_is_told_of_errors_without_end(guard: CrashGuard, listener: Listener) -> None:
    guard.install()
    for number in range(40):
        _crash(f"number {number}")

    assert len(listener.reports) == 5


def test_a_report_holds_no_token_and_no_address(guard: CrashGuard, listener: Listener) -> None:
    guard.install()
    _crash("Bearer pm_8sKx0Q2v7dPzV3k1mR4 of mia@example.com")

    assert "pm_8sKx0Q2v7dPzV3k1mR4" not in listener.reports[0]
    assert "mia@" not in listener.reports[0]


def test_errors_of_other_threads_are_told_too(
    guard: CrashGuard, listener: Listener, qtbot: QtBot
) -> None:
    guard.install()

    thread = threading.Thread(target=_fail, args=("on a thread",), name="sewing")
    thread.start()
    thread.join()

    qtbot.waitUntil(lambda: len(listener.reports) == 1, timeout=20_000)
    assert "in sewing" in listener.reports[0]


def test_stopping_the_app_is_not_an_error(guard: CrashGuard, listener: Listener) -> None:
    guard.install()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert listener.reports == []


def test_afterwards_everything_is_as_before(guard: CrashGuard) -> None:
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    guard.install()
    guard.remove()

    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_a_hard_crash_of_the_last_time_comes_into_the_log(
    guard: CrashGuard, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / HARD_CRASH_NAME).write_text("Fatal Python error: Segmentation fault", "utf-8")

    guard.install()

    assert "Segmentation fault" in caplog.text
    assert (logs / HARD_CRASH_NAME).read_text("utf-8") == ""


def test_messages_of_qt_come_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "qt"):
        log_qt_message(QtMsgType.QtWarningMsg, QMessageLogContext(), "a plugin is missing")

    assert [(each.name, each.message) for each in caplog.records] == [("qt", "a plugin is missing")]
