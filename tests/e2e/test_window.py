"""The real window on a real local cloud: from an empty folder to a plushie in the gallery."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.models.job import Job, JobState
from desktop.settings import load_settings
from desktop.storage.folders import DATA_VARIABLE, Folders
from desktop.storage.preferences import PreferencesStore
from desktop.ui.main_window import MainWindow
from shared.resources import resource_path
from shared.styles import Style
from tests.screenshots.key_ring import MemoryKeyRing

PATIENCE_MS = 60_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def data_folder(server_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for everything that app and cloud keep."""
    folder = server_folder / "first-start"
    folder.mkdir(mode=0o711)
    monkeypatch.setenv(DATA_VARIABLE, str(folder))
    monkeypatch.delenv("PLUSHIFYME_SERVER", raising=False)
    return folder


def test_a_first_start_ends_with_a_plushie_that_outlasts_the_app(
    data_folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    key_ring = MemoryKeyRing()

    with running_app(key_ring, qtbot) as (application, window):
        use_demo_account(application, window, qtbot)
        choose_photo(window, qtbot)
        make_cartoon(application, window, qtbot)
        image_id = open_in_gallery(application, window, qtbot)
        saved = tmp_path / "plushie.png"
        application.models.gallery.save(image_id, saved)
        qtbot.waitUntil(saved.exists, timeout=PATIENCE_MS)

    with running_app(key_ring, qtbot) as (application, window):
        qtbot.waitUntil(lambda: window.is_inside, timeout=PATIENCE_MS)
        assert open_in_gallery(application, window, qtbot) == image_id


@contextmanager
def running_app(key_ring: MemoryKeyRing, qtbot: QtBot) -> Iterator[tuple[Application, MainWindow]]:
    """The app as a person starts it, with no server configured."""
    folders = Folders.of_user()
    application = Application(
        load_settings(folders=folders, environment=os.environ),
        PreferencesStore(folders.preferences_file),
        key_ring=key_ring,
    )
    window = application.create_window()
    with qtbot.waitExposed(window):
        window.show()
    application.start()
    yield application, window
    window.close()
    assert application.close(within_s=PATIENCE_MS / 1000)
    window.deleteLater()


def use_demo_account(application: Application, window: MainWindow, qtbot: QtBot) -> None:
    demo = window.sign_in_page.sign_in.demo_button
    qtbot.waitUntil(demo.isVisible, timeout=PATIENCE_MS)
    QTest.mouseClick(demo, LEFT)
    qtbot.waitUntil(lambda: window.is_inside, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: application.models.credits.balance == 50, timeout=PATIENCE_MS)


def choose_photo(window: MainWindow, qtbot: QtBot) -> None:
    drop(window, str(resource_path("samples", "chelsea.jpg")))
    create = window.studio.create_page
    qtbot.waitUntil(lambda: create.has_photo, timeout=PATIENCE_MS)
    qtbot.waitUntil(
        lambda: all(create.grid.card(style).draft is not None for style in Style),
        timeout=PATIENCE_MS,
    )


def make_cartoon(application: Application, window: MainWindow, qtbot: QtBot) -> None:
    models, create, page = application.models, window.studio.create_page, window.studio.job_page
    QTest.mouseClick(create.grid.card(Style.CARTOON_STYLE), LEFT)
    qtbot.waitUntil(create.order.make_button.isEnabled, timeout=PATIENCE_MS)
    QTest.mouseClick(create.order.make_button, LEFT)
    assert page.isVisible()

    def job() -> Job:
        found = models.jobs.job(page.job_id)
        assert found is not None
        return found

    qtbot.waitUntil(lambda: job().state.is_final, timeout=PATIENCE_MS)
    assert job().state is JobState.DONE, job().error
    assert job().style is Style.CARTOON_STYLE
    assert page.pair.result.image is not None
    assert page.bar.save_button.isVisible()
    qtbot.waitUntil(
        lambda: (models.credits.balance, models.credits.held) == (49, 0), timeout=PATIENCE_MS
    )


def open_in_gallery(application: Application, window: MainWindow, qtbot: QtBot) -> str:
    """Go to the gallery and open its only picture, by keyboard."""
    gallery, detail = application.models.gallery, window.studio.detail_page
    QTest.mouseClick(window.studio.side_bar.button("gallery"), LEFT)
    qtbot.waitUntil(lambda: gallery.rowCount() == 1, timeout=PATIENCE_MS)
    QTest.keyClick(window.studio.gallery_page.view, Qt.Key.Key_Right)
    QTest.keyClick(window.studio.gallery_page.view, Qt.Key.Key_Return)
    assert detail.isVisible()
    qtbot.waitUntil(detail.copy_button.isEnabled, timeout=PATIENCE_MS)
    return detail.image_id


def drop(window: MainWindow, path: str) -> None:
    """Drag a file over the window and let it go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    middle = window.rect().center()
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(middle), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    assert window.is_drop_offered
    let_go = QDropEvent(QPointF(middle), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, let_go)
    assert not window.is_drop_offered
