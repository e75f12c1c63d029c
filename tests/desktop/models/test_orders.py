"""Several styles of one photo at once: paid for together, or not at all."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from backend.errors import EnginePermanentError
from desktop.api.client import ApiClient
from desktop.app import Application
from desktop.models.job import Job, JobState
from desktop.models.order import OrderLine
from desktop.models.studio import StudioModel
from desktop.models.told import Told
from desktop.workers import job_runner
from shared.errors import ErrorCode
from shared.styles import Style
from tests.desktop.conftest import OpenApp, PhotoFile, sign_in
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer
from tests.fakes.image_engine import Fail

Order = Callable[[Application], None]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again sooner than a person would want it."""
    monkeypatch.setattr(job_runner, "_RETRY_PAUSES_S", (0.02, 0.05, 0.1))


@pytest.fixture
def order(photo_file: PhotoFile, qtbot: QtBot) -> Order:
    """Choose a photo, all four styles, and press *Make*."""

    def make(application: Application) -> None:
        studio: StudioModel = application.models.studio
        studio.choose_file(str(photo_file("Biscuit.jpg")))
        qtbot.waitUntil(lambda: studio.can_make, timeout=PATIENCE_MS)
        studio.choose_all_styles()
        studio.tell(Told(kind="pet", ears="long"))
        assert studio.make()

    return make


def test_four_styles_of_one_photo_are_made_from_one_upload(
    app: Application, server: RealServer, client: ApiClient, order: Order, qtbot: QtBot
) -> None:
    order(app)

    jobs = _settled(app, qtbot)

    assert [job.state for job in jobs] == [JobState.DONE] * 4
    assert {job.image.style for job in jobs if job.image} == set(Style)
    assert client.credits().balance == 6
    assert len({job.image.photo.sha256 for job in jobs if job.image and job.image.photo}) == 1
    assert {
        request.hints.ears.value for request in server.engine.requests if request.hints.ears
    } == {"long"}


def test_a_lost_answer_is_asked_for_again_and_charged_once(
    app: Application, server: RealServer, client: ApiClient, order: Order, qtbot: QtBot
) -> None:
    server.faults.lost_answers.add("/api/generate/batch")

    order(app)
    jobs = _settled(app, qtbot)

    assert server.faults.lost_answers == set()
    assert [job.state for job in jobs] == [JobState.DONE] * 4
    assert client.credits().balance == 6
    assert len(client.images_since(0).images) == 4


def test_without_enough_credits_none_is_made_and_none_is_charged(
    open_app: OpenApp, server: RealServer, photo_file: PhotoFile, qtbot: QtBot
) -> None:
    app = open_app()
    sign_in(app, server.make_account(3), qtbot)
    studio = app.models.studio
    studio.choose_file(str(photo_file("Biscuit.jpg")))
    qtbot.waitUntil(lambda: studio.can_make, timeout=PATIENCE_MS)
    studio.choose_all_styles()
    assert not studio.can_make

    # Another computer may have spent them meanwhile.
    [ready] = studio.table.ready
    assert ready.photo is not None
    assert ready.file is not None
    app.models.jobs.start([OrderLine(ready.photo, ready.file, style) for style in Style], "")
    jobs = _settled(app, qtbot)

    assert [job.error.code for job in jobs if job.error] == ["insufficient_credits"] * 4
    assert app.tools.client.credits().balance == 3
    app.models.jobs.dismiss(jobs[0].id)
    qtbot.waitUntil(lambda: len(app.tools.account.pending.all()) == 3, timeout=PATIENCE_MS)

    app.models.jobs.retry(jobs[1].id)

    assert [job.state for job in _settled(app, qtbot)] == [JobState.DONE] * 3
    assert app.tools.client.credits().balance == 0


def test_an_order_that_did_not_arrive_is_tried_again_as_a_whole(
    app: Application, server: RealServer, client: ApiClient, order: Order, qtbot: QtBot
) -> None:
    server.faults.refused_paths.add("/api/generate/batch")
    order(app)
    jobs = _settled(app, qtbot)
    assert [job.state for job in jobs] == [JobState.FAILED] * 4
    assert client.credits().balance == 10
    server.faults.refused_paths.clear()

    app.models.jobs.retry(jobs[2].id)
    jobs = _settled(app, qtbot)

    assert [job.state for job in jobs] == [JobState.DONE] * 4
    assert client.credits().balance == 6


def test_an_order_goes_on_after_reopening(
    app: Application, open_app: OpenApp, server: RealServer, order: Order, qtbot: QtBot
) -> None:
    server.storage_gate.shut()
    order(app)
    qtbot.waitUntil(lambda: len(app.tools.account.pending.all()) == 4, timeout=PATIENCE_MS)
    assert app.close()
    server.storage_gate.open()

    again = open_app()
    qtbot.waitUntil(lambda: again.models.jobs.rowCount() == 4, timeout=PATIENCE_MS)

    assert [job.state for job in _settled(again, qtbot)] == [JobState.DONE] * 4
    qtbot.waitUntil(lambda: again.models.credits.balance == 6, timeout=PATIENCE_MS)


def test_one_that_is_cancelled_before_it_was_sent_is_not_paid_for(
    app: Application, server: RealServer, client: ApiClient, order: Order, qtbot: QtBot
) -> None:
    # It hangs rather than fails: whoever gives up has nothing left to cancel.
    server.storage_gate.stall()
    order(app)
    qtbot.waitUntil(lambda: len(app.tools.account.pending.all()) == 4, timeout=PATIENCE_MS)
    left_out = app.models.jobs.jobs()[1]
    app.models.jobs.cancel(left_out.id)
    qtbot.waitUntil(
        lambda: (
            any(job.cancelled for job in app.tools.account.pending.all())
            or len(app.tools.account.pending.all()) == 3
        ),
        timeout=PATIENCE_MS,
    )
    server.storage_gate.shut()
    server.storage_gate.open()
    jobs = _settled(app, qtbot)
    for job in jobs:
        app.models.jobs.retry(job.id)
    jobs = _settled(app, qtbot)

    assert sorted(job.state.name for job in jobs) == ["CANCELLED", "DONE", "DONE", "DONE"]
    assert client.credits().balance == 7


def test_one_that_fails_alone_is_tried_again_alone(
    app: Application, server: RealServer, client: ApiClient, order: Order, qtbot: QtBot
) -> None:
    server.engine.deeds.append(Fail(EnginePermanentError(ErrorCode.CONTENT_REFUSED, "Not this.")))
    order(app)
    jobs = _settled(app, qtbot)
    [failed] = [job for job in jobs if job.state is JobState.FAILED]
    qtbot.waitUntil(lambda: client.credits().balance == 7, timeout=PATIENCE_MS)

    app.models.jobs.retry(failed.id)

    assert [job.state for job in _settled(app, qtbot)] == [JobState.DONE] * 4
    assert client.credits().balance == 6


def _settled(app: Application, qtbot: QtBot) -> list[Job]:
    """All jobs, once none of them goes on by itself."""
    qtbot.waitUntil(
        lambda: all(job.state.is_final for job in app.models.jobs.jobs()), timeout=2 * PATIENCE_MS
    )
    return list(app.models.jobs.jobs())
