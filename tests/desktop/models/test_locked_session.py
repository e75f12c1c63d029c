"""A session that ends during use: the password is asked for, and nothing is lost."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.errors import AppError
from desktop.models.connection import ConnectionState
from desktop.models.job import JobState
from desktop.models.session import SessionState
from shared.styles import Style
from tests.desktop.conftest import MakePicture, MemoryKeyRing
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer, TestAccount
from tests.fakes import photo_files


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "Biscuit.jpg"
    path.write_bytes(photo_files.make_photo("JPEG", width=320, height=240))
    return path


def test_the_password_is_asked_for_and_the_gallery_stays(
    app: Application,
    server: RealServer,
    account: TestAccount,
    key_ring: MemoryKeyRing,
    make_picture: MakePicture,
    qtbot: QtBot,
) -> None:
    make_picture(app.tools.client)
    qtbot.waitUntil(lambda: app.models.gallery.rowCount() == 1, timeout=PATIENCE_MS)

    _lock(app, server, account, qtbot)

    assert app.models.session.user is not None
    assert app.models.gallery.rowCount() == 1
    qtbot.waitUntil(lambda: key_ring.entries == {}, timeout=PATIENCE_MS)
    assert app.models.connection.state is not ConnectionState.OFFLINE


def test_with_the_password_all_goes_on(
    app: Application, server: RealServer, account: TestAccount, qtbot: QtBot
) -> None:
    _lock(app, server, account, qtbot)

    app.models.session.unlock(account.password)

    _wait_for(app, SessionState.SIGNED_IN, qtbot)
    qtbot.waitUntil(
        lambda: app.models.connection.state is ConnectionState.ONLINE, timeout=PATIENCE_MS
    )
    assert app.models.credits.balance == 10


def test_a_job_that_the_end_of_the_session_has_stopped_is_sent_after_all(
    app: Application, server: RealServer, account: TestAccount, photo: Path, qtbot: QtBot
) -> None:
    studio = app.models.studio
    studio.choose_file(str(photo))
    qtbot.waitUntil(lambda: studio.can_make, timeout=PATIENCE_MS)
    studio.set_style(Style.MINIMALIST)
    studio.set_wish("with a scarf")
    server.end_sessions(account)
    job_id = studio.make()
    _wait_for(app, SessionState.LOCKED, qtbot)
    qtbot.waitUntil(lambda: _state_of(app, job_id) is JobState.FAILED, timeout=PATIENCE_MS)
    assert studio.photo is not None

    app.models.session.unlock(account.password)

    qtbot.waitUntil(lambda: _state_of(app, job_id) is JobState.DONE, timeout=2 * PATIENCE_MS)
    assert len(app.models.jobs.jobs()) == 1


def test_a_wrong_password_keeps_it_locked_and_says_so(
    app: Application, server: RealServer, account: TestAccount, qtbot: QtBot
) -> None:
    failures: list[AppError] = []
    app.models.session.failed.connect(failures.append)
    _lock(app, server, account, qtbot)

    app.models.session.unlock("not the password")

    qtbot.waitUntil(lambda: len(failures) == 1, timeout=PATIENCE_MS)
    assert failures[0].code == "invalid_credentials"
    assert app.models.session.state is SessionState.LOCKED


def test_whoever_does_not_know_the_password_can_leave(
    app: Application, server: RealServer, account: TestAccount, qtbot: QtBot
) -> None:
    _lock(app, server, account, qtbot)

    app.models.session.sign_out()

    assert app.models.session.state is SessionState.SIGNED_OUT
    assert app.models.gallery.rowCount() == 0


def test_a_late_failure_of_the_session_before_does_not_lock_the_new_one(
    app: Application, qtbot: QtBot
) -> None:
    session = app.models.session
    late = AppError(title="Ended", charged="", advice="", code="session_expired")

    session.on_failure_anywhere(late)

    qtbot.waitUntil(lambda: not session._is_checking, timeout=PATIENCE_MS)
    assert session.state is SessionState.SIGNED_IN


def _lock(app: Application, server: RealServer, account: TestAccount, qtbot: QtBot) -> None:
    server.end_sessions(account)
    app.models.credits.load_transactions()
    _wait_for(app, SessionState.LOCKED, qtbot)


def _wait_for(app: Application, state: SessionState, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: app.models.session.state is state, timeout=PATIENCE_MS)


def _state_of(app: Application, job_id: str) -> JobState | None:
    job = app.models.jobs.job(job_id)
    return None if job is None else job.state
