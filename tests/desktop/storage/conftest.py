"""What the tests of the storage share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.storage.change_queue import ChangeQueue
from desktop.storage.gallery_index import GalleryIndex
from tests.desktop.storage.index_filling import COMPLETE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "account" / "index.sqlite"


@pytest.fixture
def changes(tmp_path: Path) -> Iterator[ChangeQueue]:
    queue = ChangeQueue(tmp_path / "changes.sqlite")
    yield queue
    queue.close()


@pytest.fixture
def new_index(path: Path, changes: ChangeQueue) -> Iterator[GalleryIndex]:
    opened = GalleryIndex(path, changes)
    yield opened
    opened.close()


@pytest.fixture
def index(new_index: GalleryIndex) -> GalleryIndex:
    """One that has been told everything there was: nothing."""
    new_index.apply_page([], COMPLETE)
    return new_index
