"""Saving many pictures from a real server: all of them, in any format, to be cancelled and resumed."""

import shutil
import zipfile
from pathlib import Path

import pytest
from PySide6.QtGui import QImageReader
from pytestqt.qtbot import QtBot

from desktop.api.client import ApiClient
from desktop.app import Application
from desktop.models.save_many import SaveManyModel, SaveManyState
from desktop.storage.export_journal import ExportJournal, ExportOrder
from desktop.storage.export_names import ExportFormat
from shared.gallery import Image
from tests.desktop.conftest import MakePicture, OpenApp, sign_in
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer, TestAccount


@pytest.fixture
def images(client: ApiClient, make_picture: MakePicture) -> list[Image]:
    """Two finished pictures."""
    return [make_picture(client) for _ in range(2)]


@pytest.fixture
def saving(
    images: list[Image], open_app: OpenApp, account: TestAccount, qtbot: QtBot
) -> SaveManyModel:
    application: Application = open_app()
    sign_in(application, account, qtbot)
    gallery = application.models.gallery
    qtbot.waitUntil(lambda: gallery.rowCount() == len(images), timeout=PATIENCE_MS)
    return application.models.save_many


def test_each_picture_becomes_a_file_of_the_wanted_format_or_a_part_of_a_zip(
    saving: SaveManyModel, images: list[Image], tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    order = _order(images, folder, ExportFormat.JPEG)
    states: list[SaveManyState] = []
    saving.state_changed.connect(lambda: states.append(saving.state))
    with qtbot.waitSignal(saving.finished, timeout=PATIENCE_MS) as told:
        saving.start(order)
    assert told.args is not None
    assert (told.args[0].saved, told.args[0].missed) == (2, 0)
    files = sorted(folder.iterdir())
    assert [file.suffix for file in files] == [".jpg", ".jpg"]
    assert all(QImageReader(str(file)).canRead() for file in files)
    assert states == [SaveManyState.SAVING, SaveManyState.IDLE]
    assert saving.done == saving.total == 2
    zipped = ExportOrder(order.image_ids, str(tmp_path / "plushies.zip"), as_zip=True)
    with qtbot.waitSignal(saving.finished, timeout=PATIENCE_MS):
        saving.start(zipped)
    with zipfile.ZipFile(tmp_path / "plushies.zip") as archive:
        assert len(archive.namelist()) == 2


def test_what_was_interrupted_goes_on_where_it_was(
    saving: SaveManyModel, images: list[Image], tmp_path: Path, qtbot: QtBot, server: RealServer
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    order = _order(images, folder, ExportFormat.PNG)
    with qtbot.waitSignal(saving.finished, timeout=PATIENCE_MS):
        saving.start(order)
    first, second = sorted(folder.iterdir())
    kept = first.stat().st_mtime_ns
    second.unlink()
    journal = _journal(tmp_path)
    journal.begin(order)
    journal.note(order.image_ids[0], first.name)
    journal.note(order.image_ids[1], second.name)
    with qtbot.waitSignal(saving.unfinished_found, timeout=PATIENCE_MS):
        saving.look_for_unfinished()
    with qtbot.waitSignal(saving.finished, timeout=PATIENCE_MS):
        saving.resume()
    assert sorted(folder.iterdir()) == [first, second]
    assert first.stat().st_mtime_ns == kept
    assert journal.read() is None


def test_a_folder_that_went_away_is_told_and_can_be_tried_again(
    saving: SaveManyModel, images: list[Image], tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    order = _order(images, folder, ExportFormat.PNG)
    shutil.rmtree(folder)
    with qtbot.waitSignal(saving.unfinished_found, timeout=PATIENCE_MS):
        saving.start(order)
    assert saving.state is SaveManyState.IDLE
    folder.mkdir()
    with qtbot.waitSignal(saving.finished, timeout=PATIENCE_MS):
        saving.resume()
    assert len(list(folder.iterdir())) == 2


def _order(images: list[Image], folder: Path, picture_format: ExportFormat) -> ExportOrder:
    return ExportOrder(tuple(image.id for image in images), str(folder), picture_format)


def _journal(tmp_path: Path) -> ExportJournal:
    (account,) = (tmp_path / "app-files" / "app" / "accounts").iterdir()
    return ExportJournal(account / "export.jsonl")
