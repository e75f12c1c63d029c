"""What the app's tests share: a real server, accounts at it, and the app without its window."""

import secrets
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
import shiboken6
from keyring.backend import KeyringBackend
from pydantic import SecretStr
from pytestqt.qtbot import QtBot

from backend.local_cloud.postgres import EmbeddedPostgres
from backend.settings import Settings as ServerSettings
from desktop.api.client import ApiClient
from desktop.api.uploads import upload_photo
from desktop.api.waiting import wait_until_final
from desktop.app import Application
from desktop.models.session import SessionState
from desktop.settings import Settings
from desktop.storage.folders import Folders
from desktop.storage.preferences import PreferencesStore
from desktop.workers.feed_events import FeedTiming
from desktop.workers.tasks import Task
from shared.gallery import Image
from shared.generations import GenerateRequest
from shared.styles import Style
from tests.conftest import ObjectStoreSettings, fresh_database
from tests.desktop.patient_bot import PATIENCE_MS, PatientBot
from tests.desktop.real_server import RealServer, TestAccount, real_server
from tests.fakes import photo_files

QUICK_TIMING = FeedTiming(
    poll_s=0.1,
    first_retry_s=0.1,
    longest_retry_s=0.4,
    silence_s=60,
    first_word_s=60,
    pictures_first_s=0,
)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    """pytest-qt's, with more patience."""
    del qapp
    return PatientBot(request)


@pytest.fixture
def localhost(monkeypatch: pytest.MonkeyPatch) -> str:
    """Another name of this computer's address, whatever its own list of hosts says."""
    look_up = socket.getaddrinfo

    def look_up_here(host: Any, *rest: Any, **options: Any) -> Any:
        return look_up("127.0.0.1" if host == "localhost" else host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)
    return "localhost"


@pytest.fixture(scope="session", autouse=True)
def _patient_end() -> Iterator[None]:
    """The app gives its threads less than a second to end; a loaded machine may need more."""
    usual = Application.close.__defaults__
    Application.close.__defaults__ = (PATIENCE_MS / 1000,)
    yield
    Application.close.__defaults__ = usual


class MemoryKeyRing(KeyringBackend):
    """A key ring that forgets everything with the test."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring has no annotation there
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


@pytest.fixture(autouse=True)
def key_ring() -> Iterator[MemoryKeyRing]:
    """No test touches the key ring of the person who runs it."""
    previous = keyring.get_keyring()
    ring = MemoryKeyRing()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(previous)


@pytest.fixture(autouse=True)
def _no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test shows a notice on the desk of the person who runs it."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """The app's files, in a folder of the test."""
    return Folders.below(tmp_path / "app-files")


@pytest.fixture(scope="session")
def running_server(
    postgres_server: EmbeddedPostgres, object_store_settings: ObjectStoreSettings
) -> Iterator[RealServer]:
    """API and worker on real PostgreSQL and S3."""
    with fresh_database(postgres_server) as dsn:
        settings = ServerSettings(
            _env_file=None,
            database_url=SecretStr(dsn),
            aws_access_key_id=object_store_settings.access_key,
            aws_secret_access_key=SecretStr(object_store_settings.secret_key),
            aws_s3_bucket=object_store_settings.bucket,
            s3_endpoint_url=object_store_settings.endpoint_url,
            local_cloud=True,
        )
        with real_server(settings) as server:
            yield server


@pytest.fixture
def server(running_server: RealServer) -> Iterator[RealServer]:
    """The real server, without faults."""
    running_server.reset()
    yield running_server
    running_server.reset()


@pytest.fixture
def account(server: RealServer) -> TestAccount:
    """A person with ten credits."""
    return server.make_account(10)


ClientOf = Callable[[str], ApiClient]


@pytest.fixture
def client_of() -> Iterator[ClientOf]:
    """Make clients of any address; they are closed at the end."""
    clients: list[ApiClient] = []

    def make(url: str) -> ApiClient:
        clients.append(ApiClient(url))
        return clients[-1]

    yield make
    for each in clients:
        each.line.close()


@pytest.fixture
def client(server: RealServer, account: TestAccount, client_of: ClientOf) -> ApiClient:
    """A client with `account` signed in."""
    made = client_of(server.url)
    made.token = account.token
    return made


StartPicture = Callable[[ApiClient], Image]
MakePicture = Callable[[ApiClient], Image]


@pytest.fixture
def start_picture() -> StartPicture:
    """Upload a photo and ask for a plushie of it."""

    def start(client: ApiClient) -> Image:
        key = upload_photo(client, photo_files.make_photo("JPEG"), "image/jpeg")
        request = GenerateRequest(original_file_key=key, style=Style.CUTE_FLUFFY)
        return client.generate(request, idempotency_key=secrets.token_hex(8)).image

    return start


@pytest.fixture
def make_picture(start_picture: StartPicture) -> MakePicture:
    """Make a picture and wait until it is finished."""

    def make(client: ApiClient) -> Image:
        image = start_picture(client)
        return wait_until_final(client, [image])[image.id]

    return make


PhotoFile = Callable[..., Path]


@pytest.fixture
def photo_file(tmp_path: Path) -> PhotoFile:
    """Write a good photo and give its path."""

    def write(name: str, *, width: int = 1600, height: int = 1200) -> Path:
        image_format = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}[Path(name).suffix]
        path = tmp_path / name
        path.write_bytes(photo_files.make_photo(image_format, width=width, height=height))
        return path

    return write


OpenApp = Callable[..., Application]


class IdleRunner:
    """A worker that never begins."""

    def run(
        self, work: Callable[[Task[Any]], Any], *_callbacks: object, **_more: object
    ) -> Task[Any]:
        return Task(None, work, None, None, None)  # type: ignore[arg-type]  # nothing uses tools


@pytest.fixture
def open_app(server: RealServer, folders: Folders, qapp: object) -> Iterator[OpenApp]:
    """Start the app without its window; each is closed at the end, and all its threads joined.

    Drafts take a second of both processors, so only who asks for `drafts=True` gets them.
    """
    opened: list[Application] = []

    def open_one(
        server_url: str | None = None, *, drafts: bool = False, **changes: object
    ) -> Application:
        url = server.url if server_url is None else server_url
        settings = Settings(server_url=url, folders=folders)
        application = Application(
            settings,
            PreferencesStore(folders.preferences_file),
            **{"timing": QUICK_TIMING, **changes},  # type: ignore[arg-type]
        )
        if not drafts:
            application.models.studio._drafting._runner = IdleRunner()
        application.start()
        opened.append(application)
        return application

    yield open_one
    for application in opened:
        assert application.close()
        # Here and now: Python's collector might destroy it on another thread.
        shiboken6.delete(application)


@pytest.fixture
def app(open_app: OpenApp, account: TestAccount, qtbot: QtBot) -> Application:
    """The app with `account` signed in."""
    application = open_app()
    sign_in(application, account, qtbot)
    return application


def sign_in(application: Application, account: TestAccount, qtbot: QtBot) -> None:
    """Sign in and wait until it is done."""
    session = application.models.session
    qtbot.waitUntil(lambda: session.state is not SessionState.STARTING, timeout=PATIENCE_MS)
    session.sign_in(account.email, account.password)
    qtbot.waitUntil(lambda: session.state is SessionState.SIGNED_IN, timeout=PATIENCE_MS)
