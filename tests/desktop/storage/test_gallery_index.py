"""The index of images: what was applied is there after any end, or the server tells it again."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.storage.gallery_index import GalleryIndex
from shared.gallery import Image
from shared.generations import GenerationStatus
from shared.styles import Style


def make_image(number: int, revision: int, title: str = "") -> Image:
    return Image(
        id=f"image-{number}",
        status=GenerationStatus.COMPLETED,
        style=Style.CUTE_FLUFFY,
        prompt="",
        title=title,
        favourite=False,
        revision=revision,
        attempt=1,
        created_at=datetime(2026, 11, 22, 12, number % 60, tzinfo=UTC),
        cost_credits=1,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "account" / "index.sqlite"


@pytest.fixture
def index(path: Path) -> Iterator[GalleryIndex]:
    opened = GalleryIndex(path)
    yield opened
    opened.close()


def test_a_new_index_has_seen_nothing(index: GalleryIndex) -> None:
    assert index.revision == 0
    assert index.images() == []


def test_changes_are_there_after_reopening(index: GalleryIndex, path: Path) -> None:
    index.apply([make_image(1, 1), make_image(2, 2)], [], 2)
    index.apply([make_image(1, 3, "Biscuit")], ["image-2"], 4)
    index.close()

    again = GalleryIndex(path)
    assert [(image.id, image.title) for image in again.images()] == [("image-1", "Biscuit")]
    assert again.revision == 4
    again.close()


def test_an_older_change_that_comes_late_changes_nothing(index: GalleryIndex) -> None:
    index.apply([make_image(1, 5, "new")], [], 5)
    index.apply([make_image(1, 3, "old")], [], 3)

    assert [image.title for image in index.images()] == ["new"]
    assert index.revision == 5


def test_clearing_begins_again(index: GalleryIndex) -> None:
    index.apply([make_image(1, 5)], [], 5)
    index.clear()

    assert (index.images(), index.revision) == ([], 0)


@pytest.mark.parametrize(
    "damage",
    [b"", b"this is no database", b"SQLite format 3\0" + bytes(200)],
    ids=["empty", "text", "header only"],
)
def test_a_damaged_index_is_built_anew(damage: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)

    index = GalleryIndex(path)

    index.apply([make_image(1, 1)], [], 1)
    assert index.revision == 1
    index.close()


def test_an_index_damaged_in_the_middle_is_built_anew(index: GalleryIndex, path: Path) -> None:
    index.apply([make_image(number, number) for number in range(1, 400)], [], 399)
    index.close()
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 6] = os.urandom(4096 * 3)
    path.write_bytes(content)

    again = GalleryIndex(path)

    assert (again.images(), again.revision) == ([], 0)
    again.close()


def test_an_index_of_another_version_is_built_anew(index: GalleryIndex, path: Path) -> None:
    index.apply([make_image(1, 1)], [], 1)
    index._database.execute("PRAGMA user_version = 99")
    index.close()

    again = GalleryIndex(path)

    assert again.revision == 0
    again.close()


def test_a_full_disk_keeps_everything_in_memory(index: GalleryIndex) -> None:
    index.apply([make_image(1, 1)], [], 1)
    pages = index._database.execute("PRAGMA page_count").fetchone()[0]
    index._database.execute(f"PRAGMA max_page_count = {pages}")

    index.apply([make_image(number, number) for number in range(2, 300)], [], 299)

    assert len(index.images()) == 299
    assert index.revision == 299


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_kill_in_the_middle_of_writing_never_leaves_a_damaged_index(path: Path) -> None:
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from desktop.storage.gallery_index import GalleryIndex
        from tests.desktop.storage.test_gallery_index import make_image

        index = GalleryIndex(Path(sys.argv[1]))
        number = index.revision
        while True:
            number += 1
            index.apply([make_image(number, number)], [f"image-{number - 20}"], number)
            print(number, flush=True)
        """
    )
    seen = 0
    for kill_after in (5, 9, 14):
        with subprocess.Popen(
            [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            for _ in range(kill_after):
                seen = int(process.stdout.readline())
            process.send_signal(signal.SIGKILL)

        index = GalleryIndex(path)
        assert index.revision >= seen
        assert len(index.images()) == min(index.revision, 20)
        assert max(image.revision for image in index.images()) == index.revision
        index.close()
