"""What is read from the cache is what was written, or nothing; and it keeps to its budget."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.storage.content_store import ContentStore

DATA = b"a picture" * 100
NAME = hashlib.sha256(DATA).hexdigest()
BUDGET_BYTES = 1_000_000
LARGE_BYTES = 100_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ContentStore]:
    opened = ContentStore(tmp_path / "content", BUDGET_BYTES)
    yield opened
    opened.close()


def reopened(store: ContentStore, tmp_path: Path) -> ContentStore:
    store.close()
    return ContentStore(tmp_path / "content", BUDGET_BYTES)


def files_in(folder: Path) -> list[Path]:
    """The pictures on disk, whole or not."""
    return [
        path for path in folder.rglob("*") if path.is_file() and "files.sqlite" not in path.name
    ]


def bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in files_in(folder))


def write_new(store: ContentStore, size_bytes: int) -> str:
    """Keep a file that is like no other; its name."""
    data = os.urandom(size_bytes)
    name = hashlib.sha256(data).hexdigest()
    assert store.write(name, data)
    return name


def test_what_was_written_is_read(store: ContentStore) -> None:
    assert store.write(NAME, DATA)

    assert store.read(NAME) == DATA


def test_a_missing_file_is_none(store: ContentStore) -> None:
    assert store.read(NAME) is None


def test_a_damaged_file_is_none_and_is_removed(store: ContentStore, tmp_path: Path) -> None:
    store.write(NAME, DATA)
    (file,) = files_in(tmp_path)
    file.write_bytes(DATA[:-1])

    assert store.read(NAME) is None
    assert not file.exists()
    assert store.usage_bytes == 0


def test_a_half_written_file_is_never_seen(
    store: ContentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        store.write(NAME, DATA)

    assert store.read(NAME) is None
    assert (files_in(tmp_path), store.usage_bytes) == ([], 0)


def test_without_room_nothing_breaks(store: ContentStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)

    assert not store.write(NAME, DATA)
    assert store.read(NAME) is None
    assert (store.is_disk_full, store.usage_bytes) == (True, 0)
    monkeypatch.undo()
    assert store.write(NAME, DATA)
    assert not store.is_disk_full


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "0" * 63, "G" * 64])
def test_a_name_from_the_network_never_becomes_a_path(
    name: str, store: ContentStore, tmp_path: Path
) -> None:
    store.write(name, DATA)

    assert [file.relative_to(tmp_path).parts[0] for file in files_in(tmp_path)] == ["content"]
    assert store.read(name) is None


def test_the_budget_is_never_passed_and_the_longest_unused_go_first(
    store: ContentStore, tmp_path: Path
) -> None:
    names = [write_new(store, LARGE_BYTES) for _ in range(10)]
    assert store.read(names[0]) is not None

    for _ in range(3):
        write_new(store, LARGE_BYTES)
        assert bytes_in(tmp_path) == store.usage_bytes <= BUDGET_BYTES

    assert [store.has(name) for name in names] == [True, False, False, False, *[True] * 6]


def test_thumbnails_stay_longer_than_large_files(store: ContentStore) -> None:
    thumbnail = write_new(store, 10_000)
    for _ in range(30):
        write_new(store, LARGE_BYTES)

    assert store.read(thumbnail) is not None


def test_any_sequence_of_writes_reads_and_restarts_keeps_to_the_budget(tmp_path: Path) -> None:
    choice = random.Random(7)
    store = ContentStore(tmp_path / "content", BUDGET_BYTES)
    names = [NAME]
    for _ in range(300):
        deed = choice.random()
        if deed < 0.6:
            names.append(write_new(store, choice.choice((3_000, 40_000, 90_000, 400_000))))
        elif deed < 0.9:
            store.read(choice.choice(names))
        elif deed < 0.95:
            store.remove(choice.choice(names))
        else:
            store = reopened(store, tmp_path)
        assert bytes_in(tmp_path) == store.usage_bytes <= BUDGET_BYTES
    store.close()


def test_a_file_larger_than_the_budget_is_not_kept(store: ContentStore) -> None:
    kept = write_new(store, LARGE_BYTES)

    assert not store.write(NAME, bytes(BUDGET_BYTES + 1))
    assert store.has(kept)


def test_a_smaller_budget_counts_at_once(store: ContentStore, tmp_path: Path) -> None:
    names = [write_new(store, LARGE_BYTES) for _ in range(9)]

    store.set_budget(3 * LARGE_BYTES)

    assert bytes_in(tmp_path) == 3 * LARGE_BYTES
    assert [store.has(name) for name in names[-3:]] == [True] * 3


def test_clearing_leaves_nothing(store: ContentStore, tmp_path: Path) -> None:
    for _ in range(5):
        write_new(store, LARGE_BYTES)

    store.clear()

    assert (bytes_in(tmp_path), store.usage_bytes) == (0, 0)
    assert store.write(NAME, DATA)


def test_what_was_used_last_is_known_after_a_restart(store: ContentStore, tmp_path: Path) -> None:
    names = [write_new(store, LARGE_BYTES) for _ in range(10)]
    store.read(names[0])

    again = reopened(store, tmp_path)
    write_new(again, LARGE_BYTES)

    assert (again.has(names[0]), again.has(names[1])) == (True, False)
    again.close()


@pytest.mark.parametrize("damage", [None, b"", b"this is no list"], ids=["gone", "empty", "text"])
def test_without_its_list_it_looks_what_is_there(
    store: ContentStore, tmp_path: Path, damage: bytes | None
) -> None:
    name = write_new(store, LARGE_BYTES)
    store.close()
    for path in (tmp_path / "content").glob("files.sqlite*"):
        path.unlink()
    if damage is not None:
        (tmp_path / "content" / "files.sqlite").write_bytes(damage)

    again = ContentStore(tmp_path / "content", BUDGET_BYTES)

    assert again.usage_bytes == LARGE_BYTES
    assert again.read(name) is not None
    again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_at_any_moment_it_never_keeps_more_than_it_counts(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from desktop.storage.content_store import ContentStore
        from tests.desktop.storage.test_content_store import write_new, BUDGET_BYTES

        store = ContentStore(Path(sys.argv[1]), BUDGET_BYTES)
        while True:
            write_new(store, 70_000)
            print("written", flush=True)
        """
    )
    for writes in (3, 17):
        with subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / "content")], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            for _ in range(writes):
                assert process.stdout.readline()
            process.send_signal(signal.SIGKILL)

        store = ContentStore(tmp_path / "content", BUDGET_BYTES)
        assert bytes_in(tmp_path) <= store.usage_bytes <= BUDGET_BYTES
        store.close()
