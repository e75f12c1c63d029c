"""The index of images: what was applied is there after any end, or the server tells it again."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.errors import Cancelled
from desktop.storage import gallery_queries as queries
from desktop.storage.change_queue import YES, Change, ChangedField, ChangeQueue, Place
from desktop.storage.gallery_filter import GalleryFilter, GalleryOrder
from desktop.storage.gallery_index import GalleryIndex
from desktop.storage.gallery_queries import Cursor
from desktop.storage.gallery_rows import Entry
from shared.generations import GenerationStatus
from shared.styles import Style
from tests.desktop.storage.index_filling import ALL, COMPLETE, FILE, NOON, found, make_image


def test_a_new_index_has_seen_nothing(new_index: GalleryIndex) -> None:
    assert (new_index.revision, new_index.is_complete, found(new_index)) == (0, False, [])


def test_changes_are_there_after_reopening(
    index: GalleryIndex, path: Path, changes: ChangeQueue
) -> None:
    index.apply([make_image(1, 1), make_image(2, 2)], [], 2)
    index.apply([make_image(1, 3, "Biscuit")], ["image-2"], 4)
    index.close()

    again = GalleryIndex(path, changes)
    assert [image.title for image, _ in again.images(["image-1", "image-2"])] == ["Biscuit"]
    assert (again.revision, found(again)) == (4, ["image-1"])
    again.close()


def test_an_older_change_that_comes_late_changes_nothing(index: GalleryIndex) -> None:
    index.apply([make_image(1, 5, "new")], [], 5)
    index.apply([make_image(1, 3, "old")], [], 3)

    assert title_of(index, 1) == "new"
    assert index.revision == 5


def test_a_change_moves_the_cursor_only_once_nothing_is_missing_before_it(
    new_index: GalleryIndex,
) -> None:
    new_index.apply([make_image(9, 9)], [], 9)
    assert (new_index.revision, found(new_index)) == (0, ["image-9"])

    new_index.apply_page([make_image(1, 1)], replace(COMPLETE, revision=8))
    new_index.apply([make_image(9, 10)], [], 10)

    assert new_index.revision == 10


def test_signed_addresses_are_not_kept(index: GalleryIndex, path: Path) -> None:
    index.apply([make_image(1, 1, photo=FILE, thumbnail=FILE)], [], 1)
    index.close()

    assert b"signature" not in path.read_bytes()


def test_while_all_is_told_again_what_was_known_stays_and_what_is_gone_goes(
    index: GalleryIndex, path: Path, changes: ChangeQueue
) -> None:
    index.apply([make_image(number, number) for number in (1, 2, 3)], [], 3)

    index.begin_afresh()
    second_page = Cursor(revision=2, page="the second page")
    assert not index.apply_page([make_image(2, 1, "older by a restored backup")], second_page)
    assert len(found(index)) == 3
    index.close()
    again = GalleryIndex(path, changes)
    assert replace(again.cursor, epoch=0) == second_page

    assert again.apply_page([make_image(4, 2)], replace(COMPLETE, revision=2))
    assert found(again) == ["image-4", "image-2"]
    assert title_of(again, 2) == "older by a restored backup"
    again.close()


def test_filters_and_orders(index: GalleryIndex) -> None:
    index.apply(
        [
            make_image(1, 1, "zebra", favourite=True),
            make_image(2, 2, "Ägidius", style=Style.MINIMALIST),
            make_image(3, 3, "", prompt="with a Scarf", created_at=NOON - timedelta(days=3)),
            make_image(4, 4, "gone", trashed_at=NOON),
            make_image(5, 5, status=GenerationStatus.PROCESSING, result=None),
            make_image(6, 6, "anna", tags=["holiday in Rome"]),
        ],
        [],
        6,
    )

    assert found(index) == ["image-6", "image-2", "image-1", "image-3"]
    assert found(index, order=GalleryOrder.OLDEST) == ["image-3", "image-1", "image-2", "image-6"]
    assert found(index, order=GalleryOrder.TITLE) == ["image-6", "image-1", "image-2", "image-3"]
    assert found(index, favourites=True) == ["image-1"]
    assert found(index, style=Style.MINIMALIST) == ["image-2"]
    assert found(index, trashed=True) == ["image-4"]
    today = (NOON + timedelta(minutes=1)).astimezone().date()
    assert found(index, since=today, until=today) == ["image-6", "image-2", "image-1"]
    assert found(index, until=today - timedelta(days=1)) == ["image-3"]
    assert [image.id for image in index.recent()][:1] == ["image-5"]
    assert (index.counts().all, index.counts().favourites, index.counts().trashed) == (4, 1, 1)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("bis", [1]),
        ("BISCUIT", [1]),
        ("agidius", [2]),
        ("A\u0308gid", [2]),
        ("scarf with", [3]),
        ("scarf bis", []),
        ("rome", [4]),
        ('"; DROP TABLE images; --', []),
        ("NEAR(", []),
        ("!?", []),
        ("   ", [4, 3, 2, 1]),
        ("_", []),
    ],
)
def test_words_are_found_by_their_beginnings_in_title_wish_and_tags(
    index: GalleryIndex, text: str, numbers: list[int]
) -> None:
    index.apply(
        [
            make_image(1, 1, "Mister Biscuit"),
            make_image(2, 2, "Ägidius"),
            make_image(3, 3, prompt="with a red scarf"),
            make_image(4, 4, tags=["Rome", "2026"]),
        ],
        [],
        4,
    )

    assert found(index, text=text) == [f"image-{number}" for number in numbers]


def test_words_that_are_gone_are_not_found(index: GalleryIndex) -> None:
    index.apply([make_image(1, 1, "Biscuit"), make_image(2, 2, "Biscuit")], [], 2)
    index.apply([make_image(1, 3, "Toffee")], ["image-2"], 4)

    assert (found(index, text="biscuit"), found(index, text="toffee")) == ([], ["image-1"])


def test_where_some_stand_agrees_with_where_all_stand(index: GalleryIndex) -> None:
    index.apply([make_image(number, number, f"a {number}") for number in range(1, 30)], [], 29)
    for wanted in (ALL, GalleryFilter(order=GalleryOrder.TITLE), GalleryFilter(text="a")):
        keys = {str(key[-1]): key for key in index.find(wanted)}
        assert index.place(["image-3", "nobody", "image-20"], wanted) == {
            image_id: keys[image_id] for image_id in ("image-3", "image-20")
        }
        assert list(keys.values()) == sorted(keys.values())


def test_what_waits_is_shown_over_whatever_the_server_tells(
    index: GalleryIndex, changes: ChangeQueue
) -> None:
    index.apply([make_image(1, 1, "there"), make_image(2, 2)], [], 2)
    changes.add(["image-1"], ChangedField.TITLE, "here")
    changes.add(["image-1"], ChangedField.FAVOURITE, YES)
    changes.add(["image-2"], ChangedField.PLACE, Place.TRASH)
    index.refresh(["image-1", "image-2"])
    index.apply([make_image(1, 3, "there again", tags=["new"])], [], 3)

    ((image, is_waiting),) = index.images(["image-1"])
    assert (image.title, image.favourite, image.tags, is_waiting) == ("here", True, ["new"], True)
    assert (found(index, text="here"), found(index, text="there")) == (["image-1"], [])
    assert found(index, trashed=True) == ["image-2"]

    index.settle(changes.all())

    ((image, is_waiting),) = index.images(["image-1"])
    assert (image.title, is_waiting, changes.all()) == ("here", False, [])


def test_a_change_stays_in_view_while_the_server_answers(
    index: GalleryIndex, changes: ChangeQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.apply([make_image(1, 1)], [], 1)
    changes.add(["image-1"], ChangedField.TITLE, "here")
    index.refresh(["image-1"])
    seen = []
    forget, read = changes.remove, queries.entries

    def look_while_forgetting(settled: list[Change]) -> None:
        seen.append(title_of(index, 1))
        forget(settled)
        seen.append(title_of(index, 1))

    def settle_while_looking(*asked: Any) -> list[Entry]:
        monkeypatch.undo()
        entries = read(*asked)
        index.settle(changes.all())
        return entries

    monkeypatch.setattr(changes, "remove", look_while_forgetting)
    index.settle(changes.all())
    assert seen == ["here", "here"]

    changes.add(["image-1"], ChangedField.TITLE, "there")
    monkeypatch.setattr(queries, "entries", settle_while_looking)
    assert title_of(index, 1) == "there"


def test_what_was_changed_between_two_crashes_is_shown_after_the_next_start(
    index: GalleryIndex, path: Path, changes: ChangeQueue
) -> None:
    index.apply([make_image(1, 1)], [], 1)
    changes.add(["image-1"], ChangedField.TITLE, "named before the end")
    index.close()

    again = GalleryIndex(path, changes)

    assert title_of(again, 1) == "named before the end"
    again.close()


def test_whoever_comes_after_the_end_changes_nothing(
    index: GalleryIndex, path: Path, changes: ChangeQueue
) -> None:
    index.apply([make_image(1, 1)], [], 1)
    index.close()

    with pytest.raises(Cancelled):
        index.apply([make_image(2, 2)], [], 2)
    with pytest.raises(Cancelled):
        index.find(ALL)

    again = GalleryIndex(path, changes)
    assert found(again) == ["image-1"]
    again.close()


def title_of(index: GalleryIndex, number: int) -> str:
    image = index.image(f"image-{number}")
    assert image is not None
    return image.title
