"""The password is asked for over the page in view, which stays as it is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.errors import AppError
from desktop.models.session import SessionState
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.password_sheet import PasswordSheet
from desktop.ui.pages.sign_in.page import SignInPage
from shared.service import EngineName, ServiceInfo
from tests.desktop.ui.hands import click, press, type_text

REFUSED = AppError("That e-mail and password do not match.", "", "", "invalid_credentials")


@pytest.fixture
def sheet(signed_in_window: MainWindow) -> PasswordSheet:
    """The session has just ended, while Mia was in the settings."""
    signed_in_window.studio.show_page("settings")
    signed_in_window._models.session._change(SessionState.LOCKED)
    return signed_in_window.password_sheet


def test_it_covers_the_page_and_names_the_person(
    sheet: PasswordSheet, signed_in_window: MainWindow
) -> None:
    studio = signed_in_window.studio
    assert sheet.isVisible()
    assert sheet.geometry() == signed_in_window.rect()
    assert sheet.card._person.text() == "Mia Berg"
    assert sheet.card.password.edit.hasFocus()
    assert studio.isVisible()
    assert studio.current_page is studio.settings_page
    signed_in_window.resize(1100, 700)
    assert sheet.size() == signed_in_window.size()


def test_nothing_below_can_be_reached_meanwhile(
    sheet: PasswordSheet, signed_in_window: MainWindow
) -> None:
    assert not signed_in_window.studio.isEnabled()
    press(signed_in_window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert signed_in_window.studio.current_page is signed_in_window.studio.settings_page
    for _ in range(12):
        press(QApplication.focusWidget() or sheet, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is None or not signed_in_window.studio.isAncestorOf(focus)


def test_the_password_is_handed_over_and_the_page_comes_back(
    sheet: PasswordSheet, signed_in_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = signed_in_window._models.session
    given: list[str] = []
    monkeypatch.setattr(session, "unlock", given.append)
    type_text(sheet.card.password.edit, "a soft bear 7")
    press(sheet.card.password.edit, Qt.Key.Key_Return)
    assert given == ["a soft bear 7"]

    session._change(SessionState.UNLOCKING)
    assert not sheet.card.submit_button.isEnabled()
    session._change(SessionState.SIGNED_IN)

    assert sheet.isHidden()
    assert sheet.card.password.value == ""
    assert signed_in_window.studio.isEnabled()
    assert signed_in_window.studio.current_page is signed_in_window.studio.settings_page


def test_a_wrong_password_is_told_on_the_sheet(
    sheet: PasswordSheet, signed_in_window: MainWindow
) -> None:
    click(sheet.card.submit_button)
    assert sheet.card.password.complaint
    assert signed_in_window._models.session.state is SessionState.LOCKED
    type_text(sheet.card.password.edit, "not it")
    signed_in_window._models.session.failed.emit(REFUSED)
    assert "do not match" in sheet.card.notice.text
    assert sheet.card.password.edit.hasSelectedText()
    assert signed_in_window.sign_in_page.sign_in.notice.isHidden()


def test_somebody_else_can_leave_it(sheet: PasswordSheet, signed_in_window: MainWindow) -> None:
    click(sheet.card.leave_button)
    page: SignInPage = signed_in_window.sign_in_page
    assert page.isVisible()
    assert page.isEnabled()
    assert sheet.isHidden()


def test_somebody_without_a_password_goes_on_with_google(
    sheet: PasswordSheet, signed_in_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = signed_in_window._models
    assert models.session.user is not None
    models.session._user = models.session.user.model_copy(update={"has_password": False})
    models.session._on_service(
        ServiceInfo(
            version="0.1.0", engine=EngineName.DRAFT, local_cloud=False, google_sign_in=True
        )
    )
    started: list[bool] = []
    monkeypatch.setattr(models.google, "start", lambda: started.append(True))
    sheet.card.render_state()
    assert sheet.card.password.isHidden()
    assert sheet.card.submit_button.isHidden()
    click(sheet.card.google_button)
    assert started == [True]
