"""The feed: what the models hear while the line comes and goes."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from desktop.api.client import ApiClient
from desktop.errors import AppError
from desktop.storage.change_queue import ChangeQueue
from desktop.storage.folders import Folders
from desktop.storage.gallery_index import GalleryIndex
from desktop.storage.gallery_queries import Cursor
from desktop.workers import work
from desktop.workers.feed_events import (
    ConnectionState,
    CreditsTold,
    FeedEvent,
    ImagesChanged,
    ImagesLoaded,
    LineChanged,
)
from desktop.workers.tasks import Task, WorkQueue
from desktop.workers.tools import Server, Tools
from tests.desktop.conftest import QUICK_TIMING, MakePicture
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer, TestAccount

CONNECTING, ONLINE = ConnectionState.CONNECTING, ConnectionState.ONLINE
POLLING, OFFLINE = ConnectionState.POLLING, ConnectionState.OFFLINE


class RunningFeed:
    """A feed on its thread, and all it has told."""

    def __init__(self, tools: Tools, qtbot: QtBot) -> None:
        self.events: list[FeedEvent] = []
        self.failures: list[AppError] = []
        self._tools = tools
        self._qtbot = qtbot
        self._queue = WorkQueue(tools)
        self._thread = QThread()
        self._queue.add_thread(self._thread)
        self._thread.start()
        self._task: Task[None] = self._queue.run(
            lambda task: work.follow_changes(task, QUICK_TIMING),
            on_failure=self.failures.append,
            on_progress=self.events.append,
        )

    @property
    def states(self) -> list[ConnectionState]:
        """Every state it was in, one after the other."""
        told = [event.state for event in self.events if isinstance(event, LineChanged)]
        return [
            state for state, before in zip(told, [None, *told], strict=False) if state != before
        ]

    @property
    def image_ids(self) -> set[str]:
        """The images a model would know now."""
        known: set[str] = set()
        for event in self.events:
            if isinstance(event, ImagesLoaded):
                known = {image.id for image in event.images}
            elif isinstance(event, ImagesChanged):
                known |= {image.id for image in event.images}
                known -= set(event.deleted_ids)
        return known

    def wait_for(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def wait_for_state(self, state: ConnectionState) -> None:
        self.wait_for(lambda: self.states[-1:] == [state])

    def cancel(self) -> None:
        self._task.cancel()

    @property
    def has_left(self) -> bool:
        """Whether its thread is free for the next one."""
        return not self._queue._running

    def stop(self) -> bool:
        self._queue.close()
        self._tools.interrupt()
        self._thread.quit()
        ended = self._thread.wait(PATIENCE_MS)
        self._tools.close()
        return ended


StartFeed = Callable[[], RunningFeed]


@pytest.fixture
def start_feed(
    server: RealServer, account: TestAccount, folders: Folders, qtbot: QtBot
) -> Iterator[StartFeed]:
    """Start a feed for `account`; several share what is kept on this computer."""
    started: list[RunningFeed] = []

    def start() -> RunningFeed:
        tools = Tools(folders)
        tools.use_server(Server(url=server.url, name="the server"))
        tools.enter_account(account.user_id, account.token)
        started.append(RunningFeed(tools, qtbot))
        return started[-1]

    yield start
    for feed in started:
        assert feed.stop()


def test_it_catches_up_and_then_listens(
    start_feed: StartFeed, client: ApiClient, make_picture: MakePicture
) -> None:
    before = make_picture(client)
    feed = start_feed()
    feed.wait_for_state(ONLINE)
    assert before.id in feed.image_ids

    during = make_picture(client)

    feed.wait_for(lambda: during.id in feed.image_ids)
    assert feed.states == [CONNECTING, ONLINE]
    feed.wait_for(lambda: CreditsTold(balance=8, held=0) in feed.events)


def test_without_a_stream_it_asks_and_goes_back_when_the_stream_does(
    start_feed: StartFeed, server: RealServer, client: ApiClient, make_picture: MakePicture
) -> None:
    feed = start_feed()
    feed.wait_for_state(ONLINE)

    server.faults.refused_paths.add("/api/events")
    server.gate.shut()
    server.gate.open()
    feed.wait_for_state(POLLING)
    during = make_picture(client)
    feed.wait_for(lambda: during.id in feed.image_ids)
    assert feed.states[-1] is POLLING

    server.faults.refused_paths.clear()
    feed.wait_for_state(ONLINE)


def test_nothing_is_missed_while_the_server_is_away(
    start_feed: StartFeed, server: RealServer, client: ApiClient, make_picture: MakePicture
) -> None:
    feed = start_feed()
    feed.wait_for_state(ONLINE)
    gone = make_picture(client)
    feed.wait_for(lambda: gone.id in feed.image_ids)

    server.gate.shut()
    feed.wait_for_state(OFFLINE)
    server.gate.open()
    client.delete_image(gone.id)
    feed.wait_for_state(ONLINE)

    feed.wait_for(lambda: feed.image_ids == set())


def test_what_was_seen_is_there_without_a_server(
    start_feed: StartFeed, server: RealServer, client: ApiClient, make_picture: MakePicture
) -> None:
    image = make_picture(client)
    first = start_feed()
    first.wait_for(lambda: image.id in first.image_ids)
    assert first.stop()
    server.gate.shut()

    second = start_feed()

    second.wait_for_state(OFFLINE)
    assert second.image_ids == {image.id}


def test_a_revision_that_never_came_makes_it_start_afresh(
    start_feed: StartFeed, client: ApiClient, make_picture: MakePicture, folders: Folders
) -> None:
    image = make_picture(client)
    user_id = client.session().user.id
    path = folders.account("the server", user_id).gallery / "index.sqlite"
    index = GalleryIndex(path, ChangeQueue(folders.account("the server", user_id).changes))
    never_was = image.model_copy(update={"id": "never-was"})
    index.apply_page([never_was], Cursor(revision=1_000_000, is_complete=True, in_trash=True))
    index.close()

    feed = start_feed()

    feed.wait_for_state(ONLINE)
    assert feed.image_ids == {image.id}


def test_a_feed_that_nobody_needs_any_more_does_not_wait_for_its_stream(
    start_feed: StartFeed,
) -> None:
    feed = start_feed()
    feed.wait_for_state(ONLINE)
    assert not feed.has_left

    feed.cancel()

    # The stream itself is alive, and silent for ever.
    feed.wait_for(lambda: feed.has_left)


def test_an_ended_session_ends_the_feed(
    start_feed: StartFeed, server: RealServer, account: TestAccount
) -> None:
    feed = start_feed()
    feed.wait_for_state(ONLINE)

    server.end_sessions(account)
    server.gate.shut()
    server.gate.open()

    feed.wait_for(lambda: len(feed.failures) == 1)
    assert feed.failures[0].code == "session_expired"
