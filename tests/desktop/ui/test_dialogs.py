"""Asking for a place to save to: the format that was chosen counts, and no file is lost."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.ui import dialogs as dialogs_module
from desktop.ui.dialogs import Dialogs

JPEG = "JPEG (*.jpg *.jpeg)"


class SystemDialog:
    """Answers in place of the system's file dialog, and of the person before a question."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.name = ""
        self.chosen = "PNG (*.png)"
        self.proposed = ""
        self.says_replace = True
        self.questions: list[str] = []
        self._folder = folder
        monkeypatch.setattr(QFileDialog, "getSaveFileName", self._ask)
        monkeypatch.setattr(dialogs_module, "pictures_folder", lambda: folder)
        monkeypatch.setattr(Dialogs, "confirm", self._confirm)

    def _ask(self, _parent: QWidget, _title: str, path: str, _formats: str) -> tuple[str, str]:
        self.proposed = Path(path).relative_to(self._folder).as_posix()
        if not self.name:
            return "", ""
        return str(self._folder / self.name), self.chosen

    def _confirm(self, _parent: QWidget, words: str, _action: str) -> bool:
        self.questions.append(words)
        return self.says_replace


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SystemDialog:
    return SystemDialog(monkeypatch, tmp_path)


def saved_as(name: str = "plushie") -> str:
    parent = QWidget()
    path = Dialogs().save(parent, name)
    parent.deleteLater()
    return Path(path).name


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("typed", "chosen", "written"),
    [
        ("bear.png", "PNG (*.png)", "bear.png"),
        ("bear", JPEG, "bear.jpg"),
        ("bear.jpeg", JPEG, "bear.jpeg"),
        ("BEAR.JPG", JPEG, "BEAR.JPG"),
        ("Dr. Fluffy", "WebP (*.webp)", "Dr. Fluffy.webp"),
        ("bear.webp", JPEG, "bear.webp"),
        ("plushie.png", JPEG, "plushie.jpg"),
    ],
)
def test_the_format_is_the_one_that_was_chosen_unless_another_was_typed(
    system: SystemDialog, typed: str, chosen: str, written: str
) -> None:
    system.name, system.chosen = typed, chosen

    assert saved_as() == written
    assert system.questions == []


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("says_replace", "written"), [(True, "bear.png"), (False, "")])
def test_a_file_that_the_system_has_not_asked_about_is_asked_about(
    system: SystemDialog, tmp_path: Path, *, says_replace: bool, written: str
) -> None:
    (tmp_path / "bear.png").touch()
    system.name, system.says_replace = "bear", says_replace

    assert saved_as() == written
    assert system.questions == ["bear.png is there already. Replace it?"]


@pytest.mark.usefixtures("qapp")
def test_a_title_becomes_a_name_that_every_file_system_takes(system: SystemDialog) -> None:
    assert not saved_as("Mia/Tom: best friends?")
    assert system.proposed == "Mia Tom best friends.png"
