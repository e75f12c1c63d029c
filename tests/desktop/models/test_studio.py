"""Choosing a photo, a style and a wish."""

import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

import desktop.photo
from desktop.app import Application
from desktop.errors import AppError
from desktop.models.studio import StudioModel
from desktop.photo import SHOWN_SIDE_PX
from desktop.storage.folders import Folders
from desktop.storage.preferences import PreferencesStore
from shared.limits import WISH_MAX_CHARACTERS
from shared.styles import Style
from tests.desktop.conftest import PhotoFile
from tests.desktop.patient_bot import PATIENCE_MS


@pytest.fixture
def studio(app: Application) -> StudioModel:
    return app.models.studio


def test_a_photo_is_prepared_off_the_ui_thread(
    studio: StudioModel, photo_file: PhotoFile, qtbot: QtBot
) -> None:
    studio.choose_file(str(photo_file("Biscuit.jpg", width=3000, height=2000)))
    assert (studio.busy, studio.can_make) == (True, False)
    qtbot.waitUntil(lambda: studio.can_make, timeout=PATIENCE_MS)

    photo = studio.photo
    assert photo is not None
    assert (photo.name, photo.preview.width()) == ("Biscuit", SHOWN_SIDE_PX)
    assert (studio.busy, studio.can_make) == (False, True)


def test_a_photo_is_seen_before_its_file_is_made_and_outlives_a_bad_choice(
    studio: StudioModel,
    photo_file: PhotoFile,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    refused: list[AppError] = []
    studio.photo_refused.connect(refused.append)
    (tmp_path / "letter.png").write_text("no photo")
    is_seen, encode = threading.Event(), desktop.photo.encode

    def encode_late(photo: desktop.photo.Photo) -> desktop.photo.PhotoFile:
        is_seen.wait(PATIENCE_MS / 1000)
        return encode(photo)

    monkeypatch.setattr(desktop.photo, "encode", encode_late)
    studio.choose_file(str(photo_file("Biscuit.jpg")))
    qtbot.waitUntil(lambda: studio.photo is not None, timeout=PATIENCE_MS)
    seen = studio.photo
    assert (studio.busy, studio.can_make, studio.make()) == (True, False, "")

    studio.choose_files([str(tmp_path / "letter.png")])
    is_seen.set()
    qtbot.waitUntil(lambda: len(refused) == 1, timeout=PATIENCE_MS)

    assert studio.photo is seen
    assert (studio.busy, studio.can_make) == (False, True)


def test_a_bad_photo_is_refused_and_the_one_before_stays(
    studio: StudioModel, photo_file: PhotoFile, tmp_path: Path, qtbot: QtBot
) -> None:
    refused: list[AppError] = []
    studio.photo_refused.connect(refused.append)
    studio.choose_file(str(photo_file("Biscuit.jpg")))
    qtbot.waitUntil(lambda: studio.can_make, timeout=PATIENCE_MS)
    before = studio.photo
    (tmp_path / "letter.png").write_text("no photo")

    studio.choose_files([str(tmp_path / "letter.png")])
    qtbot.waitUntil(lambda: len(refused) == 1, timeout=PATIENCE_MS)

    assert refused[0].code == "unsupported_photo_type"
    assert studio.photo is before
    assert studio.can_make


def test_the_newest_choice_wins(studio: StudioModel, photo_file: PhotoFile, qtbot: QtBot) -> None:
    names: list[str] = []
    studio.photo_changed.connect(lambda: names.append(studio.photo.name if studio.photo else ""))

    for name in ("first.jpg", "second.jpg", "third.jpg"):
        studio.choose_file(str(photo_file(name)))
    qtbot.waitUntil(lambda: not studio.busy, timeout=PATIENCE_MS)

    assert names == ["third"]


def test_a_pasted_picture_becomes_the_photo(studio: StudioModel, qtbot: QtBot) -> None:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("salmon"))

    studio.choose_image(image)
    qtbot.waitUntil(lambda: studio.can_make, timeout=PATIENCE_MS)

    assert studio.photo is not None
    assert studio.photo.name == "Unnamed photo"


def test_the_style_is_remembered_for_the_next_time(studio: StudioModel, folders: Folders) -> None:
    studio.set_style(Style.CARTOON_STYLE)

    assert PreferencesStore(folders.preferences_file).current.last_style is Style.CARTOON_STYLE


def test_a_wish_ends_where_the_contract_says(studio: StudioModel) -> None:
    studio.set_wish("x" * 500)

    assert len(studio.wish) == WISH_MAX_CHARACTERS


def test_clearing_forgets_photo_and_wish(
    studio: StudioModel, photo_file: PhotoFile, qtbot: QtBot
) -> None:
    studio.choose_file(str(photo_file("Biscuit.jpg")))
    studio.set_wish("with a hat")
    qtbot.waitUntil(lambda: studio.can_make, timeout=PATIENCE_MS)

    studio.clear()

    assert studio.photo is None
    assert studio.wish == ""
    assert studio.drafts == {}
    assert not studio.can_make


def test_several_styles_are_meant_for_one_photo_only(
    studio: StudioModel, photo_file: PhotoFile, qtbot: QtBot
) -> None:
    studio.choose_file(str(photo_file("Biscuit.jpg")))
    qtbot.waitUntil(lambda: studio.can_make, timeout=PATIENCE_MS)
    studio.choose_all_styles()
    assert studio.cost_credits == len(Style)

    studio.choose_file(str(photo_file("Waffle.jpg")))
    qtbot.waitUntil(lambda: not studio.busy, timeout=PATIENCE_MS)

    assert studio.styles == [studio.style]
    assert studio.cost_credits == 1
