"""The index of images after damage, a full disk, another version, and a kill."""

import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.storage.change_queue import ChangeQueue
from desktop.storage.gallery_filter import GalleryFilter
from desktop.storage.gallery_index import GalleryIndex
from tests.desktop.storage.index_filling import ALL, COMPLETE, found, make_image


@pytest.mark.parametrize(
    "damage",
    [b"", b"this is no database", b"SQLite format 3\0" + bytes(200)],
    ids=["empty", "text", "header only"],
)
def test_a_damaged_index_is_built_anew(damage: bytes, path: Path, changes: ChangeQueue) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)

    index = GalleryIndex(path, changes)

    index.apply_page([make_image(1, 1)], replace(COMPLETE, revision=1))
    assert (index.revision, found(index), index.is_kept) == (1, ["image-1"], True)
    index.close()


@pytest.mark.parametrize("first_page", range(1, 26, 4))
def test_an_index_damaged_anywhere_is_built_anew_when_it_is_noticed(
    first_page: int, index: GalleryIndex, path: Path, changes: ChangeQueue
) -> None:
    index.apply([make_image(number, number, "a") for number in range(1, 400)], [], 399)
    index.close()
    damage, content = random.Random(first_page), bytearray(path.read_bytes())
    content[4096 * first_page : 4096 * (first_page + 4)] = damage.randbytes(4096 * 4)
    path.write_bytes(content)

    again = GalleryIndex(path, changes)
    ids = [f"image-{number}" for number in range(1, 400)]
    known = [image.id for image, _ in again.images(ids)]
    assert set(known) <= set(ids)
    for wanted in (ALL, GalleryFilter(text="a"), GalleryFilter(trashed=True)):
        again.find(wanted)
    again.counts()
    again.refresh(ids)
    if again.revision == 0:
        assert not again.is_complete
        again.apply([make_image(number, number, "a") for number in range(1, 400)], [], 399)
        assert len(found(again, text="a")) == 399
    again.close()


def test_an_index_of_a_later_version_is_built_anew(
    index: GalleryIndex, path: Path, changes: ChangeQueue
) -> None:
    index.apply([make_image(1, 1)], [], 1)
    index._database.execute("PRAGMA user_version = 99")
    index.close()

    again = GalleryIndex(path, changes)

    assert (again.revision, again.is_complete) == (0, False)
    again.close()


def test_an_index_of_the_first_version_becomes_one_of_this(
    path: Path, changes: ChangeQueue
) -> None:
    path.parent.mkdir(parents=True)
    old = sqlite3.connect(path)
    old.executescript(
        "CREATE TABLE images (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, entry TEXT NOT NULL)"
        " WITHOUT ROWID; CREATE TABLE cursor (revision INTEGER NOT NULL);"
        " INSERT INTO cursor VALUES (7); PRAGMA user_version = 1;"
    )
    old.close()

    index = GalleryIndex(path, changes)

    assert index.revision == 0
    index.apply([make_image(1, 1, "Biscuit")], [], 1)
    assert found(index, text="biscuit") == ["image-1"]
    index.close()


def test_a_full_disk_keeps_everything_in_memory(index: GalleryIndex) -> None:
    index.apply([make_image(1, 1)], [], 1)
    pages = index._database.execute("PRAGMA page_count").fetchone()[0]
    index._database.execute(f"PRAGMA max_page_count = {pages}")

    index.apply([make_image(number, number) for number in range(2, 300)], [], 299)

    assert not index.is_kept
    assert len(found(index)) == 299
    assert index.revision == 299


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_kill_in_the_middle_of_writing_never_leaves_a_damaged_index(
    path: Path, changes: ChangeQueue
) -> None:
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from desktop.storage.change_queue import ChangeQueue
        from desktop.storage.gallery_index import GalleryIndex
        from dataclasses import replace
        from tests.desktop.storage.index_filling import COMPLETE, make_image

        path = Path(sys.argv[1])
        index = GalleryIndex(path, ChangeQueue(path.with_name("changes.sqlite")))
        index.apply_page([], replace(COMPLETE, revision=index.revision))
        number = index.revision
        while True:
            number += 1
            index.apply([make_image(number, number)], [f"image-{number - 20}"], number)
            print(number, flush=True)
        """
    )
    for kill_after in (5, 14):
        seen = 0
        with subprocess.Popen(
            [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            for _ in range(kill_after):
                seen = int(process.stdout.readline())
            process.send_signal(signal.SIGKILL)

        index = GalleryIndex(path, changes)
        assert index.revision >= seen
        assert len(found(index)) == min(index.revision, 20)
        assert found(index)[0] == f"image-{index.revision}"
        index.close()
