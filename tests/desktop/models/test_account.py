"""Name, password, devices, a copy of everything, and the end: against the real server."""

import zipfile
from datetime import datetime
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.api.client import ApiClient
from desktop.app import Application
from desktop.errors import AppError
from desktop.models.account import AccountDeed, AccountModel
from desktop.models.session import SessionState
from tests.desktop.conftest import OpenApp, sign_in
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer, TestAccount


def test_a_new_name_is_shown_and_remembered(
    app: Application, open_app: OpenApp, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(app.models.account.done, timeout=PATIENCE_MS):
        app.models.account.rename("Robin Plush")

    assert app.models.session.user is not None
    assert app.models.session.user.name == "Robin Plush"
    assert app.close()
    session = open_app().models.session
    qtbot.waitUntil(lambda: session.user is not None, timeout=PATIENCE_MS)
    assert session.user is not None
    assert session.user.name == "Robin Plush"


def test_a_new_password_signs_the_other_devices_out_and_keeps_this_one(
    app: Application, account: TestAccount, server: RealServer, client: ApiClient, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(app.models.account.done, timeout=PATIENCE_MS):
        app.models.account.change_password(account.password, "a softer bear 8")

    assert app.models.session.state is SessionState.SIGNED_IN
    assert len(app.tools.client.account.devices().devices) == 1


def test_nothing_is_changed_or_deleted_without_the_password(app: Application, qtbot: QtBot) -> None:
    model = app.models.account
    failures = _failures_of(model)

    model.change_password("not the password", "a softer bear 8")
    qtbot.waitUntil(lambda: len(failures) == 1, timeout=PATIENCE_MS)
    model.delete("not the password")
    qtbot.waitUntil(lambda: len(failures) == 2, timeout=PATIENCE_MS)

    assert [(deed, error.code) for deed, error in failures] == [
        (AccountDeed.CHANGE_PASSWORD, "invalid_credentials"),
        (AccountDeed.DELETE, "invalid_credentials"),
    ]
    assert model.busy is None
    assert app.models.session.state is SessionState.SIGNED_IN


def test_one_device_can_be_signed_out(app: Application, client: ApiClient, qtbot: QtBot) -> None:
    devices = app.models.devices
    devices.load()
    qtbot.waitUntil(lambda: len(devices.devices) == 2, timeout=PATIENCE_MS)
    (other,) = [each for each in devices.devices if not each.is_current]

    devices.sign_out(other.id)

    qtbot.waitUntil(lambda: len(devices.devices) == 1, timeout=PATIENCE_MS)
    assert devices.devices[0].is_current
    assert len(app.tools.client.account.devices().devices) == 1


def test_signing_out_everywhere_ends_here_too(app: Application, qtbot: QtBot) -> None:
    app.models.devices.sign_out_everywhere()

    session = app.models.session
    qtbot.waitUntil(lambda: session.state is SessionState.SIGNED_OUT, timeout=PATIENCE_MS)
    assert app.models.devices.devices == []


def test_an_account_can_be_left_and_kept_after_all(
    app: Application, account: TestAccount, qtbot: QtBot
) -> None:
    session, model = app.models.session, app.models.account
    model.delete(account.password)
    qtbot.waitUntil(lambda: session.state is SessionState.SIGNED_OUT, timeout=PATIENCE_MS)
    assert model.left_until is not None

    sign_in(app, account, qtbot)
    assert _deletes_at(app) is not None

    with qtbot.waitSignal(model.done, timeout=PATIENCE_MS):
        model.keep()
    assert _deletes_at(app) is None
    assert app.tools.client.session().user.deletes_at is None


def test_everything_can_be_saved_as_one_file(
    app: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    export = app.models.export

    with qtbot.waitSignal(export.saved, timeout=PATIENCE_MS) as saved:
        export.start(str(tmp_path / "mine"))

    assert saved.args == [str(tmp_path / "mine.zip")]
    with zipfile.ZipFile(tmp_path / "mine.zip") as zipped:
        assert zipped.testzip() is None
        assert any(name.endswith(".json") for name in zipped.namelist())
    assert not export.is_running
    assert export.received_bytes == (tmp_path / "mine.zip").stat().st_size
    with qtbot.waitSignal(export.failed, timeout=PATIENCE_MS) as failed:
        export.start(str(tmp_path / "gone" / "mine.zip"))
    assert failed.args is not None
    assert failed.args[0].code == "file_not_written"


def test_an_export_can_be_cancelled_and_leaves_nothing_behind(
    app: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    export = app.models.export
    export.start(str(tmp_path / "mine.zip"))

    export.cancel()

    assert not export.is_running
    assert app.close()
    assert not (tmp_path / "mine.zip").exists() or zipfile.is_zipfile(tmp_path / "mine.zip")
    assert list(tmp_path.glob("*.part")) == []


def _deletes_at(app: Application) -> datetime | None:
    user = app.models.session.user
    assert user is not None
    return user.deletes_at


def _failures_of(account: AccountModel) -> list[tuple[AccountDeed, AppError]]:
    failures: list[tuple[AccountDeed, AppError]] = []
    account.failed.connect(lambda deed, error: failures.append((deed, error)))
    return failures
