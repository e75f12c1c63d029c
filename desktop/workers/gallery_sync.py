"""Bringing the copy of the gallery and the server's together: what was told, and what waits.

No Qt and no waiting here: the feed (`desktop.workers.feed`) decides when to ask, the sender
(`desktop.workers.gallery_work`) when to send.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from desktop.api.client import ApiClient
from desktop.errors import ApiError
from desktop.storage.change_queue import WITH, YES, Change, ChangedField, Place
from desktop.workers.account_files import Account
from desktop.workers.feed_events import ChangesSent, ImagesChanged, ImagesLoaded
from shared.gallery import BulkAction, BulkRequest, GalleryDelta, Image, ImageChange
from shared.limits import BULK_MAX_IMAGES

_log = logging.getLogger(__name__)

_ACTIONS = {
    Place.GALLERY.value: BulkAction.RESTORE,
    Place.TRASH.value: BulkAction.TRASH,
    Place.GONE.value: BulkAction.DELETE_FOREVER,
}


class GallerySync:
    """One account at one server. Receiving belongs to one thread, sending to another."""

    def __init__(self, client: ApiClient, account: Account) -> None:
        self._client = client
        self._account = account
        self._index = account.index

    # What the server tells.

    def catch_up(self, is_cancelled: Callable[[], bool]) -> Iterator[ImagesChanged | ImagesLoaded]:
        """Ask for everything since the cursor, page by page; each page is kept before it is told.

        When the server cannot tell what has changed since, it is asked for everything.

        Raises:
            DesktopError: As `HttpLine.request`; the next call goes on where this one stopped.
        """
        while not is_cancelled():
            if not self._index.is_complete:
                yield from self._take_page()
                continue
            delta = self._client.images_since(self._index.revision, with_trash=True)
            if delta.resync_required:
                self._index.begin_afresh()
                continue
            yield from self._take(delta)
            if not delta.more:
                return

    def take_image(self, image: Image) -> ImagesChanged:
        """The stream tells of an image."""
        self._account.addresses.learn(image)
        self._index.apply([image], [], image.revision)
        return _changed([image], [])

    def take_deleted(self, image_id: str, revision: int) -> ImagesChanged:
        """The stream tells that an image is gone for good."""
        self._index.apply([], [image_id], revision)
        return _changed([], [image_id])

    def _take(self, delta: GalleryDelta) -> Iterator[ImagesChanged]:
        for image in delta.images:
            self._account.addresses.learn(image)
        self._index.apply(delta.images, delta.deleted_ids, delta.revision)
        if delta.images or delta.deleted_ids:
            yield _changed(delta.images, delta.deleted_ids)

    def _take_page(self) -> Iterator[ImagesChanged | ImagesLoaded]:
        """The next page of everything: of the gallery, then of the trash.

        What changes meanwhile is told by the delta since the revision of the first page.
        """
        cursor = self._index.cursor
        try:
            page = self._client.images_page(cursor.page, in_trash=cursor.in_trash)
        except ApiError as error:
            if error.code == "invalid_request" and cursor.page is not None:
                # A server that does not know its own word any more is asked from the beginning.
                self._index.begin_afresh()
                return
            raise
        for image in page.images:
            self._account.addresses.learn(image)
        is_first = cursor.page is None and not cursor.in_trash
        is_last = page.next_cursor is None
        reached = replace(
            cursor,
            revision=page.revision if is_first else cursor.revision,
            is_complete=is_last and cursor.in_trash,
            in_trash=cursor.in_trash or is_last,
            page=page.next_cursor,
        )
        has_removed = self._index.apply_page(page.images, reached)
        yield _changed(page.images, [])
        if has_removed:
            yield ImagesLoaded(self._index.recent())

    # What waits.

    def send(self, is_cancelled: Callable[[], bool]) -> Iterator[ChangesSent]:
        """Send what waits, in order, until nothing does.

        Raises:
            DesktopError: The line, or the server for a moment; everything unanswered still waits.
        """
        while not is_cancelled():
            batch = _Batch.first_of(self._account.changes.all())
            if batch is None:
                return
            try:
                yield self._send(batch)
            except ApiError as error:
                if error.ends_session or error.is_temporary:
                    raise
                yield self._on_refused(batch, error)

    def _send(self, batch: "_Batch") -> ChangesSent:
        change = batch.changes[0]
        if batch.action is None:
            told = self._client.change_image(change.image_id, ImageChange(title=change.value))
            self._index.settle(batch.changes, told)
        else:
            tags = [change.tag] if change.field is ChangedField.TAG else []
            request = BulkRequest(ids=batch.ids, action=batch.action, tags=tags)
            answer = self._client.change_images(request)
            self._index.settle(batch.changes)
            self._index.drop(answer.missing_ids)
        return ChangesSent(batch.ids)

    def _on_refused(self, batch: "_Batch", error: ApiError) -> ChangesSent:
        if error.code == "not_found":
            # Another device has deleted it for good.
            self._index.drop(batch.ids)
            return ChangesSent(batch.ids)
        _log.warning("The server refused a change: %s", error)
        self._account.changes.remove(batch.changes)
        self._index.refresh(batch.ids)
        return ChangesSent(batch.ids, error.describe())


@dataclass(slots=True)
class _Batch:
    """What one request can carry: the same change of pictures that follow each other in the queue."""

    action: BulkAction | None
    """None: a name, which is sent alone."""
    changes: list[Change] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return [change.image_id for change in self.changes]

    @classmethod
    def first_of(cls, changes: list[Change]) -> "_Batch | None":
        """The oldest changes that go together."""
        if not changes:
            return None
        batch = cls(_action_of(changes[0]))
        most = 1 if batch.action is None else BULK_MAX_IMAGES
        for change in changes[:most]:
            if (_action_of(change), _tag_of(change)) != (batch.action, _tag_of(changes[0])):
                break
            batch.changes.append(change)
        return batch


def _action_of(change: Change) -> BulkAction | None:
    match change.field:
        case ChangedField.TITLE:
            return None
        case ChangedField.FAVOURITE:
            return BulkAction.FAVOURITE if change.value == YES else BulkAction.UNFAVOURITE
        case ChangedField.PLACE:
            return _ACTIONS[change.value]
        case ChangedField.TAG:
            is_added = change.value.startswith(WITH)
            return BulkAction.ADD_TAGS if is_added else BulkAction.REMOVE_TAGS


def _tag_of(change: Change) -> str:
    """Which tag goes along; "": none does."""
    return change.tag if change.field is ChangedField.TAG else ""


def _changed(images: list[Image], deleted_ids: list[str]) -> ImagesChanged:
    """What lies in the trash is told as gone."""
    return ImagesChanged(
        [image for image in images if image.trashed_at is None],
        [*deleted_ids, *(image.id for image in images if image.trashed_at is not None)],
    )
