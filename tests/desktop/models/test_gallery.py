"""The gallery: thumbnails, opening, saving and deleting, with and without a line."""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QImage
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.api.client import ApiClient
from desktop.errors import AppError
from desktop.models.gallery import GalleryModel, GalleryRole
from shared.gallery import Image
from tests.desktop.conftest import PATIENCE_MS, MakePicture, OpenApp, sign_in
from tests.desktop.real_server import RealServer, TestAccount


@pytest.fixture
def gallery(
    open_app: OpenApp,
    account: TestAccount,
    client: ApiClient,
    make_picture: MakePicture,
    qtbot: QtBot,
) -> GalleryModel:
    """The gallery with two pictures in it that were made elsewhere: none of their files is here."""
    for _ in range(2):
        make_picture(client)
    application = open_app()
    sign_in(application, account, qtbot)
    model = application.models.gallery
    qtbot.waitUntil(lambda: model.rowCount() == 2, timeout=PATIENCE_MS)
    return model


@pytest.fixture
def failures(gallery: GalleryModel) -> list[AppError]:
    told: list[AppError] = []
    gallery.failed.connect(told.append)
    return told


def test_the_newest_picture_comes_first(gallery: GalleryModel, qtmodeltester: ModelTester) -> None:
    images = [_image(gallery, row) for row in range(2)]

    assert images[0].created_at > images[1].created_at
    assert gallery.row_of(images[1].id) == 1
    assert gallery.row_of("no such image") == -1
    qtmodeltester.check(gallery)  # type: ignore[no-untyped-call]  # pytest-qt has none there


def test_a_thumbnail_is_loaded_when_it_is_asked_for(gallery: GalleryModel, qtbot: QtBot) -> None:
    told: list[tuple[int, list[int]]] = []

    def on_data_changed(first: QModelIndex, _last: QModelIndex, roles: list[int]) -> None:
        told.append((first.row(), roles))

    gallery.dataChanged.connect(on_data_changed)
    assert _thumbnail(gallery, 1) is None

    qtbot.waitUntil(lambda: _thumbnail(gallery, 1) is not None, timeout=PATIENCE_MS)

    thumbnail = _thumbnail(gallery, 1)
    assert thumbnail is not None
    assert max(thumbnail.width(), thumbnail.height()) == 256
    assert told == [(1, [GalleryRole.THUMBNAIL])]


def test_thumbnails_that_failed_come_when_the_line_is_back(
    gallery: GalleryModel, server: RealServer, qtbot: QtBot
) -> None:
    server.storage_gate.shut()
    assert _thumbnail(gallery, 0) is None
    qtbot.waitUntil(lambda: bool(gallery._thumbnails._failed_at), timeout=PATIENCE_MS)
    assert _thumbnail(gallery, 0) is None
    server.storage_gate.open()

    gallery.on_line_restored()

    qtbot.waitUntil(lambda: _thumbnail(gallery, 0) is not None, timeout=PATIENCE_MS)


def test_opening_shows_the_picture_and_its_photo(gallery: GalleryModel, qtbot: QtBot) -> None:
    image_id = _image(gallery, 0).id

    gallery.open(image_id)

    qtbot.waitUntil(lambda: gallery.original(image_id) is not None, timeout=PATIENCE_MS)
    picture = gallery.picture(image_id)
    assert picture is not None
    assert (picture.width(), picture.height()) == (300, 300)


def test_what_was_opened_opens_again_without_a_line(
    gallery: GalleryModel, server: RealServer, qtbot: QtBot
) -> None:
    image_id = _image(gallery, 0).id
    gallery.open(image_id)
    qtbot.waitUntil(lambda: gallery.picture(image_id) is not None, timeout=PATIENCE_MS)
    gallery._pictures.clear()
    server.gate.shut()
    server.storage_gate.shut()

    gallery.open(image_id)

    qtbot.waitUntil(lambda: gallery.picture(image_id) is not None, timeout=PATIENCE_MS)


def test_a_picture_that_is_not_here_is_told_without_a_line(
    gallery: GalleryModel, server: RealServer, failures: list[AppError], qtbot: QtBot
) -> None:
    server.storage_gate.shut()

    gallery.open(_image(gallery, 0).id)

    qtbot.waitUntil(lambda: bool(failures), timeout=PATIENCE_MS)
    assert failures[0].code == "storage_unreachable"


@pytest.mark.parametrize("name", ["Biscuit.png", "Biscuit.jpg", "Biscuit.webp"])
def test_saving_writes_the_full_picture(
    name: str, gallery: GalleryModel, tmp_path: Path, qtbot: QtBot
) -> None:
    saved: list[str] = []
    gallery.saved.connect(saved.append)

    gallery.save(_image(gallery, 0).id, tmp_path / name)

    qtbot.waitUntil(lambda: bool(saved), timeout=PATIENCE_MS)
    assert saved == [str(tmp_path / name)]
    assert QImage(saved[0]).width() == 300


def test_a_place_that_cannot_be_written_is_told(
    gallery: GalleryModel, failures: list[AppError], tmp_path: Path, qtbot: QtBot
) -> None:
    gallery.save(_image(gallery, 0).id, tmp_path / "missing" / "Biscuit.png")

    qtbot.waitUntil(lambda: bool(failures), timeout=PATIENCE_MS)
    assert failures[0].code == "file_not_written"


def test_deleting_removes_it_here_and_there(
    gallery: GalleryModel, client: ApiClient, qtbot: QtBot
) -> None:
    image_id = _image(gallery, 0).id
    gallery.select(image_id)

    gallery.delete(image_id)

    qtbot.waitUntil(lambda: gallery.rowCount() == 1, timeout=PATIENCE_MS)
    assert gallery.selected_id == ""
    assert gallery.image(image_id) is None
    assert [image.id for image in client.images_since(0).images] == [_image(gallery, 0).id]


def test_deleting_without_a_line_changes_nothing_and_is_told(
    gallery: GalleryModel, server: RealServer, failures: list[AppError], qtbot: QtBot
) -> None:
    server.gate.shut()

    gallery.delete(_image(gallery, 0).id)

    qtbot.waitUntil(lambda: bool(failures), timeout=PATIENCE_MS)
    assert failures[0].code == "server_unreachable"
    assert gallery.rowCount() == 2


def test_a_picture_deleted_elsewhere_goes_away(
    gallery: GalleryModel, client: ApiClient, qtbot: QtBot
) -> None:
    emptied: list[bool] = []
    gallery.emptiness_changed.connect(lambda: emptied.append(gallery.is_empty))

    for row in range(2):
        client.delete_image(_image(gallery, row).id)

    qtbot.waitUntil(lambda: emptied == [True], timeout=PATIENCE_MS)


def _image(gallery: GalleryModel, row: int) -> Image:
    image = gallery.data(gallery.index(row), GalleryRole.IMAGE)
    assert isinstance(image, Image)
    return image


def _thumbnail(gallery: GalleryModel, row: int) -> QImage | None:
    thumbnail = gallery.data(gallery.index(row), GalleryRole.THUMBNAIL)
    assert thumbnail is None or isinstance(thumbnail, QImage)
    return thumbnail


def test_photo_and_plushie_are_saved_as_one_picture(
    gallery: GalleryModel, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "before-and-after.png"

    with qtbot.waitSignal(gallery.saved, timeout=PATIENCE_MS) as saved:
        gallery.save_comparison(str(gallery.index(0).data(GalleryRole.ID)), path)

    both = QImage(str(path))
    assert saved.args == [str(path)]
    assert both.width() > both.height() == 1088
