"""The sign-in page: what it checks itself, what it says, and what it asks of the session."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from desktop.errors import AppError
from desktop.models.session import SessionState
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.sign_in import SignInPage
from desktop.ui.widgets.fields import password_strength
from shared.service import DemoAccount, EngineName, ServiceInfo
from tests.desktop.ui.hands import click, press, type_text

LOCAL = ServiceInfo(
    version="0.1.0",
    engine=EngineName.DRAFT,
    local_cloud=True,
    demo_account=DemoAccount(email="test@plushifyme.com", password="TestPassword123"),
)
REFUSED = AppError(
    title="That e-mail and password do not match.",
    charged="",
    advice="Please try again.",
    code="invalid_credentials",
    request_id="req-42",
)


@pytest.fixture
def page(sign_in_window: MainWindow) -> SignInPage:
    return sign_in_window.sign_in_page


class Calls:
    """Takes the session's place for what the page asks of it."""

    def __init__(self, page: SignInPage, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[tuple[str, ...]] = []
        for name in ("sign_in", "sign_up", "use_demo_account"):
            monkeypatch.setattr(page._session, name, self._recorder(name))

    def _recorder(self, name: str) -> object:
        return lambda *arguments: self.made.append((name, *arguments))


@pytest.fixture
def calls(page: SignInPage, monkeypatch: pytest.MonkeyPatch) -> Calls:
    return Calls(page, monkeypatch)


def test_one_can_type_at_once(page: SignInPage) -> None:
    assert page.email.edit.hasFocus()


def test_return_signs_in(page: SignInPage, calls: Calls) -> None:
    type_text(page.email.edit, " mia@example.com ")
    type_text(page.password.edit, "a soft bear 7")
    press(page.password.edit, Qt.Key.Key_Return)
    assert calls.made == [("sign_in", "mia@example.com", "a soft bear 7")]


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_sent(
    page: SignInPage, calls: Calls
) -> None:
    type_text(page.email.edit, "mia@")
    click(page.submit_button)
    assert page.email.complaint
    assert page.password.complaint
    assert page.email.edit.hasFocus()
    assert page.email.edit.accessibleDescription() == page.email.complaint
    assert calls.made == []
    type_text(page.email.edit, "example.com")
    assert page.email.complaint == ""


def test_signing_up_asks_for_a_name_and_a_long_password(page: SignInPage, calls: Calls) -> None:
    click(page.mode_button)
    assert page.name.edit.hasFocus()
    type_text(page.email.edit, "mia@example.com")
    type_text(page.password.edit, "short")
    click(page.submit_button)
    assert page.name.complaint
    assert "10" in page.password.complaint
    type_text(page.name.edit, "Mia")
    type_text(page.password.edit, " and longer")
    press(page.password.edit, Qt.Key.Key_Return)
    assert calls.made == [("sign_up", "Mia", "mia@example.com", "short and longer")]


def test_the_password_can_be_shown_and_hidden(page: SignInPage) -> None:
    assert page.password.edit.echoMode() is QLineEdit.EchoMode.Password
    page.password.show_action.trigger()
    assert page.password.edit.echoMode() is QLineEdit.EchoMode.Normal
    assert page.password.show_action.text() == "Hide the password"
    page.password.show_action.trigger()
    assert page.password.edit.echoMode() is QLineEdit.EchoMode.Password


def test_caps_lock_is_noticed_by_what_is_typed(page: SignInPage) -> None:
    edit, hint = page.password.edit, page.password.caps_lock_hint
    press(edit, Qt.Key.Key_A)
    assert hint.isHidden()
    type_text(edit, "A")
    shifted_without_shift = not hint.isHidden()
    press(edit, Qt.Key.Key_B)
    assert hint.isHidden()
    assert shifted_without_shift or edit.text() == "aAb"


@pytest.mark.parametrize(
    ("password", "strength"),
    [
        ("", 0),
        ("bear", 1),
        ("aaaaaaaaaa", 2),
        ("a soft bear 77", 3),
        ("Four soft bears at noon!", 4),
    ],
)
def test_a_longer_password_is_stronger(password: str, strength: int) -> None:
    assert password_strength(password) == strength


def test_the_demo_account_is_offered_by_a_local_cloud_only(page: SignInPage, calls: Calls) -> None:
    assert page.demo_button.isHidden()
    page._session._on_service(LOCAL)
    assert page.demo_button.isVisible()
    assert "on this computer" in page.server_text
    click(page.demo_button)
    assert calls.made == [("use_demo_account",)]


def test_it_says_which_server_it_talks_to(page: SignInPage) -> None:
    page._render()
    assert page.server_text == "Server: plushify.example"


def test_a_refusal_says_what_happened_and_can_be_copied(page: SignInPage) -> None:
    page._session.failed.emit(REFUSED)
    assert page.notice.isVisible()
    assert "do not match" in page.notice.text
    assert page.notice.id_text == "req-42"
    click(page.notice.copy_button)
    assert "req-42" in QGuiApplication.clipboard().text()


def test_nothing_can_be_pressed_twice_while_signing_in(page: SignInPage) -> None:
    page._session._machine._state = SessionState.SIGNING_IN
    page._session.state_changed.emit()
    assert not page.submit_button.isEnabled()
    assert not page.mode_button.isEnabled()


def test_an_ended_session_is_explained(page: SignInPage) -> None:
    page._session._machine._state = SessionState.EXPIRED
    page._session.state_changed.emit()
    assert "ended" in page.notice.text


def test_the_typed_password_does_not_stay_after_signing_in(page: SignInPage) -> None:
    type_text(page.password.edit, "a soft bear 7")
    page._session._machine._state = SessionState.SIGNED_IN
    page._session.state_changed.emit()
    assert page.password.value == ""
