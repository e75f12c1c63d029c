"""A window on real models and worker threads, with no server behind it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.models.session import SessionState
from desktop.settings import Settings
from desktop.storage.folders import Folders
from desktop.storage.preferences import PreferencesStore
from desktop.ui.dialogs import Dialogs
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.studio import Studio
from shared.accounts import User
from tests.fakes import photo_files

NOWHERE = "http://127.0.0.1:9"
PATIENCE_MS = 30_000


class ScriptedDialogs(Dialogs):
    """Answers at once, with what the test has chosen."""

    def __init__(self) -> None:
        self.photo_path = ""
        self.save_path = ""
        self.asked_names: list[str] = []

    def photos(self, _parent: object) -> list[str]:
        """The chosen photo."""
        return [self.photo_path] if self.photo_path else []

    def save(self, _parent: object, name: str) -> str:
        """The chosen place."""
        self.asked_names.append(name)
        return self.save_path

    def save_clip(self, _parent: object, name: str) -> str:
        """The chosen place."""
        self.asked_names.append(name)
        return self.save_path

    def save_export(self, _parent: object) -> str:
        """The chosen place."""
        return self.save_path


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    """The file dialogs of `window`."""
    return ScriptedDialogs()


@pytest.fixture
def application(folders: Folders, qapp: object) -> Iterator[Application]:
    """The app with running threads, which talks to nobody."""
    made = Application(
        Settings(server_url=NOWHERE, folders=folders), PreferencesStore(folders.preferences_file)
    )
    # Nobody is to be asked: the tests say what the server would.
    made._is_inside = True
    for thread in made._threads:
        thread.start()
    yield made
    assert made.close()


@pytest.fixture
def window(
    application: Application, dialogs: ScriptedDialogs, qtbot: QtBot
) -> Iterator[MainWindow]:
    """The window while the app starts."""
    made = MainWindow(application.models, dialogs)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()
    # Here and now: a theme put on by the next test would dress all its widgets once more.
    shiboken6.delete(made)


@pytest.fixture
def sign_in_window(window: MainWindow) -> MainWindow:
    """The window with nobody signed in."""
    models = window._models
    models.startup._server_url = "https://plushify.example"
    models.session._machine._state = SessionState.SIGNED_OUT
    models.session.state_changed.emit()
    return window


@pytest.fixture
def signed_in_window(window: MainWindow) -> MainWindow:
    """The window with Mia signed in, who has ten credits."""
    models = window._models
    # As on every computer where somebody has signed in: no sign-in page is built in advance.
    (models.folders.data / "accounts").mkdir(parents=True, exist_ok=True)
    models.startup._server_url = "https://plushify.example"
    models.session._user = User(
        id="1",
        name="Mia Berg",
        email="mia@example.com",
        email_verified=True,
        created_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    models.session._machine._state = SessionState.SIGNED_IN
    models.session.state_changed.emit()
    models.credits.set_credits(10, 0)
    return window


@pytest.fixture
def studio(signed_in_window: MainWindow) -> Studio:
    """What Mia sees."""
    return signed_in_window.studio


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A small good photo."""
    path = tmp_path / "Biscuit.jpg"
    path.write_bytes(photo_files.make_photo("JPEG", width=320, height=240))
    return path
