"""Starting the local cloud: its progress, its failures, and its end. The cloud is a script here."""

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from desktop import local_cloud
from desktop.errors import AppError
from desktop.local_cloud import LocalCloud
from desktop.models import startup
from desktop.models.startup import StartupModel
from desktop.storage.folders import Folders
from desktop.storage.preferences import PreferencesStore
from desktop.workers.tasks import WorkQueue
from desktop.workers.tools import Tools
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer

READY = 'say(event="ready", url="http://127.0.0.1:1234", attached=False, pid=1);'
STAY = "sys.stdin.read()"

Script = Callable[[str], None]
MakeStartup = Callable[..., StartupModel]


@pytest.fixture
def cloud_script(monkeypatch: pytest.MonkeyPatch) -> Script:
    """Let a few lines of Python be the local cloud."""

    def use(lines: str) -> None:
        code = f"import json, sys\ndef say(**event): print(json.dumps(event), flush=True)\n{lines}"
        monkeypatch.setattr(local_cloud, "_command", lambda: [sys.executable, "-c", code])

    return use


@pytest.fixture
def make_startup(folders: Folders, qapp: object) -> Iterator[MakeStartup]:
    made: list[tuple[StartupModel, WorkQueue, QThread]] = []

    def make(server_url: str = "", **changes: Any) -> StartupModel:
        queue, thread = WorkQueue(Tools(folders)), QThread()
        queue.add_thread(thread)
        thread.start()
        model = StartupModel(queue, server_url, **changes)
        made.append((model, queue, thread))
        return model

    yield make
    for _, queue, thread in made:
        queue.close()
        thread.quit()
        assert thread.wait(PATIENCE_MS)


def test_a_configured_server_needs_no_start(make_startup: MakeStartup) -> None:
    model = make_startup("https://plushify.example")
    told: list[str] = []
    model.ready.connect(told.append)

    model.start()

    assert told == ["https://plushify.example"]
    assert model.is_ready
    assert not model.uses_local_cloud


def test_progress_is_shown_until_it_is_ready(
    make_startup: MakeStartup, cloud_script: Script, qtbot: QtBot
) -> None:
    cloud_script(
        'say(event="progress", message="Starting the database", fraction=0.2);'
        'print("a line of another kind");'
        'say(event="progress", message="Starting the storage", fraction=0.6);' + READY + STAY
    )
    model = make_startup()
    shown: list[tuple[str, float]] = []
    model.progress_changed.connect(lambda: shown.append((model.message, model.fraction)))

    model.start()
    qtbot.waitUntil(lambda: model.is_ready, timeout=PATIENCE_MS)

    assert model.server_url == "http://127.0.0.1:1234"
    assert shown == [
        ("Starting", 0.0),
        ("Starting the database", 0.2),
        ("Starting the storage", 0.6),
        ("Ready", 1.0),
    ]


def test_a_failure_names_its_log_and_can_be_tried_again(
    make_startup: MakeStartup, cloud_script: Script, qtbot: QtBot
) -> None:
    cloud_script(
        'say(event="failed", message="Port taken.", log="/somewhere/api.log"); sys.exit(1)'
    )
    model = make_startup()
    model.start()
    qtbot.waitUntil(lambda: model.error is not None, timeout=PATIENCE_MS)
    assert _error(model).title == "Port taken."
    assert "/somewhere/api.log" in _error(model).advice

    cloud_script(READY + STAY)
    model.retry()
    qtbot.waitUntil(lambda: model.is_ready, timeout=PATIENCE_MS)

    assert model.error is None


def test_a_sudden_end_is_told_with_its_last_words(
    make_startup: MakeStartup, cloud_script: Script, qtbot: QtBot
) -> None:
    cloud_script('sys.exit("The disk is full")')
    model = make_startup()

    model.start()
    qtbot.waitUntil(lambda: model.error is not None, timeout=PATIENCE_MS)

    assert "The disk is full" in _error(model).title


def test_a_missing_part_says_what_to_install(
    make_startup: MakeStartup, cloud_script: Script, qtbot: QtBot
) -> None:
    cloud_script("import a_part_that_is_not_installed")
    model = make_startup()

    model.start()
    qtbot.waitUntil(lambda: model.error is not None, timeout=PATIENCE_MS)

    assert "a_part_that_is_not_installed" in _error(model).title
    assert "plushifyme[desktop,local]" in _error(model).advice


def test_an_installation_without_the_server_says_what_to_install(
    make_startup: MakeStartup, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(local_cloud, "find_spec", lambda _name: None)
    model = make_startup()

    model.start()
    qtbot.waitUntil(lambda: model.error is not None, timeout=PATIENCE_MS)

    assert "not part of this installation" in _error(model).title
    assert "plushifyme[desktop,local]" in _error(model).advice


def test_a_cloud_that_ran_well_and_stops_is_started_again(
    make_startup: MakeStartup, cloud_script: Script, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(startup, "_STEADY_S", 0.0)
    cloud_script(READY)
    model = make_startup()
    told: list[str] = []
    model.ready.connect(told.append)

    model.start()
    qtbot.waitUntil(lambda: len(told) >= 2, timeout=PATIENCE_MS)


def test_a_cloud_that_stops_at_once_is_told(
    make_startup: MakeStartup, cloud_script: Script, qtbot: QtBot
) -> None:
    cloud_script(READY)
    model = make_startup()

    model.start()
    qtbot.waitUntil(lambda: model.error is not None, timeout=PATIENCE_MS)

    assert _error(model).title == "The local cloud has stopped."
    assert not model.is_ready


def test_the_cloud_ends_with_whoever_started_it(cloud_script: Script) -> None:
    cloud_script(READY + STAY)
    with LocalCloud() as cloud:
        cloud.start()
        process = cloud._process
        assert process is not None
        assert process.poll() is None

    assert process.poll() == 0


def test_a_cloud_of_another_program_is_left_alone(
    make_startup: MakeStartup, cloud_script: Script, qtbot: QtBot
) -> None:
    cloud_script('say(event="ready", url="http://127.0.0.1:1234", attached=True, pid=1)')
    model = make_startup()

    model.start()
    qtbot.waitUntil(lambda: model.is_attached, timeout=PATIENCE_MS)
    began = time.monotonic()
    qtbot.waitUntil(lambda: time.monotonic() - began > 0.3)

    assert model.is_ready
    assert model.error is None


def _error(model: StartupModel) -> AppError:
    assert model.error is not None
    return model.error


def test_an_installed_app_without_a_server_asks_for_one(make_startup: MakeStartup) -> None:
    model = make_startup(has_local_cloud=False)

    model.start()

    assert model.needs_address
    assert not model.is_ready


def test_an_address_is_tried_kept_and_used(
    make_startup: MakeStartup, server: RealServer, folders: Folders, qtbot: QtBot
) -> None:
    preferences = PreferencesStore(folders.preferences_file)
    model = make_startup(has_local_cloud=False, preferences=preferences)
    model.start()

    model.use_address(f" {server.url}/ ")
    assert model.is_checking
    qtbot.waitUntil(lambda: model.is_ready, timeout=PATIENCE_MS)

    assert model.server_url == model.configured_url == server.url
    assert preferences.current.server == server.url
    assert not model.needs_address


def test_where_nothing_answers_the_person_is_told_and_asked_again(
    make_startup: MakeStartup, folders: Folders, qtbot: QtBot
) -> None:
    preferences = PreferencesStore(folders.preferences_file)
    model = make_startup(has_local_cloud=False, preferences=preferences)
    model.start()

    model.use_address("http://127.0.0.1:9")
    qtbot.waitUntil(lambda: model.address_error is not None, timeout=PATIENCE_MS)

    assert model.address_error is not None
    assert model.address_error.code == "server_unreachable"
    assert model.needs_address
    assert preferences.current.server == ""


def test_an_unprotected_address_is_refused_at_once(make_startup: MakeStartup) -> None:
    model = make_startup(has_local_cloud=False)
    model.start()

    model.use_address("http://plushify.example")

    assert model.address_error is not None
    assert "https://" in model.address_error.title
    assert not model.is_checking
