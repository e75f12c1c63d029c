"""The real window on a real local cloud: from an empty folder to a plushie in the gallery."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.models.job import JobState
from desktop.settings import load_settings
from desktop.storage.folders import DATA_VARIABLE, Folders
from desktop.storage.preferences import PreferencesStore
from desktop.ui.main_window import MainWindow
from shared.resources import resource_path
from shared.styles import Style
from tests.screenshots.key_ring import MemoryKeyRing

PATIENCE_MS = 60_000


@pytest.fixture
def application(
    server_folder: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> Iterator[Application]:
    """The app as a first start finds it: nothing on disk, no server configured."""
    data = server_folder / "first-start"
    data.mkdir(mode=0o711)
    monkeypatch.setenv(DATA_VARIABLE, str(data))
    monkeypatch.delenv("PLUSHIFYME_SERVER", raising=False)
    folders = Folders.of_user()
    made = Application(
        load_settings(folders=folders, environment=os.environ),
        PreferencesStore(folders.preferences_file),
        key_ring=MemoryKeyRing(),
    )
    yield made
    assert made.close()


def test_a_first_start_ends_with_a_plushie_in_the_gallery(
    application: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    window = application.create_window()
    qtbot.addWidget(window)
    window.show()
    models = application.models

    application.start()
    demo = window.sign_in_page.demo_button
    qtbot.waitUntil(demo.isVisible, timeout=PATIENCE_MS)

    QTest.mouseClick(demo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.is_inside, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: models.credits.balance == 50, timeout=PATIENCE_MS)

    drop(window, str(resource_path("samples", "chelsea.jpg")))
    create = window.studio.create_page
    qtbot.waitUntil(lambda: create.has_photo, timeout=PATIENCE_MS)
    qtbot.waitUntil(
        lambda: all(create.grid.card(style).draft is not None for style in Style),
        timeout=PATIENCE_MS,
    )

    QTest.mouseClick(create.grid.card(Style.CARTOON_STYLE), Qt.MouseButton.LeftButton)
    QTest.mouseClick(create.make_button, Qt.MouseButton.LeftButton)
    job_page = window.studio.job_page
    assert job_page.isVisible()
    job = models.jobs.job(job_page.job_id)
    assert job is not None
    assert job.style is Style.CARTOON_STYLE
    qtbot.waitUntil(
        lambda: models.jobs.job(job_page.job_id).state.is_final,  # type: ignore[union-attr]
        timeout=PATIENCE_MS,
    )
    done = models.jobs.job(job_page.job_id)
    assert done is not None
    assert done.state is JobState.DONE, done.error
    assert job_page.pair.result.image is not None
    assert job_page.save_button.isVisible()

    QTest.mouseClick(window.studio.side_bar.button("gallery"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: models.gallery.rowCount() == 1, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: models.credits.balance == 49, timeout=PATIENCE_MS)
    assert models.credits.held == 0

    QTest.keyClick(window.studio.gallery_page.view, Qt.Key.Key_Right)
    QTest.keyClick(window.studio.gallery_page.view, Qt.Key.Key_Return)
    detail = window.studio.detail_page
    assert detail.isVisible()
    qtbot.waitUntil(detail.copy_button.isEnabled, timeout=PATIENCE_MS)
    saved = tmp_path / "plushie.png"
    models.gallery.save(detail.image_id, saved)
    qtbot.waitUntil(saved.exists, timeout=PATIENCE_MS)
    window.close()


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
