"""Signing in, up and out, and what happens when a session ends."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop.api.client import ApiClient
from desktop.app import Application
from desktop.errors import AppError
from desktop.models.connection import ConnectionState
from desktop.models.gallery import GalleryRole
from desktop.models.session import SESSION_TRANSITIONS, SessionModel, SessionState
from shared.accounts import TERMS_VERSION
from tests.desktop.conftest import (
    QUICK_TIMING,
    MakePicture,
    MemoryKeyRing,
    OpenApp,
    sign_in,
)
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer, TestAccount

STARTING, SIGNED_OUT, SIGNING_IN = (
    SessionState.STARTING,
    SessionState.SIGNED_OUT,
    SessionState.SIGNING_IN,
)
SIGNED_IN, EXPIRED = SessionState.SIGNED_IN, SessionState.EXPIRED


class Watcher:
    """Notes every state and failure of a session."""

    def __init__(self, session: SessionModel) -> None:
        self.session = session
        self.states: list[SessionState] = [session.state]
        self.failures: list[AppError] = []
        session.state_changed.connect(self._on_state_changed)
        session.failed.connect(self.failures.append)

    def _on_state_changed(self) -> None:
        self.states.append(self.session.state)


def test_signing_in_shows_the_person_and_the_balance(
    open_app: OpenApp, account: TestAccount, qtbot: QtBot
) -> None:
    application = open_app()
    watcher = Watcher(application.models.session)

    sign_in(application, account, qtbot)

    assert watcher.states == [STARTING, SIGNED_OUT, SIGNING_IN, SIGNED_IN]
    user = application.models.session.user
    assert user is not None
    assert user.email == account.email
    assert application.models.credits.balance == 10


def test_a_server_that_hangs_keeps_nobody_from_their_gallery(
    open_app: OpenApp,
    account: TestAccount,
    server: RealServer,
    client: ApiClient,
    make_picture: MakePicture,
    qtbot: QtBot,
) -> None:
    make_picture(client)
    first = open_app()
    sign_in(first, account, qtbot)
    qtbot.waitUntil(lambda: first.models.gallery.rowCount() == 1)
    gallery = first.models.gallery
    qtbot.waitUntil(lambda: gallery.index(0).data(GalleryRole.THUMBNAIL) is not None)
    assert first.close()
    server.gate.shut()
    server.gate.open()
    server.gate.stall()

    second = open_app(timing=replace(QUICK_TIMING, first_word_s=0.05))

    qtbot.waitUntil(lambda: second.models.gallery.rowCount() == 1)
    seen = second.models.gallery
    qtbot.waitUntil(lambda: seen.index(0).data(GalleryRole.THUMBNAIL) is not None)
    assert second.models.session.state is SIGNED_IN


def test_an_ended_session_is_told_also_after_the_gallery_has_opened(
    open_app: OpenApp, account: TestAccount, server: RealServer, qtbot: QtBot
) -> None:
    first = open_app()
    sign_in(first, account, qtbot)
    assert first.close()
    server.end_sessions(account)
    server.gate.shut()
    second = open_app(timing=replace(QUICK_TIMING, first_word_s=0.05))
    session = second.models.session
    qtbot.waitUntil(lambda: session.state is SIGNED_IN)

    server.gate.open()

    ended = {EXPIRED, SIGNED_OUT, SessionState.LOCKED}
    qtbot.waitUntil(lambda: session.state in ended)


def test_a_wrong_password_leads_back_with_the_reason(
    open_app: OpenApp, account: TestAccount, qtbot: QtBot
) -> None:
    application = open_app()
    session = application.models.session
    watcher = Watcher(session)
    _wait_for(session, SIGNED_OUT, qtbot)

    session.sign_in(account.email, "WrongPassword1")
    qtbot.waitUntil(lambda: len(watcher.failures) == 1, timeout=PATIENCE_MS)

    assert watcher.states == [STARTING, SIGNED_OUT, SIGNING_IN, SIGNED_OUT]
    assert watcher.failures[0].code == "invalid_credentials"
    assert watcher.failures[0].request_id


def test_a_new_account_is_signed_in_at_once(open_app: OpenApp, qtbot: QtBot) -> None:
    session = open_app().models.session
    _wait_for(session, SIGNED_OUT, qtbot)

    session.sign_up("Robin", "robin.new@example.com", "TestPassword123", TERMS_VERSION)

    _wait_for(session, SIGNED_IN, qtbot)
    assert session.user is not None
    assert session.user.name == "Robin"


def test_the_next_start_needs_no_password(
    open_app: OpenApp, app: Application, account: TestAccount, qtbot: QtBot
) -> None:
    assert app.close()

    session = open_app().models.session
    _wait_for(session, SIGNED_IN, qtbot)

    assert session.user is not None
    assert session.user.email == account.email


def test_without_a_server_the_next_start_shows_what_is_on_this_computer(
    app: Application,
    open_app: OpenApp,
    server: RealServer,
    make_picture: MakePicture,
    qtbot: QtBot,
) -> None:
    make_picture(app.tools.client)
    qtbot.waitUntil(lambda: app.models.gallery.rowCount() == 1, timeout=PATIENCE_MS)
    assert app.close()
    server.gate.shut()

    again = open_app()
    _wait_for(again.models.session, SIGNED_IN, qtbot)

    qtbot.waitUntil(lambda: again.models.gallery.rowCount() == 1, timeout=PATIENCE_MS)
    connection = again.models.connection
    qtbot.waitUntil(lambda: connection.state is ConnectionState.OFFLINE, timeout=PATIENCE_MS)
    assert again.models.credits.balance is None


def test_without_a_server_signing_in_is_told_so(
    open_app: OpenApp, server: RealServer, account: TestAccount, qtbot: QtBot
) -> None:
    server.gate.shut()
    session = open_app().models.session
    watcher = Watcher(session)
    _wait_for(session, SIGNED_OUT, qtbot)

    session.sign_in(account.email, account.password)
    qtbot.waitUntil(lambda: len(watcher.failures) == 1, timeout=PATIENCE_MS)

    assert watcher.failures[0].code == "server_unreachable"
    assert session.state is SIGNED_OUT


def test_a_stored_session_that_has_ended_is_told_at_the_start(
    app: Application, open_app: OpenApp, server: RealServer, account: TestAccount, qtbot: QtBot
) -> None:
    assert app.close()
    server.end_sessions(account)

    session = open_app().models.session

    _wait_for(session, EXPIRED, qtbot)
    assert session.lapsed_email == account.email


def test_each_server_has_a_session_of_its_own(
    app: Application,
    open_app: OpenApp,
    server: RealServer,
    account: TestAccount,
    localhost: str,
    qtbot: QtBot,
) -> None:
    assert app.close()
    other_name = server.url.replace("127.0.0.1", localhost)
    elsewhere = open_app(other_name)
    _wait_for(elsewhere.models.session, SIGNED_OUT, qtbot)
    sign_in(elsewhere, account, qtbot)
    elsewhere.models.session.sign_out()
    assert elsewhere.close()

    session = open_app().models.session

    _wait_for(session, SIGNED_IN, qtbot)


def test_signing_out_ends_the_session_and_forgets_the_token(
    app: Application, account: TestAccount, key_ring: MemoryKeyRing, qtbot: QtBot
) -> None:
    token = app.tools.client.token
    session = app.models.session

    session.sign_out()

    assert session.state is SIGNED_OUT
    assert app.models.credits.balance is None
    qtbot.waitUntil(lambda: key_ring.entries == {}, timeout=PATIENCE_MS)
    sign_in(app, account, qtbot)
    assert app.tools.client.token != token


def test_signing_out_works_without_a_server(
    app: Application, server: RealServer, key_ring: MemoryKeyRing, qtbot: QtBot
) -> None:
    server.gate.shut()

    app.models.session.sign_out()

    assert app.models.session.state is SIGNED_OUT
    qtbot.waitUntil(lambda: key_ring.entries == {}, timeout=PATIENCE_MS)


def test_a_computer_without_a_key_ring_says_so(
    open_app: OpenApp, account: TestAccount, qtbot: QtBot
) -> None:
    from keyring.backends.fail import Keyring  # noqa: PLC0415

    application = open_app(key_ring=Keyring())  # type: ignore[no-untyped-call]
    told: list[bool] = []
    application.models.session.token_not_kept.connect(lambda: told.append(True))

    sign_in(application, account, qtbot)

    qtbot.waitUntil(lambda: told == [True], timeout=PATIENCE_MS)
    assert not application.models.session.is_token_kept


def test_a_server_without_the_demo_account_says_no(open_app: OpenApp, qtbot: QtBot) -> None:
    session = open_app().models.session
    watcher = Watcher(session)
    _wait_for(session, SIGNED_OUT, qtbot)
    qtbot.waitUntil(lambda: session.service is not None, timeout=PATIENCE_MS)
    assert session.service is not None
    assert session.service.demo_account is not None

    # It is announced, but in these tests nobody has made it.
    session.use_demo_account()
    qtbot.waitUntil(lambda: len(watcher.failures) == 1, timeout=PATIENCE_MS)

    assert watcher.failures[0].code == "invalid_credentials"


@pytest.mark.parametrize("state", SessionState)
def test_every_state_can_be_left(state: SessionState) -> None:
    assert SESSION_TRANSITIONS[state]
    assert state not in SESSION_TRANSITIONS[state]


def _wait_for(session: SessionModel, state: SessionState, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: session.state is state, timeout=PATIENCE_MS)
