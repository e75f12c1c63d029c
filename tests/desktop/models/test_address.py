"""The e-mail address: the app waits for the click in the mail, and goes on by itself."""

import secrets

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.errors import AppError
from desktop.models import address as address_module
from desktop.models.session import SessionState
from shared.accounts import TERMS_VERSION
from tests.desktop.conftest import OpenApp
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import PASSWORD, RealServer, TestAccount


@pytest.fixture(autouse=True)
def _look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address_module, "_LOOK_EVERY_MS", 50)


@pytest.fixture
def new_app(open_app: OpenApp, qtbot: QtBot) -> Application:
    """The app right after somebody has signed up."""
    application = open_app()
    session = application.models.session
    qtbot.waitUntil(lambda: session.state is SessionState.SIGNED_OUT, timeout=PATIENCE_MS)
    email = f"{secrets.token_hex(6)}@example.com"
    session.sign_up("Mia", email, PASSWORD, TERMS_VERSION)
    qtbot.waitUntil(lambda: session.state is SessionState.SIGNED_IN, timeout=PATIENCE_MS)
    return application


def test_after_signing_up_the_app_waits_for_the_link_and_goes_on_by_itself(
    new_app: Application, server: RealServer, qtbot: QtBot
) -> None:
    address = new_app.models.address
    assert (address.is_awaited, address.is_unproven) == (True, True)

    with qtbot.waitSignal(address.proven, timeout=PATIENCE_MS):
        server.prove(_email(new_app))

    assert (address.is_awaited, address.is_unproven) == (False, False)


def test_one_may_go_on_without_confirming_and_come_back_to_it(new_app: Application) -> None:
    address = new_app.models.address

    address.go_on()
    assert (address.is_awaited, address.is_unproven) == (False, True)
    user = new_app.models.session.user
    assert user is not None
    new_app.models.session.update_user(user.model_copy(update={"name": "Mia Plush"}))
    assert not address.is_awaited

    address.wait()
    assert (address.is_awaited, address.is_unproven) == (True, True)

    new_app.models.session.sign_out()
    assert (address.is_awaited, address.is_unproven) == (False, False)
    assert not address._timer.isActive()


def test_who_comes_back_later_is_not_kept_waiting(
    open_app: OpenApp, new_app: Application, qtbot: QtBot
) -> None:
    assert new_app.close()
    again = open_app()
    session = again.models.session
    qtbot.waitUntil(lambda: session.state is SessionState.SIGNED_IN, timeout=PATIENCE_MS)

    assert again.models.address.is_unproven
    assert not again.models.address.is_awaited


def test_another_mail_can_be_had_until_the_server_wants_a_pause(
    new_app: Application, qtbot: QtBot
) -> None:
    address = new_app.models.address
    failures: list[AppError] = []
    address.failed.connect(failures.append)

    with qtbot.waitSignal(address.mail_sent, timeout=PATIENCE_MS):
        address.resend()
    for _ in range(10):
        if failures:
            break
        address.resend()
        qtbot.waitUntil(lambda: not address.is_busy, timeout=PATIENCE_MS)

    assert failures[0].code == "rate_limited"
    assert failures[0].retry_after_s


def test_a_new_address_holds_when_its_link_was_clicked(
    app: Application, server: RealServer, qtbot: QtBot
) -> None:
    address = app.models.address
    new_email = f"{secrets.token_hex(6)}@example.com"
    address.change(new_email, PASSWORD)
    qtbot.waitUntil(lambda: address.new_email == new_email, timeout=PATIENCE_MS)
    assert _email(app) != new_email

    with qtbot.waitSignal(address.replaced, timeout=PATIENCE_MS) as replaced:
        server.prove_new_email(new_email)

    assert replaced.args == [new_email]
    assert _email(app) == new_email
    assert address.new_email == ""


def test_changing_the_address_needs_the_password(
    app: Application, account: TestAccount, qtbot: QtBot
) -> None:
    address = app.models.address

    with qtbot.waitSignal(address.change_failed, timeout=PATIENCE_MS) as failed:
        address.change("other@example.com", "not the password")

    assert failed.args is not None
    assert failed.args[0].code == "invalid_credentials"
    assert _email(app) == account.email
    assert not address.is_busy


def _email(application: Application) -> str:
    user = application.models.session.user
    assert user is not None
    return user.email
