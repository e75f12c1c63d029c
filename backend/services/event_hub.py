"""From PostgreSQL's notifications to the event streams of this process.

One connection a process listens. A stream keeps no queue of changes: it is only told that there
are some, and reads them from the database by its revision. So a slow client costs no memory, and
nothing is lost while the listening connection is being replaced. Previews are kept in a short
queue whose oldest entry goes first.
"""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

import psycopg
from psycopg import AsyncConnection, Notify, sql

from backend.db.engine import CONNECTION_OPTIONS
from backend.services.previews import PREVIEWS_CHANNEL, PreviewNotice
from backend.services.revisions import CHANGES_CHANNEL
from backend.services.sessions import REVOCATIONS_CHANNEL

logger = logging.getLogger(__name__)

_PREVIEWS_KEPT: Final = 8
_FIRST_RETRY_S: Final = 0.1
_LAST_RETRY_S: Final = 5.0


class Subscription:
    """What one stream waits on. Everything happens in the event loop of the hub."""

    def __init__(self, user_id: UUID, session_id: UUID) -> None:
        self.user_id = user_id
        self.session_id = session_id
        self.is_over = False
        self._previews: deque[PreviewNotice] = deque(maxlen=_PREVIEWS_KEPT)
        self._has_changes = False
        self._is_session_in_doubt = False
        self._wake = asyncio.Event()

    async def wait(self, timeout_s: float) -> None:
        """Return when something is there to take, or after the timeout."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()

    def take_changes(self) -> bool:
        """Whether images or credits may have changed since this was last asked."""
        has_changes, self._has_changes = self._has_changes, False
        return has_changes

    def take_doubt(self) -> bool:
        """Whether the session may have been revoked unheard since this was last asked."""
        in_doubt, self._is_session_in_doubt = self._is_session_in_doubt, False
        return in_doubt

    def take_previews(self) -> list[PreviewNotice]:
        """The previews that came since this was last asked, the newest few of them."""
        previews = list(self._previews)
        self._previews.clear()
        return previews

    def tell_changes(self) -> None:
        """Say that images or credits have changed."""
        self._has_changes = True
        self._wake.set()

    def tell_silence(self) -> None:
        """Say that for a while nothing was heard: anything may have happened."""
        self._is_session_in_doubt = True
        self.tell_changes()

    def tell_preview(self, notice: PreviewNotice) -> None:
        """Say that a preview is there."""
        self._previews.append(notice)
        self._wake.set()

    def end(self) -> None:
        """Say that the session was revoked."""
        self.is_over = True
        self._wake.set()


class EventHub:
    """Listens and passes on. `run` is to be a task for as long as the process serves."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._subscriptions: defaultdict[UUID, set[Subscription]] = defaultdict(set)
        self._is_listening = asyncio.Event()

    async def run(self) -> None:
        """Listen until cancelled; a lost connection is replaced."""
        retry_s = _FIRST_RETRY_S
        while True:
            try:
                async with await AsyncConnection.connect(
                    self._dsn, autocommit=True, **CONNECTION_OPTIONS
                ) as connection:
                    for channel in (CHANGES_CHANNEL, PREVIEWS_CHANNEL, REVOCATIONS_CHANNEL):
                        await connection.execute(
                            sql.SQL("listen {}").format(sql.Identifier(channel))
                        )
                    self._is_listening.set()
                    retry_s = _FIRST_RETRY_S
                    self._tell_everyone_of_silence()
                    async for notification in connection.notifies():
                        self._pass_on(notification)
            except psycopg.Error as error:
                logger.warning("The event connection was lost: %s", str(error).splitlines()[0])
            self._is_listening.clear()
            await asyncio.sleep(retry_s)
            retry_s = min(retry_s * 2, _LAST_RETRY_S)

    async def wait_until_listening(self) -> None:
        """Return once notifications arrive."""
        await self._is_listening.wait()

    @contextmanager
    def subscribe(self, user_id: UUID, session_id: UUID) -> Iterator[Subscription]:
        """Hear of one user's changes while the context is open."""
        subscription = Subscription(user_id, session_id)
        self._subscriptions[user_id].add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions[user_id].discard(subscription)
            if not self._subscriptions[user_id]:
                del self._subscriptions[user_id]

    @property
    def subscriptions_count(self) -> int:
        """How many streams are open."""
        return sum(len(subscriptions) for subscriptions in self._subscriptions.values())

    def streams_of(self, user_id: UUID) -> int:
        """How many streams one user has open here."""
        return len(self._subscriptions.get(user_id, ()))

    def _tell_everyone_of_silence(self) -> None:
        for subscriptions in self._subscriptions.values():
            for subscription in subscriptions:
                subscription.tell_silence()

    def _pass_on(self, notification: Notify) -> None:
        try:
            self._dispatch(notification)
        except (ValueError, TypeError):
            # Whoever may connect may notify; that must not end everybody's stream.
            logger.exception("A notification on %s makes no sense", notification.channel)

    def _dispatch(self, notification: Notify) -> None:
        if notification.channel == CHANGES_CHANNEL:
            for subscription in self._subscriptions.get(UUID(notification.payload), ()):
                subscription.tell_changes()
        elif notification.channel == PREVIEWS_CHANNEL:
            notice = PreviewNotice.from_payload(notification.payload)
            for subscription in self._subscriptions.get(UUID(notice.user_id), ()):
                subscription.tell_preview(notice)
        else:
            session_id = UUID(notification.payload)
            for subscriptions in self._subscriptions.values():
                for subscription in subscriptions:
                    if subscription.session_id == session_id:
                        subscription.end()
