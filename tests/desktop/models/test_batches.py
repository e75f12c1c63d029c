"""Several photos at once: each tells its own state, and all are paid for together."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from backend.errors import EnginePermanentError
from desktop.api.client import ApiClient
from desktop.app import Application
from desktop.models.job import Job, JobState
from desktop.models.photo_table import PhotoTable
from desktop.models.studio import StudioModel
from desktop.models.table_photo import PhotoState
from desktop.models.told import Told
from desktop.workers import job_runner
from desktop.workers.gathering import Gathered
from shared.errors import ErrorCode
from shared.limits import BATCH_MAX_GENERATIONS
from shared.styles import Style
from tests.desktop.conftest import OpenApp, PhotoFile
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer
from tests.fakes.image_engine import Fail


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again sooner than a person would want it."""
    monkeypatch.setattr(job_runner, "_RETRY_PAUSES_S", (0.05, 0.2, 0.5))


@pytest.fixture
def studio(app: Application) -> StudioModel:
    return app.models.studio


@pytest.fixture
def table(studio: StudioModel) -> PhotoTable:
    return studio.table


def _choose(studio: StudioModel, paths: list[Path], qtbot: QtBot) -> None:
    studio.choose_files([str(path) for path in paths])
    qtbot.waitUntil(lambda: not studio.busy, timeout=PATIENCE_MS)


@pytest.fixture
def three(photo_file: PhotoFile) -> list[Path]:
    """Three good photos of different sizes."""
    return [
        photo_file(f"{name}.jpg", width=width, height=300)
        for name, width in (("Biscuit", 320), ("Waffle", 330), ("Muffin", 340))
    ]


def test_each_photo_is_checked_for_itself(
    studio: StudioModel, table: PhotoTable, three: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    letter = tmp_path / "letter.jpg"
    letter.write_text("Dear bear")
    seen: set[PhotoState] = set()
    table.changed.connect(lambda: seen.update(photo.state for photo in table.photos))

    _choose(studio, [three[0], letter, three[1]], qtbot)

    assert PhotoState.CHECKING in seen
    assert [(photo.name, photo.state.name) for photo in table.photos] == [
        ("Biscuit", "READY"),
        ("letter", "REFUSED"),
        ("Waffle", "READY"),
    ]
    refused = table.photos[1].error
    assert refused is not None
    assert refused.code == "unsupported_photo_type"
    assert studio.photo is not None
    assert studio.photo.name == "Biscuit"
    assert studio.cost_credits == 2
    assert studio.can_make


def test_a_folder_becomes_a_batch_and_what_is_left_out_is_told(
    studio: StudioModel, table: PhotoTable, three: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "notes.txt").write_text("feed the cat")
    told: list[Gathered] = []
    table.skipped.connect(told.append)

    _choose(studio, [tmp_path], qtbot)

    assert {photo.name for photo in table.photos} == {"Biscuit", "Waffle", "Muffin"}
    [gathered] = told
    assert gathered.others >= 1


def test_a_folder_without_photos_is_refused_and_all_stays(
    studio: StudioModel, table: PhotoTable, three: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    _choose(studio, three[:1], qtbot)
    before = studio.photo
    (tmp_path / "empty").mkdir()
    refused: list[object] = []
    studio.photo_refused.connect(refused.append)

    _choose(studio, [tmp_path / "empty"], qtbot)

    assert len(refused) == 1
    assert studio.photo is before


def test_when_none_of_several_works_there_is_none(
    studio: StudioModel, table: PhotoTable, tmp_path: Path, qtbot: QtBot
) -> None:
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_text("no photo")
    refused: list[object] = []
    studio.photo_refused.connect(refused.append)

    _choose(studio, [tmp_path / "a.jpg", tmp_path / "b.jpg"], qtbot)

    assert table.photos == []
    assert len(refused) == 1
    assert not studio.can_make


def test_photos_come_besides_several_others_and_in_the_place_of_one(
    studio: StudioModel, table: PhotoTable, three: list[Path], photo_file: PhotoFile, qtbot: QtBot
) -> None:
    _choose(studio, three[:1], qtbot)
    _choose(studio, three[1:2], qtbot)
    assert [photo.name for photo in table.photos] == ["Waffle"]

    table.add([str(three[2])])
    qtbot.waitUntil(lambda: len(table.ready) == 2, timeout=PATIENCE_MS)
    _choose(studio, three[:1], qtbot)

    assert [photo.name for photo in table.photos] == ["Waffle", "Muffin", "Biscuit"]


def test_taking_the_shown_photo_away_shows_the_next_one(
    studio: StudioModel, table: PhotoTable, three: list[Path], qtbot: QtBot
) -> None:
    _choose(studio, three, qtbot)
    table.select(table.photos[1].id)

    for shown in ("Muffin", "Biscuit"):
        assert table.current is not None
        table.remove(table.current.id)
        assert studio.photo is not None
        assert studio.photo.name == shown
    table.remove(table.photos[0].id)

    assert studio.photo is None


def test_more_than_the_server_takes_at_once_is_not_asked_for(
    studio: StudioModel, table: PhotoTable, photo_file: PhotoFile, qtbot: QtBot
) -> None:
    paths = [photo_file(f"{number}.jpg", width=80, height=80) for number in range(7)]
    _choose(studio, paths, qtbot)
    studio.choose_all_styles()

    assert studio.plushie_count > BATCH_MAX_GENERATIONS
    assert studio.is_too_many
    assert studio.make() == ""


def test_each_photo_keeps_what_was_told_of_it(
    app: Application,
    studio: StudioModel,
    table: PhotoTable,
    server: RealServer,
    client: ApiClient,
    three: list[Path],
    qtbot: QtBot,
) -> None:
    _choose(studio, three, qtbot)
    studio.set_wish("with a scarf")
    studio.tell(Told(kind="pet", ears="long"))
    table.select(table.photos[1].id)
    assert studio.told == Told()
    studio.tell(Told(kind="thing"))
    studio.set_style(Style.MINIMALIST)
    studio.toggle_style(Style.CARTOON_STYLE)

    assert studio.make()
    jobs = _settled(app, qtbot)

    assert [job.state for job in jobs] == [JobState.DONE] * 6
    assert client.credits().balance == 4
    kinds = {(job.photo_name, Told.from_hints(job.image.hints).kind) for job in jobs if job.image}
    assert kinds == {("Biscuit", "pet"), ("Waffle", "thing"), ("Muffin", "")}
    photos = {
        (job.photo_name, job.image.photo.sha256) for job in jobs if job.image and job.image.photo
    }
    assert len(photos) == 3
    assert {job.wish for job in jobs} == {"with a scarf"}


def test_one_photo_that_fails_gives_its_credit_back_and_the_others_are_made(
    app: Application,
    studio: StudioModel,
    server: RealServer,
    client: ApiClient,
    three: list[Path],
    qtbot: QtBot,
) -> None:
    server.engine.deeds.append(Fail(EnginePermanentError(ErrorCode.CONTENT_REFUSED, "Not this.")))
    _choose(studio, three, qtbot)

    studio.make()
    jobs = _settled(app, qtbot)

    assert sorted(job.state.name for job in jobs) == ["DONE", "DONE", "FAILED"]
    qtbot.waitUntil(lambda: client.credits().balance == 8, timeout=PATIENCE_MS)


def test_a_lost_answer_for_several_photos_is_asked_for_again_and_charged_once(
    app: Application,
    studio: StudioModel,
    server: RealServer,
    client: ApiClient,
    three: list[Path],
    qtbot: QtBot,
) -> None:
    server.faults.lost_answers.add("/api/generate/batch")
    _choose(studio, three, qtbot)
    studio.tell(Told(kind="pet"))

    studio.make()
    jobs = _settled(app, qtbot)

    assert server.faults.lost_answers == set()
    assert [job.state for job in jobs] == [JobState.DONE] * 3
    assert client.credits().balance == 7
    made = {
        (job.photo_name, job.image.photo.width)
        for job in jobs
        if job.image is not None and job.image.photo is not None
    }
    assert made == {("Biscuit", 320), ("Waffle", 330), ("Muffin", 340)}


def test_a_photo_that_is_cancelled_before_it_was_sent_is_neither_sent_nor_paid_for(
    app: Application,
    studio: StudioModel,
    server: RealServer,
    client: ApiClient,
    three: list[Path],
    qtbot: QtBot,
) -> None:
    # It hangs rather than fails: whoever gives up has nothing left to cancel.
    server.storage_gate.stall()
    _choose(studio, three, qtbot)
    studio.make()
    pending = app.tools.account.pending
    qtbot.waitUntil(lambda: len(pending.all()) == 3, timeout=PATIENCE_MS)
    [left_out] = [job for job in app.models.jobs.jobs() if job.photo_name == "Waffle"]

    app.models.jobs.cancel(left_out.id)
    qtbot.waitUntil(
        lambda: left_out.id not in {job.id for job in pending.all() if not job.cancelled},
        timeout=PATIENCE_MS,
    )
    server.storage_gate.shut()
    server.storage_gate.open()
    for job in _settled(app, qtbot):
        app.models.jobs.retry(job.id)
    jobs = _settled(app, qtbot)

    assert sorted((job.photo_name, job.state.name) for job in jobs) == [
        ("Biscuit", "DONE"),
        ("Muffin", "DONE"),
        ("Waffle", "CANCELLED"),
    ]
    assert client.credits().balance == 8
    assert len(server.engine.requests) == 2


def test_an_order_of_several_photos_goes_on_after_reopening(
    app: Application,
    studio: StudioModel,
    open_app: OpenApp,
    server: RealServer,
    three: list[Path],
    qtbot: QtBot,
) -> None:
    server.storage_gate.shut()
    _choose(studio, three, qtbot)
    studio.make()
    qtbot.waitUntil(lambda: len(app.tools.account.pending.all()) == 3, timeout=PATIENCE_MS)
    assert app.close()
    server.storage_gate.open()

    again = open_app()
    qtbot.waitUntil(lambda: again.models.jobs.rowCount() == 3, timeout=PATIENCE_MS)

    assert [job.state for job in _settled(again, qtbot)] == [JobState.DONE] * 3
    qtbot.waitUntil(lambda: again.models.credits.balance == 7, timeout=PATIENCE_MS)


def _settled(app: Application, qtbot: QtBot) -> list[Job]:
    """All jobs, once none of them goes on by itself."""
    qtbot.waitUntil(
        lambda: all(job.state.is_final for job in app.models.jobs.jobs()), timeout=3 * PATIENCE_MS
    )
    return list(app.models.jobs.jobs())
