"""The window around the pages: start, place, banners, credits, settings."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.errors import AppError
from desktop.models.connection import ConnectionState
from desktop.storage.folders import Folders
from desktop.storage.preferences import Appearance, PreferencesStore
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.studio import Studio
from desktop.ui.theme import motion
from desktop.ui.widgets.credit_pill import CreditPill
from desktop.ui.widgets.picture import Fit, Picture
from tests.desktop.ui.hands import click

FAILED = AppError(
    title="The local cloud did not start.",
    charged="",
    advice="The details are in /home/mia/cloud.log.",
    code="local_cloud_failed",
)


def test_the_start_shows_what_is_being_done(window: MainWindow) -> None:
    startup = window._models.startup
    startup._configured_url = ""
    startup._progress("Starting the database", 0.4)
    assert window.startup_page.isVisible()
    assert "Starting the database" in window.startup_page.message
    assert not window.startup_page.retry_button.isVisible()


def test_a_failed_start_names_the_log_and_can_be_tried_again(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    startup = window._models.startup
    startup._on_failed(FAILED)
    page = window.startup_page
    assert "/home/mia/cloud.log" in page.message
    click(page.copy_button)
    assert "local_cloud_failed" in QGuiApplication.clipboard().text()
    started: list[bool] = []
    monkeypatch.setattr(startup, "start", lambda: started.append(True))
    click(page.retry_button)
    assert started == [True]


def test_the_window_remembers_its_place(window: MainWindow, application: Application) -> None:
    # Wide enough for the window and small enough for the screen of the test.
    window.resize(960, 720)
    window.close()
    again = MainWindow(application.models)
    assert again.size() == QSize(960, 720)
    again.deleteLater()


def test_being_offline_is_said_quietly_until_it_is_over(studio: Studio) -> None:
    connection = studio._models.connection
    assert not studio.offline_notice.isVisible()
    connection._machine.change(ConnectionState.OFFLINE)
    connection.state_changed.emit()
    assert studio.offline_notice.isVisible()
    assert "offline" in studio.offline_notice.text
    connection._machine.change(ConnectionState.ONLINE)
    connection.state_changed.emit()
    assert not studio.offline_notice.isVisible()


def test_a_banner_can_be_closed(studio: Studio) -> None:
    studio._models.gallery.failed.emit(FAILED)
    assert studio.notice.isVisible()
    click(studio.notice.close_button)
    assert not studio.notice.isVisible()


def test_news_wait_until_the_time_for_undo_is_over(window: MainWindow) -> None:
    toast = window.toast
    expired: list[str] = []
    toast.expired.connect(lambda: expired.append(toast.text))
    toast.say("Plushie deleted", "Undo")
    toast.say("Your plushie is ready.")
    assert (toast.text, expired) == ("Plushie deleted", [])
    toast.expire_now()
    assert toast.isVisible()
    assert (toast.text, expired) == ("Your plushie is ready.", ["Plushie deleted"])
    toast.say("Copied.")
    assert toast.text == "Copied."


@pytest.mark.parametrize(
    ("balance", "held", "words"),
    [
        (50, 0, "50 credits"),
        (1, 0, "1 credit"),
        (47, 2, "47 credits 2 held"),
        (0, 1, "0 credits 1 held"),
    ],
)
def test_the_pill_tells_balance_and_held_credits(
    studio: Studio, balance: int, held: int, words: str
) -> None:
    studio._models.credits.set_credits(balance, held)
    pill = studio.findChild(CreditPill)
    assert pill is not None
    assert pill.text == words
    QApplication.processEvents()
    shown = [each.text() for each in pill.findChildren(QLabel) if each.isVisible()]
    assert " ".join(each for each in shown if each) == words


def test_the_appearance_is_chosen_in_the_settings(
    studio: Studio, signed_in_window: MainWindow, folders: Folders
) -> None:
    studio.show_page("settings")
    for appearance in (Appearance.DARK, Appearance.LIGHT):
        button = studio.settings_page.appearance.choice.button(appearance.value)
        click(button)
        assert signed_in_window.theme.tokens.name == appearance.value
        assert PreferencesStore(folders.preferences_file).current.appearance is appearance


def test_another_server_is_checked_and_kept_for_the_next_start(
    studio: Studio, folders: Folders
) -> None:
    page = studio.settings_page
    studio.show_page("settings")
    page.server.address.edit.setText("ftp://plushify.example")
    click(page.server.save_button)
    assert page.server.address.complaint
    page.server.address.edit.setText("https://plushify.example/")
    click(page.server.save_button)
    stored = PreferencesStore(folders.preferences_file).current.server
    assert stored == "https://plushify.example"


def test_signing_out_is_in_the_settings(studio: Studio, signed_in_window: MainWindow) -> None:
    studio.show_page("settings")
    click(studio.settings_page.account.sign_out_button)
    assert signed_in_window.sign_in_page.isVisible()


def test_a_picture_is_scaled_once_to_the_pixels_of_the_screen(
    window: MainWindow, qtbot: QtBot
) -> None:
    picture = Picture(window.theme, fit=Fit.CONTAIN)
    qtbot.addWidget(picture)
    picture.resize(100, 50)
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    picture.set_image(image)
    picture.grab()
    first: QPixmap | None = picture._cut
    assert first is not None
    assert first.size() == QSize(100, 50) * picture.devicePixelRatio()
    seen = first.toImage()
    row = [seen.pixelColor(x, seen.height() // 2) for x in range(seen.width())]
    assert row.count(QColor("red")) == seen.height()
    assert row[0].alpha() == row[-1].alpha() == 0
    picture.grab()
    assert picture._cut is first


def test_nothing_moves_for_people_who_want_no_motion(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv(motion.REDUCE_MOTION_VARIABLE, "1")
    picture = Picture(window.theme)
    qtbot.addWidget(picture)
    picture.set_awaited(True)
    with qtbot.waitExposed(picture):
        picture.show()
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    picture.set_image(image)
    assert picture.grab().toImage().pixelColor(100, 100) == Qt.GlobalColor.blue
