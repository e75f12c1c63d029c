"""A link opens a page by its name, and can do nothing else; files are photos or nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.targets import PAGES, Targets, is_link, page_of, targets_of


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_link_names_a_page(page: str) -> None:
    assert page_of(f"plushifyme://{page}") == page
    assert page_of(f"PlushifyMe://{page.upper()}/") == page


@pytest.mark.parametrize(
    "link",
    [
        "plushifyme://",
        "plushifyme:gallery",
        "plushifyme://nowhere",
        "plushifyme://gallery/01JD4",
        "plushifyme://gallery?server=https://evil.example",
        "plushifyme://settings#token=abc",
        "plushifyme://user:password@gallery",
        "plushifyme://gallery:80",
        "plushifyme://evil.example/gallery",
        "plushifyme:///etc/passwd",
        "plushifyme://gallery/../settings",
        "plushifyme://[gallery",
        "plushifyme://gallery%00",
        "plushifyme://" + "gallery" * 40,
        "https://gallery",
    ],
)
def test_everything_else_in_a_link_is_ignored(link: str) -> None:
    assert page_of(link) == ""
    assert targets_of([link]) == Targets()


@given(st.text(max_size=80))
def test_no_link_leads_anywhere_but_to_a_page(rest: str) -> None:
    assert page_of(f"plushifyme://{rest}") in {"", *PAGES}
    assert targets_of([f"plushifyme:{rest}"]).photos == ()


def test_photos_are_taken_as_paths_and_as_urls(tmp_path: Path) -> None:
    first, second, third = (tmp_path / name for name in ("my cat.jpg", "dog.WEBP", "IMG_1.HEIC"))
    for photo in (first, second, third):
        photo.write_bytes(b"a photo")

    assert targets_of([str(first), second.as_uri(), str(third)]).photos == (first, second, third)
    assert targets_of([first.as_uri(), "plushifyme://gallery"]) == Targets((first,), "gallery")


def test_what_is_no_photo_of_this_computer_counts_for_nothing(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a photo", "utf-8")
    folder = tmp_path / "folder.jpg"
    folder.mkdir()
    words = [
        str(text),
        str(folder),
        str(tmp_path / "gone.jpg"),
        "file://server.example/share/cat.jpg",
        "\\\\server\\share\\cat.jpg",
        "//server/share/cat.jpg",
        "a\0.jpg",
        "--help",
        "",
    ]

    assert targets_of(words) == Targets()


def test_links_are_told_from_files() -> None:
    assert is_link("PLUSHIFYME://gallery")
    assert not is_link("/home/mia/plushifyme.jpg")
