"""Saved pictures: readable names, nothing overwritten, and a note of how far it has come."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import FileNotWritten
from desktop.storage.export_files import FolderTarget, ZipTarget
from desktop.storage.export_journal import ExportJournal, ExportOrder
from desktop.storage.export_names import ExportFormat, NameParts, file_stem

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def parts(title: str = "", wish: str = "") -> NameParts:
    """A picture of this name."""
    return NameParts(title, "Minimalist", wish, NOON, 7)


@pytest.mark.parametrize(
    ("pattern", "title", "expected"),
    [
        ("{date} {title}", "Biscuit", "2026-11-22 Biscuit"),
        ("{date} {title}", "", "2026-11-22 Minimalist"),
        ("{number} {style}", "Biscuit", "0007 Minimalist"),
        ("{title}", "a/b\\c: what?", "a b c what"),
        ("{title}", "con", "plushie con"),
        ("{title}", "nul.png", "plushie nul.png"),
        ("...", "Biscuit", "plushie"),
        ("{unknown} {title}", "Biscuit", "{unknown} Biscuit"),
    ],
)
def test_names_are_readable_and_fit_for_every_system(
    pattern: str, title: str, expected: str
) -> None:
    assert file_stem(pattern, parts(title)) == expected


@given(pattern=st.text(max_size=60), title=st.text(max_size=120), wish=st.text(max_size=200))
def test_no_name_leads_elsewhere(pattern: str, title: str, wish: str) -> None:
    stem = file_stem(pattern, parts(title, wish))
    assert stem
    assert not set(stem) & set('/\\:*?"<>|\n\r\t\x00')
    assert stem.strip(" .") == stem
    assert len(stem) <= 108


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    (tmp_path / "bear.png").write_bytes(b"somebody's own")
    with FolderTarget(tmp_path) as target:
        assert target.add("bear", ".png", b"one") == "bear (2).png"
        assert target.add("bear", ".png", b"two") == "bear (3).png"
    assert (tmp_path / "bear.png").read_bytes() == b"somebody's own"
    assert (tmp_path / "bear (2).png").read_bytes() == b"one"
    assert not list(tmp_path.glob(".*"))


def test_a_folder_that_is_gone_is_told_by_name(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "file" / "folder")
    (tmp_path / "file").write_bytes(b"no folder")
    with pytest.raises(FileNotWritten):
        target.add("bear", ".png", b"one")


def test_a_zip_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "plushies.zip"
    path.write_bytes(b"somebody's own")
    with ZipTarget(path) as target:
        target.add("bear", ".png", b"one")
        target.add("Bear", ".png", b"two")
        assert not (tmp_path / "plushies (2).zip").exists()
    assert path.read_bytes() == b"somebody's own"
    with zipfile.ZipFile(tmp_path / "plushies (2).zip") as archive:
        assert archive.namelist() == ["bear.png", "Bear (2).png"]
        assert archive.testzip() is None


def test_a_zip_that_was_given_up_leaves_nothing(tmp_path: Path) -> None:
    target = ZipTarget(tmp_path / "plushies.zip")
    target.__enter__()
    target.add("bear", ".png", b"one")
    target.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert list(tmp_path.iterdir()) == []


def test_what_was_saved_is_known_after_a_crash(tmp_path: Path) -> None:
    journal = ExportJournal(tmp_path / "export.jsonl")
    order = ExportOrder(("1", "2", "3"), str(tmp_path), ExportFormat.WEBP, "{title}")
    journal.begin(order)
    journal.note("1", "bear.webp")
    journal.note("2", "cat.webp")
    with (tmp_path / "export.jsonl").open("a", encoding="utf-8") as file:
        file.write('["3", "do')
    begun = ExportJournal(tmp_path / "export.jsonl").read()
    assert begun is not None
    assert begun.order == order
    assert begun.saved == {"1": "bear.webp", "2": "cat.webp"}
    journal.end()
    assert journal.read() is None


@pytest.mark.parametrize("content", ["", "{}", "no json", '{"ids": 3}'])
def test_a_note_that_cannot_be_read_is_no_order(tmp_path: Path, content: str) -> None:
    (tmp_path / "export.jsonl").write_text(content, encoding="utf-8")
    assert ExportJournal(tmp_path / "export.jsonl").read() is None
