"""What was changed and not sent yet survives every end of the app."""

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.storage.change_queue import NO, YES, Change, ChangedField, ChangeQueue, Place

TITLE, FAVOURITE, PLACE = ChangedField.TITLE, ChangedField.FAVOURITE, ChangedField.PLACE
TAG = ChangedField.TAG


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "account" / "changes.sqlite"


@pytest.fixture
def queue(path: Path) -> Iterator[ChangeQueue]:
    opened = ChangeQueue(path)
    yield opened
    opened.close()


def told(queue: ChangeQueue) -> list[tuple[str, ChangedField, str]]:
    return [(change.image_id, change.field, change.value) for change in queue.all()]


def test_changes_are_there_after_reopening_in_the_order_of_making(
    queue: ChangeQueue, path: Path
) -> None:
    queue.add(["b", "a"], FAVOURITE, YES)
    queue.add(["a"], TITLE, "Biscuit")
    before = queue.all()
    queue.close()

    again = ChangeQueue(path)

    assert again.all() == before
    assert told(again) == [
        ("b", FAVOURITE, "yes"),
        ("a", FAVOURITE, "yes"),
        ("a", TITLE, "Biscuit"),
    ]
    assert again.is_kept
    again.close()


def test_only_the_last_value_of_a_field_waits(queue: ChangeQueue) -> None:
    queue.add(["a"], TITLE, "first")
    queue.add(["a"], FAVOURITE, YES)
    queue.add(["a"], TITLE, "last")

    assert told(queue) == [("a", FAVOURITE, "yes"), ("a", TITLE, "last")]


def test_each_tag_is_a_field_of_its_own_whatever_its_letters(
    queue: ChangeQueue, path: Path
) -> None:
    queue.add(["a"], TAG, "+Dog")
    queue.add(["a"], TAG, "+gift: for Emma")
    queue.add(["a"], TAG, "-dog")
    queue.close()

    again = ChangeQueue(path)

    assert told(again) == [("a", TAG, "+gift: for Emma"), ("a", TAG, "-dog")]
    again.remove(again.all())
    assert again.all() == []
    again.close()


def test_a_picture_that_is_gone_has_nothing_else_to_tell(queue: ChangeQueue) -> None:
    queue.add(["a", "b"], TITLE, "a name")
    queue.add(["a"], PLACE, Place.GONE)

    assert told(queue) == [("b", TITLE, "a name"), ("a", PLACE, "gone")]


def test_a_change_made_while_an_earlier_one_was_being_sent_still_waits(
    queue: ChangeQueue, path: Path
) -> None:
    queue.add(["a"], FAVOURITE, YES)
    sent = queue.all()
    queue.add(["a"], FAVOURITE, NO)

    queue.remove(sent)

    assert told(queue) == [("a", FAVOURITE, "no")]
    queue.close()
    again = ChangeQueue(path)
    assert told(again) == [("a", FAVOURITE, "no")]
    again.close()


def test_what_the_server_has_deleted_waits_no_more(queue: ChangeQueue) -> None:
    queue.add(["a", "b"], TITLE, "a name")

    queue.remove_of(["a", "nobody"])

    assert queue.latest_numbers() == {"b": queue.all()[0].number}


def test_a_damaged_file_never_stops_the_app(queue: ChangeQueue, path: Path) -> None:
    queue.add(["a"], TITLE, "lost")
    queue.close()
    path.write_bytes(b"this is no database")

    again = ChangeQueue(path)
    again.add(["a"], TITLE, "kept")

    assert told(again) == [("a", TITLE, "kept")]
    again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no folder is read-only there")
def test_without_a_place_to_write_it_goes_on_in_memory_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"not a folder")

    queue = ChangeQueue(tmp_path / "file" / "changes.sqlite")
    queue.add(["a"], TITLE, "a name")

    assert not queue.is_kept
    assert isinstance(queue.all()[0], Change)
    queue.close()


def test_a_disk_that_fills_up_costs_no_change(queue: ChangeQueue) -> None:
    queue._database.execute("PRAGMA max_page_count = 3")

    for number in range(400):
        queue.add([f"image-{number}"], TITLE, "a name that takes some room on the disk")

    assert not queue.is_kept
    assert len(queue.all()) == 400


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes")
def test_the_file_is_of_the_person_alone(queue: ChangeQueue, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
