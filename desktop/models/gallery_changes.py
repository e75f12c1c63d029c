"""What a person does to their pictures, beside the rows that show it."""

from collections.abc import Callable, KeysView, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.models.gallery_edits import GalleryEdits
from desktop.models.gallery_rows import GalleryRows
from desktop.storage.change_queue import Place
from desktop.workers.tasks import TaskRunner


class GalleryChanges(GalleryRows):
    """All of it works without a line.

    Signals:
        tags_told(list): `TagCount` of the pictures that were asked about.
        trashed(list): These ids are in the trash now; `restore` is the undo.
        deleted(str): The image's id, after `delete`.
    """

    tags_told = Signal(list)
    trashed = Signal(list)
    deleted = Signal(str)

    def __init__(
        self,
        pages: TaskRunner,
        thumbnails: TaskRunner,
        edits: GalleryEdits,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(pages, thumbnails, parent)
        self._edits = edits
        edits.setParent(self)
        self._to_tell: list[tuple[Callable[[list[str]], None], list[str]]] = []

    def set_favourite(self, ids: Sequence[str], is_favourite: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Mark pictures as favourites, or not."""
        self._edits.set_favourite(ids, is_favourite)

    def rename(self, image_id: str, title: str) -> None:
        """Give a picture a name; "" takes it away."""
        self._edits.rename(image_id, title)

    def change_tags(self, ids: Sequence[str], added: Sequence[str], removed: Sequence[str]) -> None:
        """Give pictures tags, and take others away; upper and lower case make no difference."""
        self._edits.change_tags(ids, added, removed)

    def ask_tags(self, ids: Sequence[str]) -> None:
        """Find out which tags these pictures have; ends in `tags_told`."""
        self._edits.ask_tags(ids, self.tags_told.emit)

    def trash(self, ids: Sequence[str]) -> None:
        """Put pictures into the trash; ends in `trashed`."""
        meant = list(ids)
        self._edits.move(
            meant, Place.TRASH, partial(self._tell_when_placed, self._tell_trashed, meant)
        )

    def restore(self, ids: Sequence[str]) -> None:
        """Take pictures out of the trash."""
        self._edits.move(ids, Place.GALLERY)

    def purge(self, ids: Sequence[str]) -> None:
        """Delete pictures for good."""
        self._edits.move(ids, Place.GONE)

    def empty_trash(self) -> None:
        """Delete everything in the trash for good."""
        self._edits.empty_trash()

    def delete(self, image_id: str) -> None:
        """Put one picture into the trash; ends in `deleted`."""
        self._edits.move(
            [image_id], Place.TRASH, partial(self._tell_when_placed, self._tell_deleted, [image_id])
        )

    def _tell_when_placed(self, tell: Callable[[list[str]], None], ids: list[str]) -> None:
        """Tell of a change once the rows show it."""
        self._to_tell.append((tell, ids))

    def _tell_placed(self, changing_ids: KeysView[str]) -> None:
        """The rows show all changes but those of `changing_ids`."""
        waiting = [(tell, ids) for tell, ids in self._to_tell if not changing_ids.isdisjoint(ids)]
        ready = [each for each in self._to_tell if each not in waiting]
        self._to_tell = waiting
        for tell, ids in ready:
            tell(ids)

    def _tell_trashed(self, ids: list[str]) -> None:
        self.trashed.emit(ids)

    def _tell_deleted(self, ids: list[str]) -> None:
        self.deleted.emit(ids[0])
