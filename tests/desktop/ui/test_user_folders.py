"""File dialogs open where people keep their pictures."""

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

from desktop.ui.user_folders import downloads_folder, pictures_folder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's home, with nothing in it yet."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(
        QStandardPaths, "writableLocation", lambda location: str(tmp_path / location.name)
    )
    return tmp_path


def test_the_folder_of_pictures_is_taken_where_it_exists(home: Path) -> None:
    (home / "PicturesLocation").mkdir()

    assert pictures_folder() == home / "PicturesLocation"


def test_without_a_folder_of_pictures_dialogs_open_at_home(home: Path) -> None:
    assert pictures_folder() == home
    assert downloads_folder() == home
