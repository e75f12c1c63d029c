"""Signing in with Google: the app opens the browser, and gets its session when that has finished."""

import re
from collections.abc import Iterator

import httpx2
import pytest
from pydantic import SecretStr
from pytestqt.qtbot import QtBot

from backend.local_cloud.postgres import EmbeddedPostgres
from backend.settings import Settings as ServerSettings
from desktop.app import Application
from desktop.models import google_sign_in
from desktop.models.google_sign_in import GOOGLE_TRANSITIONS, GoogleState
from desktop.models.session import SessionState
from tests.conftest import ObjectStoreSettings, fresh_database
from tests.desktop.conftest import OpenApp
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer, real_server
from tests.fakes.openid_provider import CLIENT_ID, CLIENT_SECRET, FakeOpenIdProvider, sign_in_at
from tests.fakes.serving import served


@pytest.fixture(autouse=True)
def _ask_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(google_sign_in, "_ASK_EVERY_S", 0.05)


@pytest.fixture(scope="module")
def google_server(
    postgres_server: EmbeddedPostgres, object_store_settings: ObjectStoreSettings
) -> Iterator[RealServer]:
    """The real server, which knows a provider on this computer."""
    provider = FakeOpenIdProvider()
    with served(provider.app()) as issuer, fresh_database(postgres_server) as dsn:
        provider.issuer = issuer
        settings = ServerSettings(
            _env_file=None,
            database_url=SecretStr(dsn),
            aws_access_key_id=object_store_settings.access_key,
            aws_secret_access_key=SecretStr(object_store_settings.secret_key),
            aws_s3_bucket=object_store_settings.bucket,
            s3_endpoint_url=object_store_settings.endpoint_url,
            google_client_id=CLIENT_ID,
            google_client_secret=SecretStr(CLIENT_SECRET),
            google_issuer_url=issuer,
        )
        with real_server(settings) as server:
            yield server


@pytest.fixture
def app(google_server: RealServer, open_app: OpenApp, qtbot: QtBot) -> Application:
    application = open_app(google_server.url)
    session = application.models.session
    qtbot.waitUntil(
        lambda: session.state is SessionState.SIGNED_OUT and session.service is not None,
        timeout=PATIENCE_MS,
    )
    return application


def test_what_is_finished_in_the_browser_signs_the_app_in(
    app: Application, google_server: RealServer, qtbot: QtBot
) -> None:
    google, session = app.models.google, app.models.session
    assert google.is_offered
    with qtbot.waitSignal(google.browser_wanted, timeout=PATIENCE_MS) as wanted:
        google.start()
    assert wanted.args is not None
    page = _go_through_the_browser(google_server, wanted.args[0])

    assert google.match_code in page
    qtbot.waitUntil(lambda: session.state is SessionState.SIGNED_IN, timeout=PATIENCE_MS)
    assert session.user is not None
    assert session.user.email == "robin@example.com"
    assert not session.user.has_password
    assert session.user.email_verified
    assert google.state is GoogleState.IDLE


def test_whoever_changes_their_mind_stays_signed_out(app: Application, qtbot: QtBot) -> None:
    google = app.models.google
    with qtbot.waitSignal(google.browser_wanted, timeout=PATIENCE_MS):
        google.start()

    google.cancel()

    assert google.state is GoogleState.IDLE
    assert google.match_code == ""
    assert app.models.session.state is SessionState.SIGNED_OUT
    google.start()
    qtbot.waitUntil(lambda: google.state is GoogleState.WAITING, timeout=PATIENCE_MS)


@pytest.mark.parametrize("state", GoogleState)
def test_every_state_can_be_left(state: GoogleState) -> None:
    assert GOOGLE_TRANSITIONS[state]


def _go_through_the_browser(server: RealServer, url: str) -> str:
    """Sign in at the provider, come back, and press the button. Returns the page with the code."""
    with httpx2.Client() as browser:
        brought = sign_in_at(url)
        page = browser.get(f"{server.url}/auth/google/callback", params=brought)
        (token,) = re.findall(r'name="token" value="([^"]+)"', page.text)
        done = browser.post(f"{server.url}/auth/google/confirm", data={"token": token})
        assert done.status_code == 200
    return page.text
