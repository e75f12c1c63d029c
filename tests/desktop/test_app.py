"""The app as a whole: it never waits for anything, and it ends at once."""

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import keyring
import pytest
from pytestqt.qtbot import QtBot

from desktop import local_cloud
from desktop.api.client import ApiClient
from desktop.app import Application
from desktop.models.connection import ConnectionState
from desktop.models.job import JobState
from desktop.models.order import OrderLine
from desktop.models.session import SessionState
from desktop.settings import Settings, WrongSetting, load_settings
from desktop.storage.folders import Folders
from desktop.storage.gallery_queries import Cursor
from desktop.storage.token_store import StoredSession, TokenStore
from desktop.workers.account_files import open_account
from desktop.workers.cloud_events import CloudReady
from shared.styles import Style
from tests.desktop.conftest import QUICK_TIMING, MakePicture, OpenApp, PhotoFile
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer, TestAccount

LONGEST_STALL_S = 5.0
"""Far more than a call takes, far less than a wait for a silent server."""
CLOSES_WITHIN_S = 15.0
"""A second on a quiet machine, as the benchmarks show; waiting for a silent server takes far longer."""


@pytest.fixture
def silent_server() -> Iterator[str]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_it_closes_soon_with_jobs_running(
    app: Application, server: RealServer, photo_file: PhotoFile, qtbot: QtBot
) -> None:
    server.hold()
    server.hold()
    studio, jobs = app.models.studio, app.models.jobs
    studio.choose_file(str(photo_file("Biscuit.jpg")))
    qtbot.waitUntil(lambda: studio.can_make, timeout=PATIENCE_MS)
    first = studio.make()
    qtbot.waitUntil(lambda: _state(app, first) is JobState.MAKING, timeout=PATIENCE_MS)
    server.storage_gate.shut()
    studio.make()
    studio.choose_file(str(photo_file("Another.jpg", width=4000, height=3000)))

    began = time.monotonic()
    assert app.close()

    assert time.monotonic() - began < CLOSES_WITHIN_S
    assert jobs.running_count == 2


def test_it_closes_soon_while_the_server_hangs(
    open_app: OpenApp, silent_server: str, qtbot: QtBot
) -> None:
    application = open_app(silent_server)
    line = application.tools.client.line
    qtbot.waitUntil(lambda: bool(line._sockets), timeout=PATIENCE_MS)

    began = time.monotonic()
    assert application.close()

    assert time.monotonic() - began < CLOSES_WITHIN_S


def test_a_picture_deleted_right_before_the_end_is_deleted(
    app: Application,
    client: ApiClient,
    make_picture: MakePicture,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # On a loaded machine it may take longer than people wait; it is then sent at the next start.
    monkeypatch.setattr("desktop.app._LAST_CALLS_WITHIN_S", PATIENCE_MS / 1000)
    image = make_picture(client)
    qtbot.waitUntil(lambda: app.models.gallery.rowCount() == 1, timeout=PATIENCE_MS)

    app.models.gallery.delete(image.id)
    assert app.close(within_s=PATIENCE_MS / 1000)

    assert client.images_since(0).images == []


def test_no_call_of_the_window_waits_while_everything_hangs(
    app: Application,
    server: RealServer,
    silent_server: str,
    photo_file: PhotoFile,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    models = app.models
    models.studio.choose_file(str(photo_file("Biscuit.jpg")))
    qtbot.waitUntil(lambda: models.studio.can_make, timeout=PATIENCE_MS)
    [ready] = models.studio.table.ready
    job_id = models.studio.make()
    qtbot.waitUntil(lambda: models.gallery.rowCount() == 1, timeout=PATIENCE_MS)
    image_id = models.jobs.job(job_id).image_id or ""  # type: ignore[union-attr]
    app.tools.client.line.server_url = silent_server
    server.storage_gate.shut()

    large = str(photo_file("Large.jpg", width=4000, height=3000))

    calls: list[Callable[[], object]] = [
        lambda: models.studio.set_style(Style.MINIMALIST),
        lambda: models.studio.set_wish("a hat"),
        models.studio.make,
        lambda: models.studio.choose_file(large),
        lambda: models.jobs.start(
            [OrderLine(ready.photo, ready.file, Style.MINIMALIST)],  # type: ignore[arg-type]  # see above
            "",
        ),
        lambda: models.gallery.open(image_id),
        lambda: models.gallery.save(image_id, tmp_path / "saved.png"),
        lambda: models.gallery.delete(image_id),
        models.credits.load_transactions,
        models.session.sign_out,
    ]
    for call in calls:
        began = time.perf_counter()
        call()
        assert time.perf_counter() - began < LONGEST_STALL_S


def test_the_gallery_opens_while_the_local_cloud_still_starts(
    open_app: OpenApp,
    account: TestAccount,
    client: ApiClient,
    make_picture: MakePicture,
    server: RealServer,
    folders: Folders,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    is_up = threading.Event()
    _let_the_cloud_be(server.url, is_up, monkeypatch)
    image = make_picture(client)
    name = Settings(server_url="", folders=folders).server_name
    user = client.session().user
    assert client.token is not None
    TokenStore(keyring).save(name, StoredSession(client.token, user.model_dump_json()))
    kept = open_account(user.id, folders.account(name, user.id), 10**9)
    kept.index.apply_page([image], Cursor(is_complete=True, in_trash=True))
    kept.close()

    app = open_app("", timing=replace(QUICK_TIMING, first_word_s=0))
    gallery = app.models.gallery

    qtbot.waitUntil(lambda: gallery.rowCount() == 1, timeout=PATIENCE_MS)
    assert app.models.session.state is SessionState.SIGNED_IN
    assert not bool(app.models.startup.is_ready)
    gallery.rename(image.id, "before the cloud")
    qtbot.waitUntil(lambda: gallery.waiting_count == 1, timeout=PATIENCE_MS)

    is_up.set()

    qtbot.waitUntil(lambda: gallery.waiting_count == 0, timeout=PATIENCE_MS)
    assert client.image(image.id).title == "before the cloud"
    assert app.models.startup.is_ready
    assert app.models.session.state is SessionState.SIGNED_IN
    connection = app.models.connection
    qtbot.waitUntil(lambda: connection.state is ConnectionState.ONLINE, timeout=PATIENCE_MS)


def test_it_closes_soon_while_the_local_cloud_still_starts(
    open_app: OpenApp, server: RealServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _let_the_cloud_be(server.url, threading.Event(), monkeypatch)
    app = open_app("")

    began = time.monotonic()
    assert app.close()

    assert time.monotonic() - began < CLOSES_WITHIN_S


def test_a_borrowed_local_cloud_that_ends_is_replaced(
    open_app: OpenApp,
    server: RealServer,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    # Taken, so that no other program gets it meanwhile; but nobody listens.
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    request.addfinalizer(taken.close)
    gone = f"http://127.0.0.1:{taken.getsockname()[1]}"
    script = f"""
import json, pathlib, sys
second = pathlib.Path({str(tmp_path / "was-here")!r})
url, attached = ({server.url!r}, False) if second.exists() else ({gone!r}, True)
second.touch()
print(json.dumps(dict(event="ready", url=url, attached=attached)), flush=True)
attached or sys.stdin.read()
"""
    monkeypatch.setattr(local_cloud, "_command", lambda: [sys.executable, "-c", script])

    models = open_app("").models
    qtbot.waitUntil(lambda: models.session.service is not None, timeout=PATIENCE_MS)

    assert models.startup.server_url == server.url
    assert not models.startup.is_attached


@pytest.mark.parametrize(
    ("given", "environment", "preferred", "chosen"),
    [
        ("https://a.example/", {"PLUSHIFYME_SERVER": "https://b.example"}, "", "https://a.example"),
        (
            None,
            {"PLUSHIFYME_SERVER": "https://b.example"},
            "https://c.example",
            "https://b.example",
        ),
        (None, {}, "https://c.example", "https://c.example"),
        (None, {}, "", ""),
        ("", {"PLUSHIFYME_SERVER": "https://b.example"}, "https://c.example", ""),
    ],
)
def test_the_nearest_server_setting_wins(
    given: str | None,
    environment: dict[str, str],
    preferred: str,
    chosen: str,
    folders: Folders,
) -> None:
    settings = load_settings(
        given, preferred_server=preferred, environment=environment, folders=folders
    )

    assert settings.server_url == chosen


@pytest.mark.parametrize("address", ["plushify.example", "ftp://x", "https://", "http://x:port"])
def test_an_address_that_is_none_is_told(address: str, folders: Folders) -> None:
    with pytest.raises(WrongSetting, match="not a server's address"):
        load_settings(address, folders=folders)


def test_the_local_cloud_keeps_its_name_when_its_port_changes(folders: Folders) -> None:
    assert Settings(server_url="", folders=folders).server_name.startswith("local-cloud")
    assert Settings(server_url="https://a.example", folders=folders).server_name == (
        "https://a.example"
    )


def _state(application: Application, job_id: str) -> JobState | None:
    job = application.models.jobs.job(job_id)
    return job.state if job is not None else None


def _let_the_cloud_be(url: str, is_up: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    """The local cloud is this server, once the event is set; it runs until it is told to end."""

    def run(report: Callable[[object], None], is_cancelled: Callable[[], bool]) -> None:
        while not (is_up.wait(0.02) or is_cancelled()):
            pass
        report(CloudReady(url, attached=False))

    monkeypatch.setattr(local_cloud, "run", run)
