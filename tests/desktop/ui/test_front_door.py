"""What was asked for from outside is done as soon as somebody is signed in."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.models.session import SessionState
from desktop.ui.front_door import FrontDoor
from desktop.ui.main_window import MainWindow
from tests.desktop.ui.conftest import PATIENCE_MS


def test_a_link_opens_its_page_and_a_bad_one_only_raises_the_window(
    signed_in_window: MainWindow,
) -> None:
    door = FrontDoor(signed_in_window, signed_in_window._models)
    studio = signed_in_window.studio

    door.open(["plushifyme://gallery"])
    assert studio.current_page is studio.gallery_page

    signed_in_window.showMinimized()
    door.open(["plushifyme://settings?server=https://evil.example"])
    assert not signed_in_window.isMinimized()
    assert studio.current_page is studio.gallery_page


def test_a_photo_waits_until_somebody_is_signed_in(
    sign_in_window: MainWindow, photo: Path, qtbot: QtBot
) -> None:
    models = sign_in_window._models
    door = FrontDoor(sign_in_window, models)
    door.open([photo.as_uri()])
    assert models.studio.photo is None

    models.session._machine._state = SessionState.SIGNED_IN
    models.session.state_changed.emit()

    qtbot.waitUntil(lambda: models.studio.photo is not None, timeout=PATIENCE_MS)


def test_macos_tells_by_an_event(signed_in_window: MainWindow, qapp: QApplication) -> None:
    _door = FrontDoor(signed_in_window, signed_in_window._models)

    QApplication.sendEvent(qapp, QFileOpenEvent(QUrl("plushifyme://credits")))

    assert signed_in_window.studio.current_page is signed_in_window.studio.credits_page
