"""The one reader of the server's cursor: everything the app knows of its images comes through here.

It catches up by `GET /api/images?since=`, then listens to the event stream. When the stream ends or
does not get through, it asks every few seconds and tries the stream again, ever more rarely. What
it learns is written to the index on this computer before it is told to the models.
"""

import logging
import time
from collections.abc import Callable

from desktop.api.client import ApiClient
from desktop.api.events import Event, open_events
from desktop.errors import ApiError, ServerUnreachable, UnexpectedAnswer
from desktop.workers.account_files import Account
from desktop.workers.feed_events import (
    ConnectionState,
    CreditsTold,
    FeedEvent,
    FeedTiming,
    ImagesLoaded,
    LineChanged,
    PreviewTold,
)
from desktop.workers.gallery_sync import GallerySync
from desktop.workers.tasks import Task
from shared.events import CreditsEvent, DeletedEvent, HelloEvent, ImageEvent

_MISSES_UNTIL_OFFLINE = 2
_log = logging.getLogger(__name__)


def follow_changes(task: Task[None], timing: FeedTiming) -> None:
    """Report `FeedEvent`s until the task is cancelled.

    Raises:
        ApiError: The session has ended.
    """
    Feed(task.tools.client, task.tools.account, task, timing).run()


class Feed:
    """See the module."""

    def __init__(
        self, client: ApiClient, account: Account, task: Task[None], timing: FeedTiming
    ) -> None:
        self._client = client
        self._index = account.index
        self._sync = GallerySync(client, account)
        self._task = task
        self._timing = timing
        self._report: Callable[[FeedEvent], None] = task.report
        self._failures = 0
        self._misses = 0

    def run(self) -> None:
        """Read until the task is cancelled.

        Raises:
            ApiError: The session has ended.
        """
        self._report(ImagesLoaded(self._index.recent(), is_first=True))
        self._tell(ConnectionState.CONNECTING)
        next_stream_at = 0.0
        while not self._task.is_cancelled():
            reached = self._try(self._catch_up)
            if reached and time.monotonic() >= next_stream_at:
                self._try(self._listen)
                self._failures += 1
                next_stream_at = time.monotonic() + self._retry_pause_s()
                # What happened while the stream was down is asked for at once.
                reached = not self._task.is_cancelled() and self._try(self._catch_up)
            if reached:
                # The stream begins with the balance; without one it is asked for.
                reached = self._try(self._ask_credits)
            self._tell_outcome(reached=reached)
            self._task.wait_cancelled(self._pause_s(next_stream_at, reached=reached))

    def _try(self, step: Callable[[], None]) -> bool:
        try:
            step()
        except ApiError as error:
            if error.ends_session:
                raise
            _log.info("The feed was refused: %s", error)
            return False
        except (ServerUnreachable, UnexpectedAnswer) as error:
            _log.info("The feed is interrupted: %s", error)
            return False
        return True

    def _tell_outcome(self, *, reached: bool) -> None:
        """A single request may be lost on a good line: offline is who has missed several."""
        self._misses = 0 if reached else self._misses + 1
        if reached:
            self._tell(ConnectionState.POLLING)
        elif self._misses >= _MISSES_UNTIL_OFFLINE:
            self._tell(ConnectionState.OFFLINE)

    def _catch_up(self) -> None:
        """Ask for everything since the cursor, page by page."""
        for change in self._sync.catch_up(self._task.is_cancelled):
            self._report(change)

    def _ask_credits(self) -> None:
        told = self._client.credits()
        self._report(CreditsTold(told.balance, told.held))

    def _listen(self) -> None:
        with (
            open_events(
                self._client.line, self._index.revision, silence_s=self._timing.silence_s
            ) as events,
            self._task.waiting(events.end),
        ):
            for event in events:
                self._on_event(event)
                if self._task.is_cancelled() or not self._index.is_complete:
                    # An index that was found to be damaged is filled again page by page.
                    return

    def _on_event(self, event: Event) -> None:
        match event:
            case HelloEvent():
                self._on_hello(event)
            case ImageEvent():
                self._report(self._sync.take_image(event.image))
            case DeletedEvent():
                self._report(self._sync.take_deleted(event.image_id, event.revision))
            case CreditsEvent():
                self._report(CreditsTold(event.balance, event.held))
            case _:
                self._report(PreviewTold(event.image_id, event.attempt, event.sequence, event.url))

    def _on_hello(self, event: HelloEvent) -> None:
        self._failures = 0
        if event.resync_required or event.revision < self._index.revision:
            # What is known here cannot be brought up to date, or is of a future that never came.
            self._index.begin_afresh()
            self._catch_up()
        self._misses = 0
        self._tell(ConnectionState.ONLINE)
        self._report(CreditsTold(event.balance, event.held))

    def _tell(self, state: ConnectionState) -> None:
        self._report(LineChanged(state))

    def _retry_pause_s(self) -> float:
        pause_s = self._timing.first_retry_s * 2 ** min(self._failures - 1, 10)
        return float(min(pause_s, self._timing.longest_retry_s))

    def _pause_s(self, next_stream_at: float, *, reached: bool) -> float:
        if reached:
            until_stream_s = next_stream_at - time.monotonic()
            return max(0.0, min(self._timing.poll_s, until_stream_s))
        self._failures += 1
        return self._retry_pause_s()
