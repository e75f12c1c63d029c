"""The few settings there are: appearance, server, account."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models.session import SessionState
from desktop.storage.preferences import Appearance
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.settings.page import SettingsPage
from desktop.ui.widgets.shortcuts import ShortcutSheet
from shared.service import EngineName, ServiceInfo


@pytest.fixture
def page(signed_in_window: MainWindow) -> SettingsPage:
    signed_in_window.studio.show_page("settings")
    return signed_in_window.studio.settings_page


def test_dark_is_shown_at_once_and_remembered(
    page: SettingsPage, signed_in_window: MainWindow
) -> None:
    QTest.mouseClick(page.appearance.choice.button("dark"), Qt.MouseButton.LeftButton)

    assert signed_in_window.theme.tokens.name == "dark"
    assert signed_in_window._models.preferences.current.appearance is Appearance.DARK
    assert page.appearance.choice.button("dark").isChecked()


def test_an_address_is_kept_for_the_next_start(
    page: SettingsPage, signed_in_window: MainWindow
) -> None:
    page.server.address.edit.setText(" Toys.example/ ")
    page.server.save_button.click()

    assert signed_in_window._models.preferences.current.server == "https://toys.example"
    assert "next start" in page.server.caption.text()


def test_an_address_that_protects_nothing_is_refused_beside_the_field(
    page: SettingsPage, signed_in_window: MainWindow
) -> None:
    page.server.address.edit.setText("http://toys.example")
    page.server.save_button.click()

    assert "https://" in page.server.address.complaint
    assert signed_in_window._models.preferences.current.server == ""


def test_an_empty_address_means_this_computer(
    page: SettingsPage, signed_in_window: MainWindow
) -> None:
    signed_in_window._models.preferences.change(server="https://toys.example")
    page.server.address.edit.setText("")
    page.server.save_button.click()
    assert signed_in_window._models.preferences.current.server == ""


def test_the_signed_in_person_is_named_and_can_leave(
    page: SettingsPage, signed_in_window: MainWindow
) -> None:
    assert page.account.person_text == "Mia Berg mia@example.com"

    page.account.sign_out_button.click()

    assert signed_in_window._models.session.state is SessionState.SIGNED_OUT
    assert signed_in_window.sign_in_page.isVisible()


@pytest.mark.parametrize(
    ("engine", "words"), [(EngineName.DRAFT, "draft engine"), (EngineName.OPENAI, "OpenAI")]
)
def test_who_makes_the_pictures_is_told(
    page: SettingsPage, signed_in_window: MainWindow, engine: EngineName, words: str
) -> None:
    session = signed_in_window._models.session
    session._on_service(ServiceInfo(version="0.1.0", engine=engine, local_cloud=False))
    assert words in page.about.caption.text()


def test_the_shortcuts_are_listed_from_here_too(
    page: SettingsPage, signed_in_window: MainWindow
) -> None:
    page.shortcuts_button.click()
    assert any(sheet.isVisible() for sheet in signed_in_window.findChildren(ShortcutSheet))
