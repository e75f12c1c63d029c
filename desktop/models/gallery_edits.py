"""What a person does to their pictures: written down and shown at once, sent when the line allows."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.errors import AppError
from desktop.storage.change_queue import NO, YES, ChangedField, Place
from desktop.workers import gallery_work, tag_work
from desktop.workers.feed_events import ChangesSent
from desktop.workers.tag_work import TagCount
from desktop.workers.tasks import Task, TaskRunner

_FIRST_RETRY_MS = 2_000
_LONGEST_RETRY_MS = 60_000


class GalleryEdits(QObject):
    """Changes to pictures; see `desktop.storage.change_queue` for the rules.

    Signals:
        changed(list): These ids are different on this computer.
        failed(AppError): A change could not be made, or the server refused it.
    """

    changed = Signal(list)
    failed = Signal(object)

    def __init__(
        self, writer: TaskRunner, sender: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._writer = writer
        self._sender = sender
        self._sending: Task[None] | None = None
        self._is_more_to_send = False
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(_FIRST_RETRY_MS)
        self._retry.timeout.connect(self.send)

    def set_favourite(self, ids: Sequence[str], is_favourite: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Mark pictures as favourites, or not."""
        self._change(ids, ChangedField.FAVOURITE, YES if is_favourite else NO)

    def rename(self, image_id: str, title: str) -> None:
        """Give a picture a name; "" takes it away."""
        self._change([image_id], ChangedField.TITLE, title)

    def change_tags(self, ids: Sequence[str], added: Sequence[str], removed: Sequence[str]) -> None:
        """Give pictures tags, and take others away."""
        meant = list(ids)
        if meant and (added or removed):
            self._writer.run(
                lambda task: tag_work.change_tags(task, meant, added, removed),
                partial(self._on_change_made, meant, None),
                self.failed.emit,
            )

    def ask_tags(self, ids: Sequence[str], then: Callable[[list[TagCount]], None]) -> None:
        """Find out which tags pictures have."""
        meant = list(ids)
        self._writer.run(lambda task: tag_work.tags_of(task, meant), then, self.failed.emit)

    def move(
        self, ids: Sequence[str], place: Place, then: Callable[[], None] | None = None
    ) -> None:
        """Put pictures into the trash or back, or delete them for good."""
        self._change(ids, ChangedField.PLACE, place.value, then)

    def empty_trash(self) -> None:
        """Delete everything in the trash for good."""
        self._writer.run(gallery_work.empty_trash, self._on_changed, self.failed.emit)

    @Slot()
    def send(self) -> None:
        """Send what waits, now."""
        self._retry.stop()
        if self._sending is not None:
            self._is_more_to_send = True
            return
        self._is_more_to_send = False
        self._sending = self._sender.run(
            gallery_work.send_changes, self._on_all_sent, self._on_not_sent, self._on_sent
        )

    def send_at_the_end(self) -> None:
        """Send what waits although no answer will be heard any more: the app ends.

        A sending under way may have looked for changes for the last time already.
        """
        self._retry.stop()
        self._sender.run(gallery_work.send_changes)

    def close(self) -> None:
        """Nobody is signed in; what waits is sent after the next sign-in."""
        self._retry.stop()
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None

    def _change(
        self,
        ids: Sequence[str],
        field: ChangedField,
        value: str,
        then: Callable[[], None] | None = None,
    ) -> None:
        meant = list(ids)
        if meant:
            self._writer.run(
                lambda task: gallery_work.change(task, meant, field, value),
                partial(self._on_change_made, meant, then),
                self.failed.emit,
            )

    def _on_change_made(
        self, ids: list[str], then: Callable[[], None] | None, _result: None
    ) -> None:
        self._on_changed(ids)
        if then is not None:
            then()

    def _on_changed(self, ids: list[str]) -> None:
        if ids:
            self.changed.emit(ids)
            self.send()

    def _on_sent(self, sent: ChangesSent) -> None:
        self._retry.setInterval(_FIRST_RETRY_MS)
        self.changed.emit(sent.ids)
        if sent.refused is not None:
            self.failed.emit(sent.refused)

    def _on_all_sent(self, _result: None) -> None:
        self._sending = None
        if self._is_more_to_send:
            self.send()

    def _on_not_sent(self, error: AppError) -> None:
        # Nobody is told: the pictures are marked, and the connection is shown elsewhere.
        self._sending = None
        if not error.ends_session:
            self._retry.start()
            self._retry.setInterval(min(2 * self._retry.interval(), _LONGEST_RETRY_MS))
