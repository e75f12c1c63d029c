"""What is kept on this computer, as the settings show it."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.api.client import ApiClient
from desktop.app import Application
from desktop.models.storage import MEBIBYTE, StorageModel
from desktop.workers.storage_work import OriginalsKept
from tests.desktop.conftest import MakePicture
from tests.desktop.real_server import RealServer


@pytest.fixture
def storage(
    app: Application, client: ApiClient, make_picture: MakePicture, qtbot: QtBot
) -> StorageModel:
    """The storage of an account with two pictures, of which nothing is here yet."""
    for _ in range(2):
        make_picture(client)
    qtbot.waitUntil(lambda: app.models.gallery.rowCount() == 2)
    # Pictures that were seen in the making are fetched at once.
    qtbot.waitUntil(lambda: all(job.state.is_final for job in app.models.jobs.jobs()))
    return app.models.storage


def used_bytes(storage: StorageModel) -> int:
    return -1 if storage.usage is None else storage.usage.pictures_bytes


def test_what_was_opened_is_counted_and_can_be_cleared(
    storage: StorageModel, app: Application, qtbot: QtBot
) -> None:
    gallery = app.models.gallery
    image_id = gallery.id_at(0)
    gallery.open(image_id)
    qtbot.waitUntil(lambda: gallery.picture(image_id) is not None)
    qtbot.waitUntil(lambda: gallery.original(image_id) is not None)

    def is_exact() -> bool:
        # Thumbnails may still arrive.
        storage.refresh()
        return used_bytes(storage) == app.tools.account.contents.usage_bytes

    qtbot.waitUntil(is_exact)
    assert used_bytes(storage) > 0

    storage.clear()

    qtbot.waitUntil(lambda: used_bytes(storage) == 0)


def test_originals_are_fetched_in_advance_and_open_without_a_line(
    storage: StorageModel, app: Application, server: RealServer, qtbot: QtBot
) -> None:
    storage.set_keeps_originals(True)

    qtbot.waitUntil(lambda: storage.originals == OriginalsKept(kept=2, total=2))

    server.gate.shut()
    server.storage_gate.shut()
    gallery = app.models.gallery
    gallery.open(gallery.id_at(1), original=True)
    qtbot.waitUntil(lambda: gallery.picture(gallery.id_at(1)) is not None)


def test_originals_stop_where_the_space_ends(
    storage: StorageModel, app: Application, qtbot: QtBot
) -> None:
    storage.set_budget(0)
    qtbot.waitUntil(lambda: storage.usage is not None and storage.usage.budget_bytes == 0)

    storage.set_keeps_originals(True)

    qtbot.waitUntil(lambda: storage.originals == OriginalsKept(kept=0, total=2, is_full=True))
    assert used_bytes(storage) == 0


def test_the_limit_holds_for_the_next_start_too(
    storage: StorageModel, app: Application, qtbot: QtBot
) -> None:
    storage.set_budget(500)

    qtbot.waitUntil(lambda: app.tools.budget_bytes == 500 * MEBIBYTE)
    assert app.models.preferences.current.cache_budget_mb == 500


def test_a_full_disk_is_told_once_and_taken_back(
    storage: StorageModel,
    app: Application,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    contents = app.tools.account.contents
    monkeypatch.setattr(contents, "_write_file", refuse)
    assert not contents.write("0" * 64, b"picture")
    with qtbot.waitSignal(storage.trouble_changed):
        storage.refresh()
    assert storage.is_disk_full

    monkeypatch.undo()
    assert contents.write("0" * 64, b"picture")
    with qtbot.waitSignal(storage.trouble_changed):
        storage.refresh()
    assert not storage.is_disk_full
