"""Jobs through everything that may happen to them: a credit is spent once, or not at all."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from backend.errors import EnginePermanentError
from desktop.api.client import ApiClient
from desktop.app import Application
from desktop.errors import CREDIT_BACK
from desktop.models.connection import ConnectionState
from desktop.models.job import Job, JobState, job_from_elsewhere
from desktop.models.order import OrderLine
from desktop.storage.folders import Folders
from desktop.workers import job_runner, pictures
from shared.errors import ErrorCode
from shared.gallery import Image
from shared.generations import GenerationStatus
from shared.styles import Style
from tests.desktop.conftest import MakePicture, OpenApp, PhotoFile, StartPicture, sign_in
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer, TestAccount
from tests.fakes.image_engine import Fail

StartJob = Callable[[Application], str]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again sooner than a person would want it."""
    monkeypatch.setattr(job_runner, "_RETRY_PAUSES_S", (0.05, 0.2, 0.5))
    monkeypatch.setattr(pictures, "_RETRY_PAUSES_S", (0.05, 0.2, 0.5))


@pytest.fixture
def start_job(photo_file: PhotoFile, qtbot: QtBot) -> StartJob:
    """Choose a photo and press *Make*."""

    def start(application: Application) -> str:
        studio = application.models.studio
        studio.choose_file(str(photo_file("Biscuit.jpg")))
        qtbot.waitUntil(lambda: studio.can_make, timeout=PATIENCE_MS)
        return studio.make()

    return start


def test_a_lost_answer_costs_one_credit_only(
    app: Application, server: RealServer, client: ApiClient, start_job: StartJob, qtbot: QtBot
) -> None:
    server.faults.lost_answers.add("/api/generate")

    job = _settled(app, start_job(app), qtbot)

    assert job.state is JobState.DONE, job.error
    assert server.faults.lost_answers == set()
    assert client.credits().balance == 9
    assert len(client.images_since(0).images) == 1


def test_a_job_survives_closing_and_reopening_the_app(
    app: Application, open_app: OpenApp, server: RealServer, start_job: StartJob, qtbot: QtBot
) -> None:
    hold = server.hold()
    job_id = start_job(app)
    qtbot.waitUntil(lambda: _job(app, job_id).state is JobState.MAKING, timeout=PATIENCE_MS)
    assert app.close()

    again = open_app()
    qtbot.waitUntil(lambda: again.models.jobs.job(job_id) is not None, timeout=PATIENCE_MS)
    restored = _job(again, job_id)
    assert restored.photo is not None
    assert restored.photo_name == "Biscuit"
    server.release(hold)
    job = _settled(again, job_id, qtbot)

    assert job.state is JobState.DONE, job.error
    assert again.models.jobs.rowCount() == 1
    qtbot.waitUntil(lambda: again.models.credits.balance == 9, timeout=PATIENCE_MS)


def test_a_job_that_was_never_sent_is_sent_after_reopening(
    app: Application, open_app: OpenApp, server: RealServer, start_job: StartJob, qtbot: QtBot
) -> None:
    server.storage_gate.shut()
    job_id = start_job(app)
    qtbot.waitUntil(lambda: bool(app.tools.account.pending.all()), timeout=PATIENCE_MS)
    assert app.close()
    server.storage_gate.open()

    again = open_app()
    qtbot.waitUntil(lambda: again.models.jobs.job(job_id) is not None, timeout=PATIENCE_MS)

    assert _settled(again, job_id, qtbot).state is JobState.DONE


def test_a_finished_job_leaves_no_file_behind(
    app: Application, start_job: StartJob, qtbot: QtBot
) -> None:
    _settled(app, start_job(app), qtbot)

    qtbot.waitUntil(lambda: app.tools.account.pending.all() == [], timeout=PATIENCE_MS)


def test_cancelling_what_the_server_makes_gives_the_credit_back(
    app: Application, server: RealServer, start_job: StartJob, qtbot: QtBot
) -> None:
    server.hold()
    job_id = start_job(app)
    qtbot.waitUntil(lambda: _job(app, job_id).state is JobState.MAKING, timeout=PATIENCE_MS)

    app.models.jobs.cancel(job_id)

    assert _settled(app, job_id, qtbot).state is JobState.CANCELLED
    qtbot.waitUntil(lambda: app.models.credits.balance == 10, timeout=PATIENCE_MS)


def test_cancelling_an_upload_charges_nothing(
    app: Application, server: RealServer, client: ApiClient, start_job: StartJob, qtbot: QtBot
) -> None:
    server.storage_gate.shut()
    job_id = start_job(app)

    app.models.jobs.cancel(job_id)

    assert _job(app, job_id).state is JobState.CANCELLED
    qtbot.waitUntil(lambda: app.tools.account.pending.all() == [], timeout=PATIENCE_MS)
    server.storage_gate.open()
    assert client.images_since(0).images == []
    assert client.credits().balance == 10


def test_cancelling_while_the_request_is_on_its_way_gives_the_credit_back(
    app: Application, server: RealServer, client: ApiClient, start_job: StartJob, qtbot: QtBot
) -> None:
    server.hold()
    server.faults.lost_answers.add("/api/generate")
    job_id = start_job(app)
    qtbot.waitUntil(lambda: server.faults.lost_answers == set(), timeout=PATIENCE_MS)

    app.models.jobs.cancel(job_id)

    assert _settled(app, job_id, qtbot).state is JobState.CANCELLED
    qtbot.waitUntil(lambda: app.tools.account.pending.all() == [], timeout=PATIENCE_MS)
    assert client.credits().balance == 10
    assert [image.status.value for image in client.images_since(0).images] == ["cancelled"]


def test_a_refused_photo_is_refunded_told_and_can_be_tried_again(
    app: Application, server: RealServer, start_job: StartJob, qtbot: QtBot
) -> None:
    refusal = EnginePermanentError(ErrorCode.CONTENT_REFUSED, "This photo cannot be used.")
    server.engine.deeds.append(Fail(refusal))

    job = _settled(app, start_job(app), qtbot)

    assert job.state is JobState.FAILED
    assert job.error is not None
    assert job.error.title == "This photo cannot be used."
    assert job.error.charged == "Your credit was given back."
    assert job.error.code == "content_refused"
    qtbot.waitUntil(lambda: app.models.credits.balance == 10, timeout=PATIENCE_MS)

    app.models.jobs.retry(job.id)
    assert _settled(app, job.id, qtbot).state is JobState.DONE
    qtbot.waitUntil(lambda: app.models.credits.balance == 9, timeout=PATIENCE_MS)


def test_a_storage_that_is_away_is_told_and_nothing_is_charged(
    app: Application, server: RealServer, start_job: StartJob, qtbot: QtBot
) -> None:
    server.storage_gate.shut()

    job = _settled(app, start_job(app), qtbot)

    assert job.state is JobState.FAILED
    assert job.error is not None
    assert job.error.code == "storage_unreachable"
    assert job.error.charged == "You were not charged."
    server.storage_gate.open()
    app.models.jobs.retry(job.id)
    assert _settled(app, job.id, qtbot).state is JobState.DONE


def test_a_job_goes_on_by_itself_when_the_server_is_back(
    app: Application, server: RealServer, start_job: StartJob, qtbot: QtBot
) -> None:
    _wait_online(app, qtbot)
    server.gate.shut()
    job = _settled(app, start_job(app), qtbot)
    assert job.error is not None
    assert job.error.code == "server_unreachable"
    assert "never charges twice" in job.error.charged

    server.gate.open()

    qtbot.waitUntil(lambda: _job(app, job.id).state is JobState.DONE, timeout=PATIENCE_MS)


def test_losing_the_line_while_it_is_made_costs_nothing_but_time(
    app: Application, server: RealServer, start_job: StartJob, qtbot: QtBot
) -> None:
    hold = server.hold()
    job_id = start_job(app)
    qtbot.waitUntil(lambda: _job(app, job_id).state is JobState.MAKING, timeout=PATIENCE_MS)

    server.gate.shut()
    server.release(hold)
    qtbot.waitUntil(
        lambda: app.models.connection.state is ConnectionState.OFFLINE, timeout=PATIENCE_MS
    )
    assert _job(app, job_id).state is JobState.MAKING
    server.gate.open()

    assert _settled(app, job_id, qtbot).state is JobState.DONE


def test_a_picture_that_cannot_be_fetched_is_safe_and_can_be_fetched_again(
    app: Application, server: RealServer, start_job: StartJob, qtbot: QtBot
) -> None:
    _wait_online(app, qtbot)  # Previews are told to those who listen, and not told again.
    hold = server.hold()
    job_id = start_job(app)
    qtbot.waitUntil(lambda: _job(app, job_id).preview is not None, timeout=PATIENCE_MS)
    server.storage_gate.shut()
    server.release(hold)

    job = _settled(app, job_id, qtbot)
    assert job.state is JobState.FAILED
    assert job.error is not None
    assert "safe in your gallery" in job.error.charged
    server.storage_gate.open()
    app.models.jobs.retry(job_id)

    assert _settled(app, job_id, qtbot).state is JobState.DONE
    qtbot.waitUntil(lambda: app.models.credits.balance == 9, timeout=PATIENCE_MS)


def test_without_credits_nothing_can_be_made(
    open_app: OpenApp, server: RealServer, photo_file: PhotoFile, qtbot: QtBot
) -> None:
    application = open_app()
    sign_in(application, server.make_account(0), qtbot)
    studio = application.models.studio
    studio.choose_file(str(photo_file("Biscuit.jpg")))
    qtbot.waitUntil(lambda: bool(studio.table.ready), timeout=PATIENCE_MS)

    assert studio.lacks_credits
    assert not studio.can_make
    assert studio.make() == ""

    # Another computer may have spent the last one meanwhile.
    [ready] = studio.table.ready
    assert ready.photo is not None
    assert ready.file is not None
    line = OrderLine(ready.photo, ready.file, Style.MINIMALIST)
    [job_id] = application.models.jobs.start([line], "")
    job = _settled(application, job_id, qtbot)
    assert job.error is not None
    assert job.error.code == "insufficient_credits"


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_sent(
    app: Application, client: ApiClient, start_job: StartJob, folders: Folders, qtbot: QtBot
) -> None:
    [account] = (folders.data / "accounts").iterdir()
    shutil.rmtree(account / "jobs", ignore_errors=True)
    (account / "jobs").write_text("a file where the folder should be")

    job = _settled(app, start_job(app), qtbot)

    assert job.state is JobState.FAILED
    assert job.error is not None
    assert job.error.code == "file_not_written"
    assert job.error.charged == "You were not charged."
    assert client.images_since(0).images == []


def test_the_remaining_time_is_learnt_from_the_pictures_before(
    app: Application, server: RealServer, start_job: StartJob, qtbot: QtBot
) -> None:
    first = _settled(app, start_job(app), qtbot)
    assert first.remaining_s is None
    server.hold()

    job_id = app.models.studio.make()
    qtbot.waitUntil(lambda: _job(app, job_id).state is JobState.MAKING, timeout=PATIENCE_MS)

    remaining_s = _job(app, job_id).remaining_s
    assert remaining_s is not None
    assert 0 <= remaining_s < 30


def test_a_job_of_another_computer_is_shown(
    app: Application,
    server: RealServer,
    client: ApiClient,
    start_picture: StartPicture,
    qtbot: QtBot,
) -> None:
    _wait_online(app, qtbot)
    hold = server.hold()

    image = start_picture(client)
    qtbot.waitUntil(lambda: app.models.jobs.rowCount() == 1, timeout=PATIENCE_MS)
    (job,) = app.models.jobs.jobs()
    assert (job.image_id, job.photo) == (image.id, None)
    server.release(hold)

    assert _settled(app, job.id, qtbot).state is JobState.DONE
    app.models.jobs.dismiss(job.id)
    assert app.models.jobs.rowCount() == 0
    qtbot.waitUntil(lambda: app.models.gallery.rowCount() == 1, timeout=PATIENCE_MS)


def test_a_failed_job_of_another_computer_says_where_its_photo_is(app: Application) -> None:
    image = Image(
        id="0193", status=GenerationStatus.PROCESSING, style=Style.MINIMALIST, prompt="", title="",
        favourite=False, revision=1, attempt=1, created_at=datetime.now(UTC), cost_credits=1,
    )  # fmt: skip
    jobs = app.models.jobs
    jobs._insert(job_from_elsewhere(image))

    jobs.on_images_changed(
        [image.model_copy(update={"status": GenerationStatus.FAILED, "revision": 2})], []
    )

    job = _job(app, image.id)
    assert job.state is JobState.FAILED
    assert not job.can_retry
    assert job.error is not None
    assert job.error.charged == CREDIT_BACK
    assert "the computer where this was started" in job.error.advice


def test_finished_pictures_of_before_are_no_jobs(
    open_app: OpenApp,
    account: TestAccount,
    client: ApiClient,
    make_picture: MakePicture,
    qtbot: QtBot,
) -> None:
    make_picture(client)
    application = open_app()
    sign_in(application, account, qtbot)
    _wait_online(application, qtbot)

    qtbot.waitUntil(lambda: application.models.gallery.rowCount() == 1, timeout=PATIENCE_MS)
    assert application.models.jobs.rowCount() == 0


def _job(application: Application, job_id: str) -> Job:
    job = application.models.jobs.job(job_id)
    assert job is not None
    return job


def _settled(application: Application, job_id: str, qtbot: QtBot) -> Job:
    qtbot.waitUntil(lambda: _job(application, job_id).state.is_final, timeout=PATIENCE_MS)
    return _job(application, job_id)


def _wait_online(application: Application, qtbot: QtBot) -> None:
    connection = application.models.connection
    qtbot.waitUntil(lambda: connection.state is ConnectionState.ONLINE, timeout=PATIENCE_MS)
