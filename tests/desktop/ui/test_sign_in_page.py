"""The sign-in family: what its cards check themselves, what they say, what they ask of the models."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.errors import AppError
from desktop.models.password_reset import ResetStep
from desktop.models.session import SessionState
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.sign_in.page import Card, SignInPage
from desktop.ui.widgets.fields import password_strength
from shared.service import DemoAccount, EngineName, ServiceInfo
from tests.desktop.ui.hands import click, press, type_text

LOCAL = ServiceInfo(
    version="0.1.0",
    engine=EngineName.DRAFT,
    local_cloud=True,
    demo_account=DemoAccount(email="test@plushifyme.com", password="TestPassword123"),
    terms_version="2026-11",
)
REFUSED = AppError(
    title="That e-mail and password do not match.",
    charged="",
    advice="Please try again.",
    code="invalid_credentials",
    request_id="req-42",
)
THROTTLED = AppError(
    title="That was tried too often. Please try again in 1 s.",
    charged="",
    advice="",
    code="rate_limited",
    retry_after_s=1,
)
PATIENCE_MS = 30_000


@pytest.fixture
def page(sign_in_window: MainWindow) -> SignInPage:
    sign_in_window.sign_in_page._models.session._on_service(LOCAL)
    return sign_in_window.sign_in_page


class Calls:
    """Takes the models' place for what the cards ask of them."""

    def __init__(self, page: SignInPage, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[tuple[str, ...]] = []
        models = page._models
        for model, name in (
            (models.session, "sign_in"),
            (models.session, "sign_up"),
            (models.session, "use_demo_account"),
            (models.password_reset, "request"),
            (models.password_reset, "set_password"),
            (models.google, "start"),
        ):
            monkeypatch.setattr(model, name, self._recorder(name))

    def _recorder(self, name: str) -> Callable[..., None]:
        return lambda *arguments: self.made.append((name, *arguments))


@pytest.fixture
def calls(page: SignInPage, monkeypatch: pytest.MonkeyPatch) -> Calls:
    return Calls(page, monkeypatch)


class Browser(QObject):
    """Notes what would have been opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser(qapp: object) -> Iterator[Browser]:
    noted = Browser()
    QDesktopServices.setUrlHandler("https", noted, "open")  # type: ignore[arg-type]  # takes str only
    yield noted
    QDesktopServices.unsetUrlHandler("https")


def test_one_can_type_at_once(page: SignInPage) -> None:
    assert page.sign_in.email.edit.hasFocus()


def test_return_signs_in(page: SignInPage, calls: Calls) -> None:
    type_text(page.sign_in.email.edit, " mia@example.com ")
    type_text(page.sign_in.password.edit, "a soft bear 7")
    press(page.sign_in.password.edit, Qt.Key.Key_Return)
    assert calls.made == [("sign_in", "mia@example.com", "a soft bear 7")]


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_sent(
    page: SignInPage, calls: Calls
) -> None:
    card = page.sign_in
    type_text(card.email.edit, "mia@")
    click(card.submit_button)
    assert card.email.complaint
    assert card.password.complaint
    assert card.email.edit.hasFocus()
    assert card.email.edit.accessibleDescription() == card.email.complaint
    assert calls.made == []
    type_text(card.email.edit, "example.com")
    assert card.email.complaint == ""


def test_a_field_that_was_left_half_done_says_so_at_once(page: SignInPage) -> None:
    type_text(page.sign_in.email.edit, "mia")
    press(page.sign_in.email.edit, Qt.Key.Key_Tab)
    assert page.sign_in.email.complaint


def test_signing_up_asks_for_name_long_password_and_consent(page: SignInPage, calls: Calls) -> None:
    type_text(page.sign_in.email.edit, "mia@example.com")
    click(page.sign_in.sign_up_button)
    card = page.sign_up
    assert page.card is Card.SIGN_UP
    assert card.name.edit.hasFocus()
    assert card.email.value == "mia@example.com"
    type_text(card.password.edit, "short")
    click(card.submit_button)
    assert card.name.complaint
    assert "10" in card.password.complaint
    assert card.consent.complaint
    type_text(card.name.edit, "Mia")
    type_text(card.password.edit, " and longer")
    card.consent.box.setChecked(True)
    press(card.password.edit, Qt.Key.Key_Return)
    assert calls.made == [("sign_up", "Mia", "mia@example.com", "short and longer", "2026-11")]


def test_the_address_is_no_password(page: SignInPage, calls: Calls) -> None:
    click(page.sign_in.sign_up_button)
    card = page.sign_up
    type_text(card.name.edit, "Mia")
    type_text(card.email.edit, "mia@example.com")
    type_text(card.password.edit, "Mia@Example.com")
    card.consent.box.setChecked(True)
    click(card.submit_button)
    assert "e-mail" in card.password.complaint
    assert calls.made == []


def test_a_password_that_the_server_finds_weak_is_told_beside_it(page: SignInPage) -> None:
    click(page.sign_in.sign_up_button)
    weak = AppError("One of the commonest passwords.", "", "", "weak_password")
    page._models.session.failed.emit(weak)
    assert page.sign_up.password.complaint == weak.title
    assert page.sign_up.notice.isHidden()


def test_the_terms_can_be_read_before_they_are_agreed_to(
    page: SignInPage, browser: Browser
) -> None:
    page._render_server()
    page.sign_up.consent.sentence.linkActivated.emit("/terms")
    page.sign_up.consent.sentence.linkActivated.emit("/privacy")
    assert browser.opened == [
        "https://plushify.example/terms",
        "https://plushify.example/privacy",
    ]


def test_an_address_with_an_account_leads_to_the_mail_and_to_signing_in(page: SignInPage) -> None:
    click(page.sign_in.sign_up_button)
    type_text(page.sign_up.email.edit, "mia@example.com")
    page._models.session.failed.emit(
        AppError("We have sent a mail to mia@example.com.", "", "Look.", "look_into_your_mail")
    )
    assert page.card is Card.SIGN_IN
    assert page.sign_in.email.value == "mia@example.com"
    assert "sent a mail" in page.sign_in.notice.text


def test_the_password_can_be_shown_and_hidden(page: SignInPage) -> None:
    password = page.sign_in.password
    assert password.edit.echoMode() is QLineEdit.EchoMode.Password
    password.show_action.trigger()
    assert password.edit.echoMode() is QLineEdit.EchoMode.Normal
    assert password.show_action.text() == "Hide the password"
    password.show_action.trigger()
    assert password.edit.echoMode() is QLineEdit.EchoMode.Password


def test_caps_lock_is_noticed_by_what_is_typed(page: SignInPage) -> None:
    edit, hint = page.sign_in.password.edit, page.sign_in.password.caps_lock_hint
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
    page._models.session._on_service(LOCAL.model_copy(update={"demo_account": None}))
    assert page.sign_in.demo_button.isHidden()
    page._models.session._on_service(LOCAL)
    assert page.sign_in.demo_button.isVisible()
    assert "on this computer" in page.server_text
    click(page.sign_in.demo_button)
    assert calls.made == [("use_demo_account",)]


def test_it_says_which_server_it_talks_to(page: SignInPage) -> None:
    page._models.session._on_service(LOCAL.model_copy(update={"local_cloud": False}))
    assert page.server_text == "Server: plushify.example"


def test_a_refusal_says_what_happened_and_can_be_copied(page: SignInPage) -> None:
    page._models.session.failed.emit(REFUSED)
    notice = page.sign_in.notice
    assert notice.isVisible()
    assert "do not match" in notice.text
    assert notice.id_text == "req-42"
    click(notice.copy_button)
    assert "req-42" in QGuiApplication.clipboard().text()


def test_after_too_many_tries_the_button_counts_down_and_comes_back(
    page: SignInPage, qtbot: QtBot
) -> None:
    page._models.session.failed.emit(THROTTLED)
    button = page.sign_in.submit_button
    assert not button.isEnabled()
    assert button.text().startswith("Try again in")
    qtbot.waitUntil(button.isEnabled, timeout=PATIENCE_MS)
    assert button.text() == "Sign in"
    assert page.sign_in.notice.isHidden()


def test_another_address_needs_not_wait_for_the_first(page: SignInPage) -> None:
    page._models.session.failed.emit(THROTTLED)
    type_text(page.sign_in.email.edit, "n")
    assert page.sign_in.submit_button.isEnabled()


def test_nothing_can_be_pressed_twice_while_signing_in(page: SignInPage) -> None:
    page._models.session._machine._state = SessionState.SIGNING_IN
    page._models.session.state_changed.emit()
    assert not page.sign_in.submit_button.isEnabled()
    assert not page.sign_in.sign_up_button.isEnabled()
    assert not page.sign_in.forgot_button.isEnabled()


def test_an_ended_session_is_explained(page: SignInPage) -> None:
    page._models.session._machine._state = SessionState.EXPIRED
    page._models.session.state_changed.emit()
    assert "ended" in page.sign_in.notice.text


def test_the_typed_password_does_not_stay_after_signing_in(page: SignInPage) -> None:
    type_text(page.sign_in.password.edit, "a soft bear 7")
    page._models.session._machine._state = SessionState.SIGNED_IN
    page._models.session.state_changed.emit()
    assert page.sign_in.password.value == ""


def test_a_forgotten_password_needs_only_the_address(page: SignInPage, calls: Calls) -> None:
    type_text(page.sign_in.email.edit, "mia@example.com")
    click(page.sign_in.forgot_button)
    assert page.card is Card.FORGOT
    assert page.forgot.email.value == "mia@example.com"
    click(page.forgot.submit_button)
    assert calls.made == [("request", "mia@example.com")]


def test_after_the_mail_the_link_may_be_pasted_instead(page: SignInPage, calls: Calls) -> None:
    _have_mail_sent(page)
    assert page.mailed.isVisible()
    assert "mia@example.com" in page.mailed.subtitle.text()
    click(page.mailed.link_button)
    card = page.new_password
    assert page.card is Card.NEW_PASSWORD
    click(card.submit_button)
    assert card.link.complaint
    type_text(card.link.edit, "https://plushify.example/reset-password?token=abc")
    type_text(card.password.edit, "a softer bear 8")
    click(card.submit_button)
    assert calls.made == [
        ("set_password", "https://plushify.example/reset-password?token=abc", "a softer bear 8")
    ]


def test_an_old_link_is_told_beside_it(page: SignInPage) -> None:
    _have_mail_sent(page)
    click(page.mailed.link_button)
    old = AppError("This link has ended or was used already.", "", "", "link_refused")
    page._models.password_reset.failed.emit(old)
    assert page.new_password.link.complaint == old.title


def test_the_mails_of_a_local_cloud_are_one_click_away(page: SignInPage, browser: Browser) -> None:
    _have_mail_sent(page)
    click(page.mailed.mails_button)
    assert browser.opened == ["https://plushify.example/local/mails"]
    page._models.session._on_service(LOCAL.model_copy(update={"local_cloud": False}))
    assert page.mailed.mails_button.isHidden()


def test_google_is_offered_where_the_server_can(page: SignInPage, calls: Calls) -> None:
    assert page.sign_in.google_button.isHidden()
    page._models.session._on_service(LOCAL.model_copy(update={"google_sign_in": True}))
    assert page.sign_in.google_terms.isVisible()
    click(page.sign_in.google_button)
    assert calls.made == [("start",)]
    click(page.sign_in.sign_up_button)
    click(page.sign_up.google_button)
    assert page.sign_up.consent.complaint
    assert calls.made == [("start",)]
    page.sign_up.consent.box.setChecked(True)
    click(page.sign_up.google_button)
    assert calls.made == [("start",), ("start",)]


def _have_mail_sent(page: SignInPage) -> None:
    click(page.sign_in.forgot_button)
    reset = page._models.password_reset
    reset._email = "mia@example.com"
    reset._reach(ResetStep.MAILED)
