"""The list of a person's images on this computer, and how far it has been brought up to date."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import pydantic

from desktop.storage import gallery_queries as queries
from desktop.storage.change_queue import Change, ChangedField, ChangeQueue, Place
from desktop.storage.database import create_in_memory, is_damage, open_database, remove_database
from desktop.storage.gallery_filter import GalleryCounts, GalleryFilter
from desktop.storage.gallery_queries import Cursor, SortKey
from desktop.storage.gallery_rows import image_of, row_of, with_change, without_addresses
from desktop.storage.gallery_schema import IN_GALLERY, IN_TRASH, MIGRATIONS
from shared.gallery import Image

T = TypeVar("T")
_log = logging.getLogger(__name__)
_AT_ONCE = 500


class GalleryIndex:
    """An SQLite file. Safe from any thread: readers and the writer do not wait for each other.

    A change and the cursor that goes with it are written in one transaction, so a crash loses at
    most what the server will tell again. A damaged file, or one of a later version, is replaced by
    an empty one, whenever that is noticed; `is_complete` is False until the server has told
    everything again. When the disk is full the index goes on in memory.

    What the person has changed and the server has not heard of (`changes`) is part of everything
    that is read here, and is kept apart from what the server has told.
    """

    def __init__(self, path: Path, changes: ChangeQueue) -> None:
        self._path = path
        self._changes = changes
        self._lock = threading.RLock()
        self._reader_lock = threading.RLock()
        self._database, self._is_kept = open_database(path, MIGRATIONS)
        self._reader = self._open_reader()
        self._repair_waiting()

    @property
    def is_kept(self) -> bool:
        """Whether it survives the end of the app; False without room on the disk."""
        return self._is_kept

    @property
    def cursor(self) -> Cursor:
        """How far the server has been heard."""
        return self._read(queries.cursor) or Cursor()

    @property
    def revision(self) -> int:
        """Everything up to here has been seen, once the index is complete."""
        return self.cursor.revision

    @property
    def is_complete(self) -> bool:
        """Whether everything has been told once; from then on changes are enough."""
        return self.cursor.is_complete

    @property
    def size_bytes(self) -> int:
        """What the file takes on the disk."""
        names = (self._path.name, self._path.name + "-wal")
        return sum(_size_of(self._path.with_name(name)) for name in names)

    # What the server tells.

    def apply(
        self,
        images: Iterable[Image],
        deleted_ids: Iterable[str],
        revision: int,
    ) -> None:
        """Take changes over; older ones than are known change nothing.

        Args:
            images: New or different ones.
            deleted_ids: Those that are gone for good.
            revision: Everything up to here has been seen then, if the index was complete before.
        """
        told = list(images)
        gone = list(deleted_ids)
        self._changes.remove_of(gone)

        def change(database: sqlite3.Connection) -> None:
            cursor = queries.cursor(database)
            self._put(database, told, cursor.epoch)
            database.executemany("DELETE FROM images WHERE id = ?", [(each,) for each in gone])
            if cursor.is_complete:
                database.execute("UPDATE cursor SET revision = max(revision, ?)", (revision,))

        self._write(change)

    def begin_afresh(self) -> None:
        """The server cannot tell what has changed: all of it follows. What is known stays shown."""
        self._write(
            lambda database: database.execute(
                "UPDATE cursor SET revision = 0, epoch = epoch + 1, is_complete = 0, in_trash = 0,"
                " page = NULL"
            )
        )

    def apply_page(self, images: Iterable[Image], reached: Cursor) -> bool:
        """Take a page of a full sync over.

        Args:
            images: The page's.
            reached: Where the next page begins. Complete: this was the last one.

        Returns:
            Whether entries that nobody knows any more went away.
        """
        told = list(images)

        def change(database: sqlite3.Connection) -> bool:
            epoch = queries.cursor(database).epoch
            self._put(database, told, epoch)
            queries.move_cursor(database, reached)
            if not reached.is_complete:
                return False
            removed = database.execute("DELETE FROM images WHERE epoch <> ?", (epoch,)).rowcount
            return removed > 0

        return self._write(change)

    # What the person changes.

    def refresh(self, image_ids: Iterable[str]) -> None:
        """What waits for these images is different: show it."""
        ids = list(image_ids)

        def change(database: sqlite3.Connection) -> None:
            for start in range(0, len(ids), _AT_ONCE):
                known = queries.entries(database, ids[start : start + _AT_ONCE])
                self._put(database, [each.image for each in known], None)

        self._write(change)

    def settle(self, changes: Sequence[Change], told: Image | None = None) -> None:
        """The server has carried these changes out; they are part of what it tells from now on.

        Args:
            changes: All of one request.
            told: The image as the server has answered it, if it did.
        """
        settled = frozenset(each.number for each in changes)

        def change(database: sqlite3.Connection) -> None:
            for each in changes:
                if (each.field, each.value) == (ChangedField.PLACE, Place.GONE):
                    database.execute("DELETE FROM images WHERE id = ?", (each.image_id,))
                    continue
                for known in queries.entries(database, [each.image_id]):
                    image = with_change(known.image, each)
                    if told is not None and told.revision >= image.revision:
                        image = told
                    self._put(database, [image], None, settled)

        self._write(change)
        # Last: whoever reads meanwhile finds each of them there or here, or in both.
        self._changes.remove(changes)

    def drop(self, image_ids: Iterable[str]) -> None:
        """The server does not know these any more."""
        gone = list(image_ids)
        self._changes.remove_of(gone)
        self._write(
            lambda database: database.executemany(
                "DELETE FROM images WHERE id = ?", [(each,) for each in gone]
            )
        )

    # What is read.

    def find(
        self,
        wanted: GalleryFilter,
        most: int | None = None,
        is_unwanted: Callable[[], bool] = lambda: False,
    ) -> list[SortKey]:
        """The pictures that are wanted, in their order; see `gallery_queries.find`."""
        return self._read(lambda database: queries.find(database, wanted, most, is_unwanted)) or []

    def find_beginning(
        self, wanted: GalleryFilter, typed: str, after: SortKey | None
    ) -> SortKey | None:
        """See `gallery_queries.find_beginning`."""
        return self._read(lambda database: queries.find_beginning(database, wanted, typed, after))

    def place(self, image_ids: Sequence[str], wanted: GalleryFilter) -> dict[str, SortKey]:
        """Those of these images that are wanted."""
        return self._read(lambda database: queries.find_among(database, image_ids, wanted)) or {}

    def images(self, image_ids: Sequence[str]) -> list[tuple[Image, bool]]:
        """These images as a person sees them, and whether a change of them waits."""
        # What waits is looked up first: what is carried out meanwhile is then part of the entry.
        waiting = {image_id: self._changes.of(image_id) for image_id in image_ids}
        found = self._read(lambda database: queries.entries(database, image_ids)) or []
        return [(image_of(each, waiting[each.image.id]), each.is_waiting) for each in found]

    def image(self, image_id: str) -> Image | None:
        """One of them."""
        return next((image for image, _ in self.images([image_id])), None)

    def recent(self) -> list[Image]:
        """What is being made, and the newest of all."""
        ids = self._read(queries.recent_ids) or []
        return [image for image, _ in self.images(ids)]

    def ids_in(self, place: Place) -> list[str]:
        """All of the gallery, or all of the trash."""
        number = IN_TRASH if place is Place.TRASH else IN_GALLERY
        return self._read(lambda database: queries.ids_in(database, number)) or []

    def counts(self) -> GalleryCounts:
        """How many there are."""
        return self._read(queries.counts) or GalleryCounts()

    def close(self) -> None:
        """Close the file."""
        with self._lock, self._reader_lock:
            self._reader.close()
            self._database.close()

    def _put(
        self,
        database: sqlite3.Connection,
        images: list[Image],
        epoch: int | None,
        settled: frozenset[int] = frozenset(),
    ) -> None:
        """Write what the server has told beneath what waits; `None` keeps epoch and revision.

        The changes with the numbers in `settled` wait no more.
        """
        for image in images:
            waiting = self._changes.of(image.id)
            left = {key: each for key, each in waiting.items() if each.number not in settled}
            row = row_of(image, left)
            key = queries.upsert(database, row, epoch)
            if key is not None:
                entry = without_addresses(image).model_dump_json(exclude_none=True)
                queries.write_entry(database, key, entry)

    def _repair_waiting(self) -> None:
        """When the app was killed, the queue may have been written and this file not yet."""
        shown = self._read(queries.waiting) or {}
        meant = self._changes.latest_numbers()
        self.refresh(image_id for image_id, _ in shown.items() ^ meant.items())

    def _read(self, question: Callable[[sqlite3.Connection], T]) -> T | None:
        try:
            with self._reader_lock:
                return question(self._reader)
        except (sqlite3.DatabaseError, pydantic.ValidationError) as error:
            self._on_failed_read(error)
            return None

    def _on_failed_read(self, error: Exception) -> None:
        _log.warning("The gallery index could not be read: %s", error)
        if isinstance(error, sqlite3.DatabaseError) and not is_damage(error):
            return
        with self._lock:
            self._replace()

    def _write(self, change: Callable[[sqlite3.Connection], T]) -> T:
        """Make the change in one transaction; without room on the disk, in memory from now on."""
        with self._lock:
            try:
                with self._database:
                    return change(self._database)
            except sqlite3.DatabaseError as error:
                if is_damage(error):
                    _log.warning("The gallery index is damaged and is built anew: %s", error)
                    self._replace()
                else:
                    _log.warning("The gallery index goes on in memory: %s", error)
                    self._move_to_memory()
            with self._database:
                return change(self._database)

    def _replace(self) -> None:
        with self._reader_lock:
            self._reader.close()
            self._database.close()
            try:
                remove_database(self._path)
            except OSError as error:
                _log.warning("The damaged gallery index could not be removed: %s", error)
            self._database, self._is_kept = open_database(self._path, MIGRATIONS)
            self._reader = self._open_reader()

    def _move_to_memory(self) -> None:
        with self._reader_lock:
            memory = sqlite3.connect(":memory:", check_same_thread=False)
            try:
                self._database.backup(memory)
            except sqlite3.Error:
                memory.close()
                memory = create_in_memory(MIGRATIONS)
            self._reader.close()
            self._database.close()
            self._database = memory
            self._is_kept = False
            self._reader = self._open_reader()

    def _open_reader(self) -> sqlite3.Connection:
        if self._is_kept:
            return open_database(self._path, MIGRATIONS)[0]
        self._reader_lock = self._lock
        return self._database


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
