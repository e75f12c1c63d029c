"""A person's way through the window with the real server behind it: signing up, and coming back."""

import secrets
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.models import address
from desktop.models.session import SessionState
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.sign_in.page import Card
from tests.desktop.conftest import OpenApp
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import PASSWORD, RealServer, TestAccount
from tests.desktop.ui.hands import click, press, type_text

OpenWindow = Callable[[Application], MainWindow]


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[OpenWindow]:
    """Show the window of an app; it is gone before the app is."""
    windows: list[MainWindow] = []

    def open_one(application: Application) -> MainWindow:
        window = application.create_window()
        windows.append(window)
        with qtbot.waitExposed(window):
            window.show()
        return window

    yield open_one
    for window in windows:
        window.close()
        window.deleteLater()


def test_from_the_empty_form_to_the_studio(
    open_app: OpenApp,
    open_window: OpenWindow,
    server: RealServer,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr(address, "_LOOK_EVERY_MS", 50)
    window = open_window(open_app())
    page = window.sign_in_page
    qtbot.waitUntil(page.isVisible, timeout=PATIENCE_MS)
    email = f"{secrets.token_hex(6)}@example.com"

    click(page.sign_in.sign_up_button)
    type_text(page.sign_up.name.edit, "Mia Berg")
    type_text(page.sign_up.email.edit, email)
    type_text(page.sign_up.password.edit, PASSWORD)
    press(page.sign_up.consent.box, Qt.Key.Key_Space)
    press(page.sign_up.password.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.card is Card.CONFIRM, timeout=PATIENCE_MS)
    server.prove(email)

    qtbot.waitUntil(lambda: window.is_inside, timeout=PATIENCE_MS)
    assert "confirmed" in window.toast.text
    assert page.sign_up.password.value == ""


def test_a_session_that_ends_takes_nothing_away(
    app: Application,
    open_window: OpenWindow,
    server: RealServer,
    account: TestAccount,
    qtbot: QtBot,
) -> None:
    window, session = open_window(app), app.models.session
    sheet = window.password_sheet
    app.models.studio.set_wish("with a red scarf")
    window.studio.show_page("credits")
    server.end_sessions(account)
    app.models.credits.load_transactions()
    qtbot.waitUntil(sheet.isVisible, timeout=PATIENCE_MS)

    type_text(sheet.card.password.edit, "not the password")
    press(sheet.card.password.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(sheet.card.notice.isVisible, timeout=PATIENCE_MS)
    sheet.card.password.edit.clear()
    type_text(sheet.card.password.edit, account.password)
    press(sheet.card.password.edit, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: session.state is SessionState.SIGNED_IN, timeout=PATIENCE_MS)
    assert sheet.isHidden()
    assert window.studio.current_page is window.studio.credits_page
    assert app.models.studio.wish == "with a red scarf"
