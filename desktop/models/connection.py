"""Whether the server is heard right now, and what it tells."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from desktop.errors import AppError
from desktop.models.states import StateMachine
from desktop.workers import work
from desktop.workers.feed_events import (
    ConnectionState,
    CreditsTold,
    FeedEvent,
    FeedTiming,
    ImagesChanged,
    ImagesLoaded,
    LineChanged,
)
from desktop.workers.tasks import Task, TaskRunner

__all__ = ["CONNECTION_TRANSITIONS", "ConnectionModel", "ConnectionState"]

CONNECTION_TRANSITIONS: Mapping[ConnectionState, frozenset[ConnectionState]] = {
    ConnectionState.CONNECTING: frozenset(
        {ConnectionState.ONLINE, ConnectionState.POLLING, ConnectionState.OFFLINE}
    ),
    ConnectionState.ONLINE: frozenset(
        {ConnectionState.POLLING, ConnectionState.OFFLINE, ConnectionState.CONNECTING}
    ),
    ConnectionState.POLLING: frozenset(
        {ConnectionState.ONLINE, ConnectionState.OFFLINE, ConnectionState.CONNECTING}
    ),
    ConnectionState.OFFLINE: frozenset(
        {ConnectionState.ONLINE, ConnectionState.POLLING, ConnectionState.CONNECTING}
    ),
}


class ConnectionModel(QObject):
    """Follows the server's changes while somebody is signed in, and hands them to the others.

    Signals:
        state_changed(): `state` is new.
        index_loaded(): The index on this computer was filled anew.
        index_changed(list): It has news of the images with these ids.
        images_loaded(list): The images that are being made, and the newest of the others.
        images_changed(list, list): Images that are new or different; ids of those that are gone, or
            in the trash.
        preview_told(PreviewTold): A picture emerges.
        credits_told(int, int): Balance and held credits.
    """

    state_changed = Signal()
    index_loaded = Signal()
    index_changed = Signal(list)
    images_loaded = Signal(list)
    images_changed = Signal(list, list)
    preview_told = Signal(object)
    credits_told = Signal(int, int)

    def __init__(
        self, feed: TaskRunner, timing: FeedTiming | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._feed = feed
        self._timing = timing or FeedTiming()
        self._machine = StateMachine(ConnectionState.CONNECTING, CONNECTION_TRANSITIONS)
        self._task: Task[None] | None = None

    @property
    def state(self) -> ConnectionState:
        """How changes reach the app."""
        return self._machine.state

    def follow(self) -> None:
        """Somebody has signed in."""
        self.stop()
        self._change(ConnectionState.CONNECTING)
        timing = self._timing
        self._task = self._feed.run(
            lambda task: work.follow_changes(task, timing),
            on_failure=self._on_failed,
            on_progress=self._on_event,
        )

    def stop(self) -> None:
        """Nobody is signed in any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_event(self, event: FeedEvent) -> None:
        match event:
            case LineChanged():
                self._change(event.state)
            case ImagesLoaded():
                if not event.is_first:
                    self.index_loaded.emit()
                self.images_loaded.emit(event.images)
            case ImagesChanged():
                self.index_changed.emit(event.ids)
                self.images_changed.emit(event.images, event.deleted_ids)
            case CreditsTold():
                self.credits_told.emit(event.balance, event.held)
            case _:
                self.preview_told.emit(event)

    def _on_failed(self, error: AppError) -> None:
        # An ended session is told to the session model, as every failure is; the line is not lost.
        self._task = None
        is_lost = not error.ends_session
        self._change(ConnectionState.OFFLINE if is_lost else ConnectionState.CONNECTING)

    def _change(self, state: ConnectionState) -> None:
        if self._machine.change(state):
            self.state_changed.emit()
