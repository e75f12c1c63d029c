"""The links to one picture: making them, counting them, ending them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.errors import AppError
from desktop.workers import share_work
from desktop.workers.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from shared.gallery import Share, ShareLink, Shares


class SharingModel(QObject):
    """One picture at a time.

    Signals:
        links_changed(): `links` or `is_busy` is new.
        shared(str): The address of the new link: it is told this once.
        failed(AppError): The server could not be asked.
    """

    links_changed = Signal()
    shared = Signal(str)
    failed = Signal(object)

    def __init__(self, calls: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._image_id = ""
        self._links: list[ShareLink] | None = None
        self._task: Task[Share] | Task[Shares] | Task[None] | None = None

    @property
    def links(self) -> "list[ShareLink] | None":
        """Those that work, oldest first; None until it is known."""
        return self._links

    @property
    def is_busy(self) -> bool:
        """Whether the server is being asked."""
        return self._task is not None

    def open(self, image_id: str) -> None:
        """Look at another picture's links; "" looks at none."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._image_id = image_id
        self._links = None
        if image_id:
            self._ask_links()
        self.links_changed.emit()

    def share(self, expires_in_days: int | None) -> None:
        """Make a link; ends in `shared`. None: it works until it is ended."""
        image_id = self._image_id
        if self._task is None and image_id:
            self._task = self._calls.run(
                lambda task: share_work.share_image(task, image_id, expires_in_days),
                self._on_shared,
                self._on_failed,
            )
            self.links_changed.emit()

    def revoke(self) -> None:
        """End all links to the picture."""
        image_id = self._image_id
        if self._task is None and image_id:
            self._task = self._calls.run(
                lambda task: share_work.revoke_links(task, image_id),
                self._on_revoked,
                self._on_failed,
            )
            self.links_changed.emit()

    def _ask_links(self) -> None:
        image_id = self._image_id
        self._task = self._calls.run(
            lambda task: share_work.share_links(task, image_id), self._on_links, self._on_failed
        )

    def _on_shared(self, share: "Share") -> None:
        self.shared.emit(share.url)
        self._ask_links()

    def _on_links(self, shares: "Shares") -> None:
        self._task = None
        self._links = shares.links
        self.links_changed.emit()

    def _on_revoked(self, _result: None) -> None:
        self._task = None
        self._links = []
        self.links_changed.emit()

    def _on_failed(self, error: AppError) -> None:
        self._task = None
        self.links_changed.emit()
        self.failed.emit(error)
