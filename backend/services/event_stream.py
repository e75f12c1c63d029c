"""What one client of the event stream gets to see, from the replay to the heartbeats."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from backend.errors import TooManyTries
from backend.services.callers import Caller
from backend.services.credits import CreditsService
from backend.services.event_hub import EventHub, Subscription
from backend.services.gallery import GalleryService
from backend.services.images import ImagePresenter, ImageRecord
from backend.services.previews import PreviewNotice
from backend.services.sessions import SessionService
from shared.credits import CreditsBalance
from shared.events import (
    CreditsEvent,
    DeletedEvent,
    EventName,
    HelloEvent,
    ImageEvent,
    PreviewEvent,
)
from shared.limits import EVENT_HEARTBEAT_S, PAGE_DEFAULT_ITEMS
from shared.wire import WireModel


@dataclass(frozen=True, slots=True)
class StreamItem:
    """One event; `revision` becomes its `id:`. Without a body it is a heartbeat."""

    name: EventName | None = None
    body: WireModel | None = None
    revision: int | None = None


HEARTBEAT = StreamItem()
STREAMS_MAX: Final = 20
"""Of one user in one process. Each takes memory, and a statement with every heartbeat."""
_COME_BACK_AFTER_S: Final = 60


class EventStreamService:
    """Opens event streams."""

    def __init__(
        self,
        hub: EventHub,
        gallery: GalleryService,
        credits_service: CreditsService,
        sessions: SessionService,
        presenter: ImagePresenter,
        *,
        heartbeat_s: float = EVENT_HEARTBEAT_S,
    ) -> None:
        self._hub = hub
        self._gallery = gallery
        self._credits = credits_service
        self._sessions = sessions
        self._presenter = presenter
        self._heartbeat_s = heartbeat_s

    def require_room(self, caller: Caller) -> None:
        """Before `open`: see that one person does not take the streams of many.

        Raises:
            TooManyTries: They have so many open that another one is surely a mistake.
        """
        if self._hub.streams_of(caller.user_id) >= STREAMS_MAX:
            raise TooManyTries(_COME_BACK_AFTER_S)

    async def open(
        self, caller: Caller, *, since: int | None, with_trash: bool = False
    ) -> AsyncIterator[StreamItem]:
        """Every change after revision `since`, then hello, then what happens.

        Without `since` nothing is replayed; without `with_trash` what lies in the trash is told
        as deleted. The stream ends when the session does: at once when
        it was revoked, at the next heartbeat when its time is over.

        Raises:
            DatabaseUnavailable: PostgreSQL does not answer; the client should connect again.
        """
        with self._hub.subscribe(caller.user_id, caller.session_id) as subscription:
            view = await self._first_view(caller.user_id, since)
            view.with_trash = with_trash
            while view.is_behind:
                async for item in self._catch_up(view):
                    yield item
            yield StreamItem(
                EventName.HELLO,
                HelloEvent(
                    revision=view.revision,
                    balance=view.credits.balance,
                    held=view.credits.held,
                    resync_required=view.resync_required,
                ),
            )
            heartbeat_at = time.monotonic() + self._heartbeat_s
            while True:
                await subscription.wait(max(0.0, heartbeat_at - time.monotonic()))
                is_heartbeat_due = time.monotonic() >= heartbeat_at
                if await self._is_over(subscription, looks=is_heartbeat_due):
                    return
                for notice in subscription.take_previews():
                    yield self._present_preview(notice)
                view.is_behind = subscription.take_changes()
                while view.is_behind:
                    async for item in self._catch_up(view):
                        yield item
                if is_heartbeat_due:
                    yield HEARTBEAT
                    heartbeat_at = time.monotonic() + self._heartbeat_s

    async def _is_over(self, subscription: Subscription, *, looks: bool) -> bool:
        """Whether the session has ended; it is looked up also when word of that may be lost."""
        looks = subscription.take_doubt() or looks
        if subscription.is_over or not looks:
            return subscription.is_over
        return not await self._sessions.is_live(subscription.session_id)

    async def _first_view(self, user_id: UUID, since: int | None) -> "_View":
        balance = await self._credits.balance(user_id)
        if since is not None:
            return _View(user_id, since, balance, is_behind=True)
        return _View(user_id, await self._gallery.revision(user_id), balance)

    async def _catch_up(self, view: "_View") -> AsyncIterator[StreamItem]:
        """One page of what the client has not seen; `view.is_behind` tells whether more follows.

        The pictures are on their way before the balance is looked up.
        """
        changes = await self._gallery.changes(
            view.user_id, since=view.revision, limit=PAGE_DEFAULT_ITEMS
        )
        view.revision = changes.revision
        view.is_behind = changes.more
        view.resync_required = view.resync_required or changes.resync_required
        for record in changes.records:
            yield self._present_change(record, with_trash=view.with_trash)
        if changes.more:
            return
        balance = await self._credits.balance(view.user_id)
        if balance != view.credits:
            view.credits = balance
            yield StreamItem(
                EventName.CREDITS, CreditsEvent(balance=balance.balance, held=balance.held)
            )

    def _present_change(self, record: ImageRecord, *, with_trash: bool) -> StreamItem:
        if not record.is_gone(with_trash=with_trash):
            image = self._presenter.present(record)
            return StreamItem(EventName.IMAGE, ImageEvent(image=image), record.revision)
        deleted = DeletedEvent(image_id=str(record.id), revision=record.revision)
        return StreamItem(EventName.DELETED, deleted, record.revision)

    def _present_preview(self, notice: PreviewNotice) -> StreamItem:
        preview = PreviewEvent(
            image_id=notice.image_id,
            attempt=notice.attempt,
            sequence=notice.sequence,
            stage=notice.stage,
            url=self._presenter.sign(notice.key),
        )
        return StreamItem(EventName.PREVIEW, preview)


@dataclass(slots=True)
class _View:
    """What the client has seen."""

    user_id: UUID
    revision: int
    credits: CreditsBalance
    is_behind: bool = False
    with_trash: bool = False
    resync_required: bool = False
