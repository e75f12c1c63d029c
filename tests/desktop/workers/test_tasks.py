"""Work off the UI thread: where callbacks run, and what failing, cancelling and closing do."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from desktop.errors import AppError, Cancelled, StorageUnreachable
from desktop.storage.folders import Folders
from desktop.workers.tasks import Task, WorkQueue
from desktop.workers.tools import Tools
from tests.desktop.patient_bot import PATIENCE_MS

PATIENCE_S = PATIENCE_MS / 1000
OpenQueue = Callable[..., WorkQueue]


@pytest.fixture
def open_queue(folders: Folders, qapp: object) -> Iterator[OpenQueue]:
    """Start queues with real threads; all of them end with the test."""
    opened: list[tuple[WorkQueue, list[QThread]]] = []

    def open_one(*, threads: int = 1, **options: object) -> WorkQueue:
        queue = WorkQueue(Tools(folders), **options)  # type: ignore[arg-type]
        running = [QThread() for _ in range(threads)]
        for thread in running:
            queue.add_thread(thread)
            thread.start()
        opened.append((queue, running))
        return queue

    yield open_one
    for queue, running in opened:
        queue.close()
        for thread in running:
            thread.quit()
            assert thread.wait(PATIENCE_MS)


def test_work_runs_elsewhere_and_every_kind_of_callback_here(
    open_queue: OpenQueue, qtbot: QtBot
) -> None:
    queue = open_queue()
    here = threading.get_ident()
    seen: dict[str, int] = {}

    def work(task: Task[int]) -> int:
        task.report("half way")
        return threading.get_ident()

    queue.run(
        work,
        lambda there: seen.update(there=there, success=threading.get_ident()),
        on_progress=lambda _progress: seen.update(progress=threading.get_ident()),
    )
    qtbot.waitUntil(lambda: "success" in seen)

    assert seen["there"] != here
    assert seen["success"] == here
    assert seen["progress"] == here


def test_a_failure_is_described_and_the_next_task_runs(open_queue: OpenQueue, qtbot: QtBot) -> None:
    observed: list[AppError] = []
    queue = open_queue(on_any_failure=observed.append)
    failures: list[AppError] = []
    results: list[str] = []

    def fail(_task: Task[None]) -> None:
        raise StorageUnreachable

    queue.run(fail, on_failure=failures.append)
    queue.run(lambda _task: "well", results.append)
    qtbot.waitUntil(lambda: results == ["well"])

    assert [error.code for error in failures] == ["storage_unreachable"]
    assert observed == failures


def test_a_mistake_in_the_program_is_told_too(
    open_queue: OpenQueue, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    failures: list[AppError] = []

    def stumble(_task: Task[None]) -> None:
        raise ZeroDivisionError

    open_queue().run(stumble, on_failure=failures.append)
    qtbot.waitUntil(lambda: len(failures) == 1)

    assert failures[0].code == "app_failed"
    assert "ZeroDivisionError" in failures[0].title
    assert "A worker failed" in caplog.text


def test_after_cancelling_no_callback_is_called(open_queue: OpenQueue, qtbot: QtBot) -> None:
    queue = open_queue()
    begun = threading.Event()
    told: list[object] = []
    ended: list[str] = []

    def work(task: Task[str]) -> str:
        begun.set()
        task.wait_cancelled(PATIENCE_S)
        task.report("too late")
        return "too late"

    task = queue.run(work, told.append, told.append, told.append)
    assert begun.wait(PATIENCE_S)
    task.cancel()
    queue.run(lambda _task: "next", ended.append)
    qtbot.waitUntil(lambda: ended == ["next"])

    assert told == []


def test_a_cancelled_task_that_waits_is_never_begun(open_queue: OpenQueue, qtbot: QtBot) -> None:
    queue = open_queue()
    gate = threading.Event()
    begun: list[str] = []
    ended: list[str] = []

    queue.run(lambda _task: gate.wait(PATIENCE_S))
    waiting = queue.run(lambda _task: begun.append("it ran"))
    waiting.cancel()
    queue.run(lambda _task: "next", ended.append)
    gate.set()
    qtbot.waitUntil(lambda: ended == ["next"])

    assert begun == []


def test_work_that_gives_up_is_no_failure(open_queue: OpenQueue, qtbot: QtBot) -> None:
    queue = open_queue()
    failures: list[AppError] = []
    ended: list[str] = []

    def give_up(_task: Task[None]) -> None:
        raise Cancelled

    queue.run(give_up, on_failure=failures.append)
    queue.run(lambda _task: "next", ended.append)
    qtbot.waitUntil(lambda: ended == ["next"])

    assert failures == []


def test_the_newest_request_is_served_first(open_queue: OpenQueue, qtbot: QtBot) -> None:
    queue = open_queue(newest_first=True)
    gate, begun = threading.Event(), threading.Event()
    order: list[int] = []

    def hold(_task: Task[bool]) -> bool:
        begun.set()
        return gate.wait(PATIENCE_S)

    queue.run(hold)
    assert begun.wait(PATIENCE_S)
    for number in range(5):
        queue.run(lambda _task, number=number: number, order.append)  # type: ignore[misc]
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 5)

    assert order == [4, 3, 2, 1, 0]


def test_two_threads_share_one_queue(open_queue: OpenQueue, qtbot: QtBot) -> None:
    queue = open_queue(threads=2)
    both = threading.Barrier(2)
    results: list[int] = []

    for _ in range(2):
        queue.run(lambda _task: both.wait(PATIENCE_S), results.append)
    qtbot.waitUntil(lambda: len(results) == 2)

    assert sorted(results) == [0, 1]


def test_closing_wakes_what_sleeps_and_takes_nothing_new(open_queue: OpenQueue) -> None:
    queue = open_queue()
    begun, woken = threading.Event(), threading.Event()

    def sleep(task: Task[None]) -> None:
        begun.set()
        task.wait_cancelled(60)
        woken.set()

    queue.run(sleep)
    assert begun.wait(PATIENCE_S)
    queue.close()

    assert woken.wait(PATIENCE_S)
    assert queue.run(lambda _task: None).is_cancelled()


def test_finishing_does_what_was_asked_for_and_nothing_new(open_queue: OpenQueue) -> None:
    queue = open_queue()
    done: list[int] = []
    for number in range(3):
        queue.run(lambda _task, number=number: done.append(number))  # type: ignore[misc]

    queue.finish(within_s=PATIENCE_S)
    queue.run(lambda _task: done.append(99))

    assert done == [0, 1, 2]


def test_finishing_waits_no_longer_than_it_may(open_queue: OpenQueue) -> None:
    queue = open_queue()
    queue.run(lambda task: task.wait_cancelled(60))
    began = time.monotonic()

    queue.finish(within_s=0.1)

    assert time.monotonic() - began < 20
