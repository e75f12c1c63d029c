"""Finding photos in dropped files and folders."""

from pathlib import Path

import pytest

from desktop.errors import Cancelled
from desktop.workers import gathering
from desktop.workers.gathering import Gathered, gather
from desktop.workers.tasks import Task


@pytest.fixture
def task() -> Task[Gathered]:
    return Task(None, lambda _task: Gathered(()), None, None, None)  # type: ignore[arg-type]  # unused


def _touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def _names(gathered: Gathered) -> list[str]:
    return [source.path.name for source in gathered.sources if source.path]


def test_folders_are_looked_through_as_people_sort_them(
    task: Task[Gathered], tmp_path: Path
) -> None:
    album = tmp_path / "album"
    _touch(album / "10.jpg", album / "9.JPG", album / "b.webp", album / "A.png")
    _touch(album / "trip" / "1.jpeg", album / "notes.txt", album / "film.mp4")
    _touch(album / ".hidden.jpg", album / ".thumbnails" / "x.jpg")

    found = gather(task, [str(album)], 20)

    assert _names(found) == ["9.JPG", "10.jpg", "A.png", "b.webp", "1.jpeg"]
    assert found.others == 2
    assert not found.is_complete


def test_a_file_that_was_named_is_taken_whatever_it_is(
    task: Task[Gathered], tmp_path: Path
) -> None:
    _touch(tmp_path / "letter.txt", tmp_path / "cat.jpg")

    found = gather(task, [str(tmp_path / "letter.txt"), str(tmp_path / "gone.jpg")], 20)

    assert _names(found) == ["letter.txt", "gone.jpg"]
    assert found.is_complete


def test_a_photo_that_was_dropped_twice_is_one(task: Task[Gathered], tmp_path: Path) -> None:
    _touch(tmp_path / "album" / "cat.jpg")

    found = gather(task, [str(tmp_path / "album" / "cat.jpg"), str(tmp_path / "album")], 20)

    assert _names(found) == ["cat.jpg"]


def test_what_is_beyond_the_limit_is_counted(task: Task[Gathered], tmp_path: Path) -> None:
    _touch(*(tmp_path / f"{number}.jpg" for number in range(25)))

    found = gather(task, [str(tmp_path)], 20)

    assert len(found.sources) == 20
    assert found.too_many == 5


def test_a_whole_drive_is_not_read_to_its_end(
    task: Task[Gathered], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "_MOST_ENTRIES", 50)
    _touch(*(tmp_path / f"{number}" / "photo.jpg" for number in range(60)))

    found = gather(task, [str(tmp_path)], 20)

    assert found.is_cut_short


def test_links_to_folders_are_not_followed(task: Task[Gathered], tmp_path: Path) -> None:
    _touch(tmp_path / "album" / "cat.jpg")
    try:
        (tmp_path / "album" / "again").symlink_to(tmp_path / "album", target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links without a right to")

    assert _names(gather(task, [str(tmp_path / "album")], 20)) == ["cat.jpg"]


def test_searching_ends_when_something_else_is_chosen(task: Task[Gathered], tmp_path: Path) -> None:
    task.cancel()

    with pytest.raises(Cancelled):
        gather(task, [str(tmp_path)], 20)
