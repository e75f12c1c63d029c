"""What is read from the cache is what was written, or nothing."""

import hashlib
from pathlib import Path

import pytest

from desktop.storage.content_store import ContentStore

DATA = b"a picture" * 100
NAME = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> ContentStore:
    return ContentStore(tmp_path / "content")


def test_what_was_written_is_read(store: ContentStore) -> None:
    assert store.write(NAME, DATA)

    assert store.read(NAME) == DATA


def test_a_missing_file_is_none(store: ContentStore) -> None:
    assert store.read(NAME) is None


def test_a_damaged_file_is_none_and_is_removed(store: ContentStore, tmp_path: Path) -> None:
    store.write(NAME, DATA)
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    file.write_bytes(DATA[:-1])

    assert store.read(NAME) is None
    assert not file.exists()


def test_a_half_written_file_is_never_seen(
    store: ContentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        store.write(NAME, DATA)

    assert store.read(NAME) is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_without_room_nothing_breaks(store: ContentStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)

    assert not store.write(NAME, DATA)
    assert store.read(NAME) is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "0" * 63, "G" * 64])
def test_a_name_from_the_network_never_becomes_a_path(
    name: str, store: ContentStore, tmp_path: Path
) -> None:
    store.write(name, DATA)

    files = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert [file.parts[0] for file in files] == ["content"]
    assert store.read(name) is None
