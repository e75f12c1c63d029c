"""Running work off the UI thread: one small base class for everything that could make it wait.

A model calls `TaskRunner.run(work, on_success, on_failure)`. The work runs on a worker thread; the
callbacks always run on the UI thread, whatever kind of callable they are: each result passes
through one QObject that lives there (a worker's signal connected to a lambda or to a method of a
plain object would run in the worker's thread).
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from desktop.errors import AppError, Cancelled, describe
from desktop.messages import in_own_words
from desktop.workers.memory import give_back_memory
from desktop.workers.priority import step_back

if TYPE_CHECKING:
    from desktop.workers.tools import Tools

T = TypeVar("T")
_GIVE_BACK_EVERY_S = 1.0
_log = logging.getLogger(__name__)


class Task(Generic[T]):
    """One piece of work: the work's own view (`tools`, `report`) and its caller's (`cancel`)."""

    def __init__(
        self,
        tools: "Tools",
        work: "Callable[[Task[T]], T]",
        on_success: Callable[[T], None] | None,
        on_failure: Callable[[AppError], None] | None,
        on_progress: Callable[[Any], None] | None,
    ) -> None:
        self.tools = tools
        self.work = work
        self.on_success = on_success
        self.on_failure = on_failure
        self.on_progress = on_progress
        self.reporter: Callable[[Task[T], object], None] | None = None
        self._cancelled = threading.Event()
        self._end_of_wait: Callable[[], None] | None = None
        self._lock = threading.Lock()

    def cancel(self) -> None:
        """Give up; no callback is called any more. Work under way notices by itself."""
        with self._lock:
            self._cancelled.set()
            if self._end_of_wait is not None:
                self._end_of_wait()

    def is_cancelled(self) -> bool:
        """Whether somebody has called `cancel`."""
        return self._cancelled.is_set()

    def wait_cancelled(self, timeout_s: float) -> bool:
        """Sleep inside the work; True at once when it is cancelled."""
        return self._cancelled.wait(timeout_s)

    @contextmanager
    def waiting(self, end: Callable[[], None]) -> Iterator[None]:
        """Inside the work, while it waits for something that does not look at this task.

        Args:
            end: Ends the wait. Whoever cancels calls it, so it may take no time.
        """
        with self._lock:
            self._end_of_wait = end
            if self.is_cancelled():
                end()
        try:
            yield
        finally:
            with self._lock:
                self._end_of_wait = None

    def raise_if_cancelled(self) -> None:
        """Leave the work.

        Raises:
            Cancelled: Somebody has called `cancel`.
        """
        if self.is_cancelled():
            raise Cancelled

    def report(self, progress: object) -> None:
        """Hand something to `on_progress` on the UI thread."""
        if self.reporter is not None:
            self.reporter(self, progress)


class TaskRunner(Protocol):
    """What a model needs of a worker thread."""

    def run(
        self,
        work: Callable[[Task[T]], T],
        on_success: Callable[[T], None] | None = None,
        on_failure: Callable[[AppError], None] | None = None,
        on_progress: Callable[[Any], None] | None = None,
    ) -> Task[T]:
        """Start `work` off the UI thread. Callbacks run on the UI thread, never after cancel."""
        ...


class _Mailbox(QObject):
    """Lives on the UI thread and calls the callbacks there."""

    def __init__(
        self, on_any_failure: Callable[[AppError], None] | None, parent: QObject | None
    ) -> None:
        super().__init__(parent)
        self._on_any_failure = on_any_failure

    @Slot(object, object)
    def deliver_success(self, task: Task[Any], result: object) -> None:
        if not task.is_cancelled() and task.on_success is not None:
            task.on_success(result)

    @Slot(object, object)
    def deliver_failure(self, task: Task[Any], error: AppError) -> None:
        if task.is_cancelled():
            return
        error = in_own_words(error)
        if task.on_failure is not None:
            task.on_failure(error)
        if self._on_any_failure is not None:
            self._on_any_failure(error)

    @Slot(object, object)
    def deliver_progress(self, task: Task[Any], progress: object) -> None:
        if not task.is_cancelled() and task.on_progress is not None:
            task.on_progress(progress)


class Worker(QObject):
    """Takes tasks from a queue and runs them, one after another, on its thread.

    Signals:
        succeeded(Task, object): The work's result.
        failed(Task, AppError): Why there is none.
        progressed(Task, object): What the work reported.
    """

    succeeded = Signal(object, object)
    failed = Signal(object, object)
    progressed = Signal(object, object)
    woken = Signal()
    _loading = threading.Lock()

    def __init__(self, queue: "WorkQueue") -> None:
        super().__init__()
        self._queue = queue
        self._gave_back_at = 0.0
        self.woken.connect(self._run_waiting, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def step_back(self) -> None:
        """Let the window and all other threads go first; on the worker's thread."""
        step_back()

    @Slot()
    def _run_waiting(self) -> None:
        self._load_pydantic()
        while (task := self._queue.take()) is not None:
            self._run(task)
        if time.monotonic() - self._gave_back_at > _GIVE_BACK_EVERY_S:
            give_back_memory()
            self._gave_back_at = time.monotonic()

    def _load_pydantic(self) -> None:
        """Load it on one thread at a time, before anything that needs it.

        Two threads that begin with different modules of a package wait for each other, until Python
        lets one of them see the package half loaded.
        """
        with self._loading:
            # Imported here: the first window must not wait for it.
            import pydantic.main  # noqa: F401, PLC0415

    def _run(self, task: Task[Any]) -> None:
        try:
            result = task.work(task)
        except Cancelled:
            task.cancel()
        except Exception as error:  # noqa: BLE001 - whatever it is, the model must hear of it
            if not task.is_cancelled():
                app_error = describe(error)
                if app_error.code == "app_failed":
                    _log.exception("A worker failed")
                self.failed.emit(task, app_error)
        else:
            self.succeeded.emit(task, result)
        finally:
            self._queue.done(task)


class WorkQueue:
    """Tasks that wait for one or more workers.

    `newest_first` serves what was asked for last: the pictures a person looks at now. One that
    `steps_back` computes for long and lets everything else in the app go first.
    `on_any_failure` hears of every failure that is told, after its own callback. After `parent` is
    gone nothing is told any more.
    """

    def __init__(
        self,
        tools: "Tools",
        *,
        newest_first: bool = False,
        steps_back: bool = False,
        on_any_failure: Callable[[AppError], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        self._tools = tools
        self._newest_first = newest_first
        self._steps_back = steps_back
        self._waiting: deque[Task[Any]] = deque()
        self._running: set[Task[Any]] = set()
        self._lock = threading.Lock()
        self._settled = threading.Condition(self._lock)
        self._closed = False
        self._mailbox = _Mailbox(on_any_failure, parent)
        self._workers: list[Worker] = []

    def add_thread(self, thread: QThread) -> None:
        """Work on this thread as well, which is not running yet; the worker ends with it."""
        worker = Worker(self)
        worker.succeeded.connect(self._mailbox.deliver_success)
        worker.failed.connect(self._mailbox.deliver_failure)
        worker.progressed.connect(self._mailbox.deliver_progress)
        worker.moveToThread(thread)
        if self._steps_back:
            thread.started.connect(worker.step_back)
        # Emitted by the thread itself, so the worker is destroyed where it has lived.
        thread.finished.connect(worker.deleteLater)
        self._workers.append(worker)

    def run(
        self,
        work: Callable[[Task[T]], T],
        on_success: Callable[[T], None] | None = None,
        on_failure: Callable[[AppError], None] | None = None,
        on_progress: Callable[[Any], None] | None = None,
    ) -> Task[T]:
        """See `TaskRunner.run`."""
        task = Task(self._tools, work, on_success, on_failure, on_progress)
        with self._lock:
            if self._closed:
                task.cancel()
                return task
            self._waiting.append(task)
            for worker in self._workers:
                worker.woken.emit()
        return task

    def take(self) -> Task[Any] | None:
        """The next task, on a worker's thread; None when nothing waits."""
        with self._lock:
            while self._waiting:
                task = self._waiting.pop() if self._newest_first else self._waiting.popleft()
                if task.is_cancelled():
                    continue
                task.reporter = self._workers[0].progressed.emit
                self._running.add(task)
                return task
        return None

    def done(self, task: Task[Any]) -> None:
        """A worker has finished with it."""
        with self._settled:
            self._running.discard(task)
            self._settled.notify_all()

    def finish(self, within_s: float) -> None:
        """Take nothing new, and give what was asked for already this long to be done."""
        with self._settled:
            self._closed = True
            self._settled.wait_for(lambda: not self._waiting and not self._running, within_s)

    def close(self) -> None:
        """Cancel everything that waits or runs, and take nothing new."""
        with self._lock:
            self._closed = True
            for task in (*self._waiting, *self._running):
                task.cancel()
            self._waiting.clear()
