"""A forgotten password: from the address to the new one."""

import pytest
from pytestqt.qtbot import QtBot

from backend.services.tokens import TokenPurpose
from desktop.app import Application
from desktop.models.password_reset import ResetStep
from desktop.models.session import SessionState
from desktop.workers.account_work import code_of
from tests.desktop.conftest import OpenApp
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer, TestAccount


@pytest.fixture
def signed_out_app(open_app: OpenApp, qtbot: QtBot) -> Application:
    application = open_app()
    session = application.models.session
    qtbot.waitUntil(lambda: session.state is SessionState.SIGNED_OUT, timeout=PATIENCE_MS)
    return application


def test_with_the_link_of_the_mail_a_new_password_is_set(
    signed_out_app: Application, server: RealServer, account: TestAccount, qtbot: QtBot
) -> None:
    reset, session = signed_out_app.models.password_reset, signed_out_app.models.session
    reset.request(account.email)
    qtbot.waitUntil(lambda: reset.step is ResetStep.MAILED, timeout=PATIENCE_MS)
    code = server.mint_link(account.email, TokenPurpose.RESET_PASSWORD)

    reset.set_password(f" https://plushify.example/reset-password?token={code} ", "a softer bear 8")

    qtbot.waitUntil(lambda: reset.step is ResetStep.SET, timeout=PATIENCE_MS)
    session.sign_in(account.email, "a softer bear 8")
    qtbot.waitUntil(lambda: session.state is SessionState.SIGNED_IN, timeout=PATIENCE_MS)


def test_an_unknown_address_is_answered_alike(signed_out_app: Application, qtbot: QtBot) -> None:
    reset = signed_out_app.models.password_reset

    reset.request("nobody@example.com")

    qtbot.waitUntil(lambda: reset.step is ResetStep.MAILED, timeout=PATIENCE_MS)


def test_a_link_that_never_was_is_refused(signed_out_app: Application, qtbot: QtBot) -> None:
    reset = signed_out_app.models.password_reset

    with qtbot.waitSignal(reset.failed, timeout=PATIENCE_MS) as failed:
        reset.set_password("made-up", "a softer bear 8")

    assert failed.args is not None
    assert failed.args[0].code == "link_refused"
    assert reset.step is ResetStep.ASKING
    assert not reset.is_busy


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("https://plushify.example/reset-password?token=abc-_1", "abc-_1"),
        ("  abc-_1\n", "abc-_1"),
        ("https://plushify.example/reset-password?utm=x&token=abc-_1&more=y", "abc-_1"),
    ],
)
def test_a_pasted_link_is_as_good_as_its_code(pasted: str, code: str) -> None:
    assert code_of(pasted) == code
