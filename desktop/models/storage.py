"""What is kept on this computer: how much, how much at most, and whether originals belong to it."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.errors import AppError
from desktop.storage.preferences import PreferencesStore
from desktop.workers import storage_work
from desktop.workers.storage_work import OriginalsKept, Usage
from desktop.workers.tasks import Task, TaskRunner

MEBIBYTE = 1024 * 1024
_LOOK_AGAIN_MS = 10_000


class StorageModel(QObject):
    """Follows the account that is open; its limits are preferences of this computer.

    Signals:
        changed(): `usage`, `originals` or a limit is new.
        trouble_changed(): `is_disk_full` is new.
        failed(AppError): Clearing did not work.
    """

    changed = Signal()
    trouble_changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        calls: TaskRunner,
        fetcher: TaskRunner,
        preferences: PreferencesStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._calls = calls
        self._fetcher = fetcher
        self._preferences = preferences
        self._usage: Usage | None = None
        self._originals: OriginalsKept | None = None
        self._fetching: Task[OriginalsKept] | None = None
        self._is_disk_full = False
        self._look_again = QTimer(self)
        self._look_again.setInterval(_LOOK_AGAIN_MS)
        self._look_again.timeout.connect(self.refresh)

    @property
    def usage(self) -> Usage | None:
        """What is used; None until it is known, or while nobody is signed in."""
        return self._usage

    @property
    def originals(self) -> OriginalsKept | None:
        """How far the originals are; None until it is known."""
        return self._originals

    @property
    def is_disk_full(self) -> bool:
        """Whether the disk refuses what is to be kept; the app goes on without."""
        return self._is_disk_full

    @property
    def budget_mb(self) -> int:
        """What copies of pictures may take."""
        return self._preferences.current.cache_budget_mb

    @property
    def keeps_originals(self) -> bool:
        """Whether originals are fetched in advance."""
        return self._preferences.current.keeps_originals

    def set_budget(self, budget_mb: int) -> None:
        """Keep at most so much; what was not used for the longest time goes at once."""
        self._preferences.change(cache_budget_mb=budget_mb)
        self._calls.run(
            lambda task: storage_work.set_budget(task, budget_mb * MEBIBYTE), self._on_budget
        )
        self.changed.emit()

    def set_keeps_originals(self, keeps: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Fetch originals in advance, or not."""
        self._preferences.change(keeps_originals=keeps)
        if keeps:
            self.fetch_originals()
        else:
            self._stop_fetching()
            self._originals = None
        self.changed.emit()

    def clear(self) -> None:
        """Remove all copies of pictures from this computer; nothing is lost by it."""
        self._stop_fetching()
        self._originals = None
        self._calls.run(storage_work.clear, self._on_usage, self.failed.emit)

    def open(self) -> None:
        """Somebody has signed in."""
        self._look_again.start()
        self.refresh()
        self._calls.run(storage_work.remove_abandoned_drags)

    def close(self) -> None:
        """Nobody is signed in."""
        self._look_again.stop()
        self._stop_fetching()
        self._usage = None
        self._originals = None
        self._set_disk_full(is_full=False)
        self.changed.emit()

    @Slot()
    def refresh(self) -> None:
        """Look again what is used."""
        self._calls.run(storage_work.usage, self._on_usage)

    @Slot()
    def fetch_originals(self) -> None:
        """The line is there, or there are new pictures: fetch what is missing, if it is wanted."""
        if self.keeps_originals and self._fetching is None:
            self._fetching = self._fetcher.run(
                storage_work.keep_originals,
                self._on_all_kept,
                self._on_not_kept,
                self._on_some_kept,
            )

    def _stop_fetching(self) -> None:
        if self._fetching is not None:
            self._fetching.cancel()
            self._fetching = None

    def _on_usage(self, usage: Usage) -> None:
        self._usage = usage
        self._set_disk_full(is_full=not usage.is_kept)
        self.changed.emit()

    def _on_budget(self, usage: Usage) -> None:
        self._on_usage(usage)
        self.fetch_originals()

    def _on_some_kept(self, originals: OriginalsKept) -> None:
        self._originals = originals
        self.changed.emit()
        self.refresh()

    def _on_all_kept(self, originals: OriginalsKept) -> None:
        self._fetching = None
        self._on_some_kept(originals)

    def _on_not_kept(self, _error: AppError) -> None:
        # The line is gone: when it is back, `fetch_originals` is called again.
        self._fetching = None

    def _set_disk_full(self, *, is_full: bool) -> None:
        if is_full != self._is_disk_full:
            self._is_disk_full = is_full
            self.trouble_changed.emit()
