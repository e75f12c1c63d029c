"""The gallery: thumbnails, opening, saving and deleting, with and without a line."""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QImage
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.api.client import ApiClient
from desktop.errors import AppError
from desktop.models import gallery_edits
from desktop.models.connection import ConnectionState
from desktop.models.gallery import GalleryModel, GalleryRole
from desktop.models.gallery_filter import GalleryFilter
from desktop.workers.tag_work import TagCount
from shared.gallery import Image
from shared.limits import TAGS_MAX
from tests.desktop.conftest import MakePicture, OpenApp, sign_in
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer, TestAccount


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send again sooner what could not be sent."""
    monkeypatch.setattr(gallery_edits, "_FIRST_RETRY_MS", 100)


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
    model, connection = application.models.gallery, application.models.connection
    qtbot.waitUntil(lambda: model.rowCount() == 2, timeout=PATIENCE_MS)
    # When the line is there, everything is asked for again that had failed: not in the middle.
    qtbot.waitUntil(lambda: connection.state is ConnectionState.ONLINE, timeout=PATIENCE_MS)
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
    qtbot.waitUntil(lambda: gallery.picture(image_id) is not None, timeout=PATIENCE_MS)
    picture = gallery.picture(image_id)
    assert picture is not None
    assert (picture.width(), picture.height()) == (300, 300)


def test_what_was_opened_opens_again_without_a_line(
    gallery: GalleryModel, server: RealServer, qtbot: QtBot
) -> None:
    image_id = _image(gallery, 0).id
    gallery.open(image_id)
    qtbot.waitUntil(lambda: gallery.picture(image_id) is not None, timeout=PATIENCE_MS)
    gallery._pictures.forget(image_id)
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


def test_deleting_puts_it_into_the_trash_here_and_there(
    gallery: GalleryModel, client: ApiClient, qtbot: QtBot
) -> None:
    image_id = _image(gallery, 0).id
    gallery.select(image_id)

    with qtbot.waitSignal(gallery.deleted, timeout=PATIENCE_MS):
        gallery.delete(image_id)

    assert (gallery.rowCount(), gallery.selected_id, gallery.image(image_id)) == (1, "", None)
    qtbot.waitUntil(lambda: client.image(image_id).trashed_at is not None, timeout=PATIENCE_MS)
    gallery.set_filter(GalleryFilter(trashed=True))
    qtbot.waitUntil(lambda: gallery.ids() == [image_id], timeout=PATIENCE_MS)


def test_what_is_changed_without_a_line_shows_at_once_and_is_sent_when_it_is_back(
    gallery: GalleryModel, server: RealServer, client: ApiClient, qtbot: QtBot
) -> None:
    named, trashed = gallery.ids()
    server.gate.shut()

    gallery.rename(named, "Mister Biscuit")
    gallery.set_favourite([named], True)
    gallery.trash([trashed])

    qtbot.waitUntil(
        lambda: (gallery.ids(), gallery.waiting_count) == ([named], 2), timeout=PATIENCE_MS
    )
    image = _image(gallery, 0)
    assert (image.title, image.favourite) == ("Mister Biscuit", True)
    assert gallery.is_waiting(named)
    assert gallery.index(0).data(GalleryRole.WAITING)
    assert (gallery.counts().favourites, gallery.counts().trashed) == (1, 1)

    server.gate.open()

    qtbot.waitUntil(lambda: gallery.waiting_count == 0, timeout=PATIENCE_MS)
    assert not gallery.is_waiting(named)
    assert (client.image(named).title, client.image(named).favourite) == ("Mister Biscuit", True)
    assert client.image(trashed).trashed_at is not None


def test_tags_are_set_without_a_line_found_by_search_and_sent_when_it_is_back(
    gallery: GalleryModel,
    server: RealServer,
    client: ApiClient,
    failures: list[AppError],
    qtbot: QtBot,
) -> None:
    ids = gallery.ids()
    server.gate.shut()

    gallery.change_tags(ids, ["Dog", "gift"], [])
    gallery.change_tags([ids[1]], [], ["dog"])
    with qtbot.waitSignal(gallery.tags_told, timeout=PATIENCE_MS) as told:
        gallery.ask_tags(ids)

    assert told.args == [[TagCount("gift", 2), TagCount("Dog", 1)]]
    gallery.set_filter(GalleryFilter(text="dog"))
    qtbot.waitUntil(lambda: gallery.ids() == [ids[0]], timeout=PATIENCE_MS)

    server.gate.open()

    qtbot.waitUntil(lambda: gallery.waiting_count == 0, timeout=PATIENCE_MS)
    assert [client.image(each).tags for each in ids] == [["Dog", "gift"], ["gift"]]
    assert failures == []


def test_more_tags_than_a_picture_can_have_are_refused_before_anything_changes(
    gallery: GalleryModel, failures: list[AppError], qtbot: QtBot
) -> None:
    image_id = gallery.id_at(0)

    gallery.change_tags([image_id], [f"tag {number}" for number in range(TAGS_MAX)], [])
    gallery.change_tags([image_id], ["one more"], [])

    qtbot.waitUntil(lambda: bool(failures), timeout=PATIENCE_MS)
    assert str(TAGS_MAX) in failures[0].text
    gallery.change_tags([image_id], ["one more"], ["TAG 3"])
    qtbot.waitUntil(lambda: "one more" in _image(gallery, 0).tags, timeout=PATIENCE_MS)
    assert len(_image(gallery, 0).tags) == TAGS_MAX


def test_an_answer_that_is_lost_changes_nothing_twice(
    gallery: GalleryModel, server: RealServer, client: ApiClient, qtbot: QtBot
) -> None:
    image_id = gallery.id_at(0)
    server.faults.lost_answers.add("/api/images/bulk")

    gallery.trash([image_id])

    qtbot.waitUntil(
        lambda: (gallery.rowCount(), gallery.waiting_count) == (1, 0), timeout=PATIENCE_MS
    )
    assert server.faults.lost_answers == set()
    assert client.image(image_id).trashed_at is not None
    assert gallery.rowCount() == 1


def test_the_trash_gives_back_and_lets_go(
    gallery: GalleryModel, client: ApiClient, qtbot: QtBot
) -> None:
    kept, gone = gallery.ids()
    with qtbot.waitSignal(gallery.trashed, timeout=PATIENCE_MS) as told:
        gallery.trash([kept, gone])
    assert told.args == [[kept, gone]]
    assert gallery.is_empty

    gallery.restore([kept])
    qtbot.waitUntil(lambda: gallery.ids() == [kept], timeout=PATIENCE_MS)
    gallery.empty_trash()

    qtbot.waitUntil(
        lambda: (gallery.counts().trashed, gallery.waiting_count) == (0, 0), timeout=PATIENCE_MS
    )
    assert [image.id for image in client.images_since(0, with_trash=True).images] == [kept]


def test_a_name_that_cannot_be_is_told(
    gallery: GalleryModel, failures: list[AppError], qtbot: QtBot
) -> None:
    gallery.rename(gallery.id_at(0), "x" * 101)

    qtbot.waitUntil(lambda: bool(failures), timeout=PATIENCE_MS)
    assert failures[0].code == "invalid_request"
    assert gallery.waiting_count == 0


def test_a_filter_shows_what_it_finds_and_follows_what_changes(
    gallery: GalleryModel, qtbot: QtBot
) -> None:
    first, second = gallery.ids()
    gallery.rename(first, "Biscuit")
    qtbot.waitUntil(lambda: _image(gallery, 0).title == "Biscuit", timeout=PATIENCE_MS)

    with qtbot.waitSignal(gallery.filter_changed, timeout=PATIENCE_MS):
        gallery.set_filter(GalleryFilter(text="bis"))
    assert gallery.ids() == [first]

    gallery.rename(second, "Biscotti")
    qtbot.waitUntil(lambda: gallery.ids() == [first, second], timeout=PATIENCE_MS)
    gallery.rename(first, "Toffee")
    qtbot.waitUntil(lambda: gallery.ids() == [second], timeout=PATIENCE_MS)


def test_days_are_told_apart(gallery: GalleryModel) -> None:
    today = gallery.day_of(0)

    assert sum(section.count for section in gallery.sections()) == 2
    assert gallery.sections()[0].day == today
    assert gallery.sections()[0].first_row == 0


def test_full_pictures_are_brought_here_one_after_another(
    gallery: GalleryModel, qtbot: QtBot
) -> None:
    paths: dict[str, str] = {}
    gallery.file_ready.connect(paths.__setitem__)

    with qtbot.waitSignal(gallery.files_done, timeout=PATIENCE_MS):
        gallery.files_for(gallery.ids())

    assert list(paths) == gallery.ids()
    assert {QImage(path).width() for path in paths.values()} == {300}


def test_a_picture_deleted_elsewhere_goes_away(
    gallery: GalleryModel, client: ApiClient, qtbot: QtBot
) -> None:
    emptied: list[bool] = []
    gallery.emptiness_changed.connect(lambda: emptied.append(gallery.is_empty))

    for row in range(2):
        client.delete_image(_image(gallery, row).id)

    qtbot.waitUntil(lambda: emptied[-1:] == [True], timeout=PATIENCE_MS)


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
