"""A job through every interruption on its way: the picture arrives, and costs one credit."""

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.api.client import ApiClient
from desktop.app import Application
from desktop.models import jobs as jobs_module
from desktop.models.job import Job, JobState
from desktop.models.job_clock import JobClock
from desktop.settings import Settings
from desktop.storage.folders import Folders
from desktop.storage.preferences import PreferencesStore
from desktop.workers import job_runner, pictures
from tests.desktop.conftest import (
    QUICK_TIMING,
    IdleRunner,
    sign_in,
)
from tests.desktop.faulty_app import spoil_signature
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer, TestAccount
from tests.fakes import photo_files
from tests.fakes.image_engine import Draw

StartJob = Callable[..., str]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again sooner than a person would want it."""
    monkeypatch.setattr(job_runner, "_RETRY_PAUSES_S", (0.05, 0.2, 0.5))
    monkeypatch.setattr(pictures, "_RETRY_PAUSES_S", (0.05, 0.2, 0.5))


@pytest.fixture
def start_job(tmp_path: Path, qtbot: QtBot) -> StartJob:
    """Choose a photo of some hundred kilobytes and press *Make*."""

    def start(application: Application, name: str = "Biscuit.png") -> str:
        path = tmp_path / name
        path.write_bytes(photo_files.make_noise_png(900_000))
        studio = application.models.studio
        before = studio.photo
        studio.choose_file(str(path))
        qtbot.waitUntil(lambda: studio.photo is not before and studio.can_make, timeout=PATIENCE_MS)
        return studio.make()

    return start


def test_a_line_that_breaks_in_the_middle_of_the_upload(
    app: Application, server: RealServer, client: ApiClient, start_job: StartJob, qtbot: QtBot
) -> None:
    fractions: list[float] = []
    app.models.jobs.job_changed.connect(
        lambda job_id: fractions.append(_job(app, job_id).upload_fraction)
    )
    server.storage_gate.shut_after(150_000)
    job_id = start_job(app)
    assert server.storage_gate.was_shut.wait(PATIENCE_MS / 1000)
    server.storage_gate.open()

    # A computer that is slow to open the line again finds that the job has given up.
    _settle(app, job_id, JobState.DONE, qtbot)

    assert any(0 < fraction < 1 for fraction in fractions)
    assert client.credits().balance == 9


def test_a_line_that_breaks_in_the_middle_of_the_download(
    app: Application, server: RealServer, start_job: StartJob, qtbot: QtBot
) -> None:
    hold = server.hold()
    job_id = start_job(app)
    _wait_for(app, job_id, JobState.MAKING, qtbot)
    qtbot.waitUntil(hold.begun.is_set, timeout=PATIENCE_MS)
    large = Draw(previews=0, image=photo_files.make_noise_png(2_000_000))
    server.engine.deeds.append(large)
    server.storage_gate.shut_after(60_000, of_answers=True)
    second = start_job(app, "Another.png")
    qtbot.waitUntil(server.storage_gate.was_shut.is_set, timeout=PATIENCE_MS)
    server.storage_gate.open()
    server.release(hold)

    _settle(app, second, JobState.DONE, qtbot)
    _settle(app, job_id, JobState.DONE, qtbot)

    qtbot.waitUntil(lambda: app.models.credits.balance == 8, timeout=PATIENCE_MS)


def test_an_expired_address_of_the_picture_is_signed_anew(
    app: Application,
    server: RealServer,
    start_job: StartJob,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hold = server.hold()
    job_id = start_job(app)
    _wait_for(app, job_id, JobState.MAKING, qtbot)
    fetched: list[str] = []
    fetch = jobs_module.JobsModel._fetch

    def fetch_late(model: jobs_module.JobsModel, job_id: str, image: object) -> None:
        display = image.display  # type: ignore[attr-defined]  # it is a finished Image
        fetched.append(display.url)
        late = display.model_copy(update={"url": spoil_signature(display.url)})
        fetch(model, job_id, image.model_copy(update={"display": late}))  # type: ignore[attr-defined]  # as above

    monkeypatch.setattr(jobs_module.JobsModel, "_fetch", fetch_late)
    server.release(hold)

    _wait_for(app, job_id, JobState.DONE, qtbot)

    assert len(fetched) == 1


def test_a_server_that_is_restarted_while_it_is_made(
    app: Application, server: RealServer, client: ApiClient, start_job: StartJob, qtbot: QtBot
) -> None:
    hold = server.hold()
    job_id = start_job(app)
    _wait_for(app, job_id, JobState.MAKING, qtbot)

    server.restart_api()
    server.release(hold)

    _wait_for(app, job_id, JobState.DONE, qtbot)
    assert client.credits().balance == 9


def test_an_app_that_is_killed_goes_on_from_what_is_on_its_disk(
    app: Application,
    account: TestAccount,
    server: RealServer,
    folders: Folders,
    start_job: StartJob,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    hold = server.hold()
    server.hold()
    made = start_job(app)
    _wait_for(app, made, JobState.MAKING, qtbot)
    server.storage_gate.shut()
    waiting = start_job(app, "Another.png")
    qtbot.waitUntil(lambda: len(app.tools.account.pending.all()) == 2, timeout=PATIENCE_MS)
    # As a power cut would leave it: nothing was closed, nothing was told to end.
    after = Folders.below(tmp_path / "after-the-crash")
    _copy_what_lies_there(tmp_path / "app-files", tmp_path / "after-the-crash")
    assert app.close()
    server.storage_gate.open()

    again = _open(server, after)
    try:
        sign_in(again, account, qtbot)
        qtbot.waitUntil(
            lambda: {job.id for job in again.models.jobs.jobs()} == {made, waiting},
            timeout=PATIENCE_MS,
        )
        for each in server._holds:
            server.release(each)
        qtbot.waitUntil(hold.begun.is_set, timeout=PATIENCE_MS)
        _wait_for(again, made, JobState.DONE, qtbot)
        _wait_for(again, waiting, JobState.DONE, qtbot)
        qtbot.waitUntil(lambda: again.models.credits.balance == 8, timeout=PATIENCE_MS)
    finally:
        assert again.close(within_s=PATIENCE_MS / 1000)


def test_the_next_photo_is_sent_while_the_first_is_made(
    app: Application, server: RealServer, start_job: StartJob, qtbot: QtBot
) -> None:
    server.hold()
    first = start_job(app)
    _wait_for(app, first, JobState.MAKING, qtbot)

    second = start_job(app, "Another.png")

    _wait_for(app, second, JobState.DONE, qtbot)
    assert _job(app, first).state is JobState.MAKING


def test_who_waits_in_line_sees_the_line_become_shorter(
    app: Application,
    server: RealServer,
    start_job: StartJob,
    qtbot: QtBot,
) -> None:
    holds = [server.hold() for _ in range(2)]
    running = [start_job(app, f"{number}.png") for number in range(2)]
    for job_id, hold in zip(running, holds, strict=True):
        _wait_for(app, job_id, JobState.MAKING, qtbot)
        qtbot.waitUntil(hold.begun.is_set, timeout=PATIENCE_MS)
    waiting = [start_job(app, f"{number}.png") for number in range(2, 5)]
    last = waiting[-1]
    _wait_for(app, last, JobState.QUEUED, qtbot)
    qtbot.waitUntil(lambda: _job(app, last).queue_position == 2, timeout=PATIENCE_MS)
    server.engine.deeds.clear()
    held = server.hold()

    server.release(holds[0])
    _wait_for(app, waiting[0], JobState.MAKING, qtbot)
    clock: JobClock = app.models.jobs._clock
    clock.asking_due.emit()

    qtbot.waitUntil(lambda: _job(app, last).queue_position == 1, timeout=PATIENCE_MS)
    server.release(held)
    server.release(holds[1])


def test_the_list_keeps_the_newest_results_and_the_gallery_all_of_them(
    app: Application, start_job: StartJob, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "_MOST_FINISHED", 1)
    first = start_job(app)
    _wait_for(app, first, JobState.DONE, qtbot)

    second = start_job(app, "Another.png")
    _wait_for(app, second, JobState.DONE, qtbot)

    assert [job.id for job in app.models.jobs.jobs()] == [second]
    qtbot.waitUntil(lambda: app.models.gallery.rowCount() == 2, timeout=PATIENCE_MS)


def _open(server: RealServer, folders: Folders) -> Application:
    application = Application(
        Settings(server_url=server.url, folders=folders),
        PreferencesStore(folders.preferences_file),
        timing=QUICK_TIMING,
    )
    application.models.studio._drafting._runner = IdleRunner()
    application.start()
    return application


def _copy_what_lies_there(source: Path, target: Path) -> None:
    """Copy a folder that is written to: what is replaced or removed meanwhile may be missing."""
    for path in sorted(source.rglob("*")):
        copied = target / path.relative_to(source)
        if path.is_dir():
            copied.mkdir(parents=True, exist_ok=True)
        else:
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(path, copied)


def _job(application: Application, job_id: str) -> Job:
    job = application.models.jobs.job(job_id)
    assert job is not None
    return job


def _wait_for(application: Application, job_id: str, state: JobState, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: _job(application, job_id).state is state, timeout=PATIENCE_MS)


def _settle(application: Application, job_id: str, state: JobState, qtbot: QtBot) -> None:
    """Wait for an end; when only the download gave up, try again as a person would."""
    qtbot.waitUntil(lambda: _job(application, job_id).state.is_final, timeout=PATIENCE_MS)
    if _job(application, job_id).state is JobState.FAILED:
        application.models.jobs.retry(job_id)
    _wait_for(application, job_id, state, qtbot)
