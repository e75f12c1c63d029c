"""Which server is used, and what counts as an address."""

import sys
from pathlib import Path

import pytest

from desktop.settings import (
    PRESET_NAME,
    WrongSetting,
    checked_address,
    folder_of_program,
    load_settings,
)
from desktop.storage.folders import Folders

PRESET = "# Our own server\n\n  https://preset.example/  \n"


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """The folder of a program beside which a file names a server."""
    (tmp_path / PRESET_NAME).write_text(PRESET, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("server", "environment", "preferred", "used"),
    [
        (
            "https://line.example",
            {"PLUSHIFYME_SERVER": "https://e.example"},
            "https://p.example",
            "https://line.example",
        ),
        (
            None,
            {"PLUSHIFYME_SERVER": "https://e.example"},
            "https://p.example",
            "https://e.example",
        ),
        (None, {}, "https://p.example", "https://p.example"),
        (None, {}, "", "https://preset.example"),
        ("", {}, "", ""),
    ],
)
def test_what_is_nearer_to_the_person_goes_first(
    server: str | None,
    environment: dict[str, str],
    preferred: str,
    used: str,
    beside: Path,
    folders: Folders,
) -> None:
    settings = load_settings(
        server, preferred_server=preferred, environment=environment, folders=folders, beside=beside
    )

    assert settings.server_url == used


def test_the_preset_of_an_appimage_lies_beside_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "mounted" / "usr" / "lib" / "plushifyme" / "plushifyme"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    assert folder_of_program() == program.parent

    monkeypatch.setenv("APPIMAGE", str(tmp_path / "Downloads" / "PlushifyMe.AppImage"))
    monkeypatch.setenv("APPDIR", str(tmp_path / "mounted"))
    assert folder_of_program() == tmp_path / "Downloads"

    monkeypatch.setenv("APPDIR", str(tmp_path / "another app's"))
    assert folder_of_program() == program.parent


@pytest.mark.parametrize("content", ["", "# nothing\n", "not an address", "ftp://x.example"])
def test_a_damaged_preset_is_as_none(content: str, tmp_path: Path, folders: Folders) -> None:
    (tmp_path / PRESET_NAME).write_text(content, "utf-8")

    assert load_settings(environment={}, folders=folders, beside=tmp_path).server_url == ""


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("plushify.example", "https://plushify.example"),
        (" plushify.example/toys/ ", "https://plushify.example/toys"),
        ("https://plushify.example:8443", "https://plushify.example:8443"),
        ("localhost:8000", "http://localhost:8000"),
        ("192.168.1.20:8000", "http://192.168.1.20:8000"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("", ""),
    ],
)
def test_people_need_not_type_all_of_an_address(typed: str, address: str) -> None:
    assert checked_address(typed) == address


@pytest.mark.parametrize(
    "typed", ["http://plushify.example", "ftp://x.example", "https://", "a b c://"]
)
def test_what_is_no_address_or_not_protected_is_refused(typed: str) -> None:
    with pytest.raises(WrongSetting):
        checked_address(typed)
