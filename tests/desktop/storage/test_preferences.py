"""Preferences never stop the app."""

from pathlib import Path

import pytest

from desktop.storage.preferences import Appearance, Preferences, PreferencesStore
from shared.styles import Style


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "preferences.json"


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    assert PreferencesStore(path).current == Preferences()
    assert not path.exists()


def test_a_change_is_there_the_next_time(path: Path) -> None:
    PreferencesStore(path).change(appearance=Appearance.DARK, last_style=Style.MINIMALIST)

    current = PreferencesStore(path).current
    assert current.appearance is Appearance.DARK
    assert current.last_style is Style.MINIMALIST


@pytest.mark.parametrize("content", ["", "[]", "null", "not json", '{"appearance": "pink"}'])
def test_a_damaged_file_means_the_defaults(content: str, path: Path) -> None:
    path.parent.mkdir()
    path.write_text(content)

    assert PreferencesStore(path).current == Preferences()


def test_one_wrong_value_does_not_spoil_the_others(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"appearance": "dark", "last_style": "knitted", "from_the_future": 1}')

    current = PreferencesStore(path).current
    assert current.appearance is Appearance.DARK
    assert current.last_style is Style.CUTE_FLUFFY


def test_a_folder_that_cannot_be_written_costs_only_the_memory(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    store = PreferencesStore(tmp_path / "config" / "preferences.json")

    store.change(server="https://one.example")

    assert store.current.server == "https://one.example"
