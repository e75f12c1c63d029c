"""A job in each of its states: large on its page, small in the side bar."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.errors import CREDIT_BACK, AppError
from desktop.models.job import Job, JobState
from desktop.models.jobs import JobsModel
from desktop.ui.pages.job import JobPage
from desktop.ui.pages.studio import Studio
from desktop.ui.widgets.words import job_state
from shared.gallery import Image
from shared.generations import GenerationStatus
from shared.styles import Style
from tests.desktop.ui.conftest import PATIENCE_MS
from tests.desktop.ui.hands import click, press

REFUSED = AppError(
    title="The picture service did not accept this photo.",
    charged=CREDIT_BACK,
    advice="Please try another photo.",
    code="content_refused",
    request_id="req-7",
)


def picture(colour: Qt.GlobalColor = Qt.GlobalColor.darkYellow) -> QImage:
    """A square of one colour."""
    made = QImage(120, 120, QImage.Format.Format_RGB32)
    made.fill(colour)
    return made


JOB = Job(
    id="job",
    image_id=None,
    state=JobState.UPLOADING,
    style=Style.CUTE_FLUFFY,
    wish="with a scarf",
    photo=picture(),
    photo_name="Biscuit",
    started_at=datetime(2026, 11, 22, tzinfo=UTC),
    upload_fraction=0.43,
)


@pytest.fixture
def jobs(studio: Studio) -> JobsModel:
    return studio._models.jobs


@pytest.fixture
def page(studio: Studio, jobs: JobsModel, qtbot: QtBot) -> JobPage:
    jobs._insert(JOB)
    studio.show_job(JOB.id)
    qtbot.waitUntil(lambda: len(studio.side_bar.tiles()) == 1, timeout=PATIENCE_MS)
    return studio.job_page


def test_a_large_order_has_all_its_tiles_a_few_turns_later(
    studio: Studio, jobs: JobsModel, qtbot: QtBot
) -> None:
    for number in range(12):
        jobs._insert(replace(JOB, id=f"job {number}"))
    assert len(studio.side_bar.tiles()) < 12

    def all_are_placed() -> bool:
        return len({tile.y() for tile in studio.side_bar.tiles()}) == 12

    qtbot.waitUntil(all_are_placed, timeout=PATIENCE_MS)
    places = sorted(studio.side_bar.tiles(), key=lambda tile: tile.y())

    assert [tile.job.id for tile in places] == [job.id for job in jobs.jobs()]


def test_pictures_that_come_at_once_are_shown_one_a_turn(
    studio: Studio, jobs: JobsModel, qtbot: QtBot
) -> None:
    for number in range(6):
        jobs._insert(replace(JOB, id=f"job {number}"))
    bar = studio.side_bar
    qtbot.waitUntil(lambda: len(bar.tiles()) == 6, timeout=PATIENCE_MS)
    emerged = picture()
    shown: list[int] = []
    bar._next_turn.timeout.connect(
        lambda: shown.append(sum(tile.image is emerged for tile in bar.tiles()))
    )

    for job in jobs.jobs():
        jobs._update(job.id, preview=emerged)
    assert not any(tile.image is emerged for tile in bar.tiles())

    qtbot.waitUntil(lambda: all(tile.image is emerged for tile in bar.tiles()), timeout=PATIENCE_MS)
    assert sorted(set(shown) - {0}) == [1, 2, 3, 4, 5, 6]


def test_the_upload_says_how_far_it_is(page: JobPage, studio: Studio, jobs: JobsModel) -> None:
    assert page.state_text == "Uploading 43 %"
    assert page.cancel_button.isVisible()
    jobs._update(JOB.id, upload_fraction=0.8)
    assert page.state_text == "Uploading 80 %"
    [tile] = studio.side_bar.tiles()
    assert tile.accessibleName() == "Cute & fluffy: Uploading 80 %"
    assert tile.isChecked()


def test_the_upload_says_how_fast_it_is(page: JobPage, studio: Studio, jobs: JobsModel) -> None:
    jobs._update(JOB.id, upload_bytes_per_s=1_240_000.0)
    assert page.state_text == "Uploading 43 %, 1.2 MB/s"
    jobs._update(JOB.id, upload_bytes_per_s=85_400.0)
    [tile] = studio.side_bar.tiles()
    assert tile.state_text == "43 %, 85 kB/s"


def test_the_making_counts_down_and_does_not_promise_what_is_over(
    page: JobPage, jobs: JobsModel
) -> None:
    jobs._update(JOB.id, state=JobState.QUEUED, queue_position=2)
    assert page.state_text == "In line, 2 before it"
    jobs._update(JOB.id, state=JobState.MAKING, remaining_s=8.2, making_fraction=0.5)
    assert page.progress_percent == 50
    jobs._update(JOB.id, remaining_s=0.0, making_fraction=0.97)
    assert page.state_text == "Making, any moment now"


def test_the_clock_ticks_only_while_something_is_under_way(page: JobPage, jobs: JobsModel) -> None:
    assert jobs._clock.is_ticking
    jobs._update(page.job_id, state=JobState.FAILED, error=REFUSED)
    assert not jobs._clock.is_ticking


def test_the_picture_emerges_beside_the_photo(page: JobPage, jobs: JobsModel) -> None:
    assert page.pair.photo.image is JOB.photo
    assert _shown(page) is None
    preview = picture(Qt.GlobalColor.lightGray)
    jobs._update(JOB.id, state=JobState.QUEUED)
    jobs._update(JOB.id, state=JobState.MAKING, preview=preview, remaining_s=8.2)
    assert _shown(page) is preview
    assert page.state_text == "Making, about 8 s left"


def test_a_finished_plushie_offers_what_one_wants_next(page: JobPage, jobs: JobsModel) -> None:
    _finish(jobs)
    assert page.title == "Here it is!"
    bar = page.bar
    for button in (bar.save_button, bar.copy_button, bar.again_button, bar.delete_button):
        assert button.isVisible()
    assert not page.cancel_button.isVisible()
    click(page.bar.copy_button)
    assert QGuiApplication.clipboard().image().size() == picture().size()


def test_a_failure_says_that_nothing_was_charged_and_offers_another_try(
    page: JobPage, studio: Studio, jobs: JobsModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    [tile] = studio.side_bar.tiles()
    assert "Not charged" not in tile.accessibleName()
    jobs._update(JOB.id, state=JobState.FAILED, error=REFUSED)
    assert tile.charge_text == "Not charged"
    assert "Not charged" in tile.accessibleName()
    assert REFUSED.title in page.notice.text
    assert CREDIT_BACK in page.notice.text
    click(page.notice.copy_button)
    assert "req-7" in QGuiApplication.clipboard().text()
    retried: list[str] = []
    monkeypatch.setattr(jobs, "retry", retried.append)
    click(page.retry_button)
    assert retried == [JOB.id]


def test_cancel_asks_the_model_and_says_that_the_credit_came_back(
    page: JobPage, jobs: JobsModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled: list[str] = []
    monkeypatch.setattr(jobs, "cancel", cancelled.append)
    click(page.cancel_button)
    assert cancelled == [JOB.id]
    jobs._update(JOB.id, state=JobState.CANCELLED)
    assert page.title == "Cancelled"
    assert "credit" in page.notice.text


def test_a_picture_on_its_way_cannot_be_cancelled(page: JobPage, jobs: JobsModel) -> None:
    jobs._update(JOB.id, state=JobState.QUEUED)
    jobs._update(JOB.id, state=JobState.FETCHING)
    assert not page.cancel_button.isVisible()


def test_a_job_that_goes_away_leads_back(page: JobPage, studio: Studio, jobs: JobsModel) -> None:
    assert _is_shown(studio, page)
    jobs._update(JOB.id, state=JobState.CANCELLED)
    jobs.dismiss(JOB.id)
    assert _is_shown(studio, studio.create_page)


def test_escape_leads_back_and_the_tile_leads_in_again(page: JobPage, studio: Studio) -> None:
    press(studio.window(), Qt.Key.Key_Escape)
    assert _is_shown(studio, studio.create_page)
    [tile] = studio.side_bar.tiles()
    click(tile)
    assert _is_shown(studio, page)


def test_tiles_stand_newest_first_and_can_be_put_away(
    page: JobPage, studio: Studio, jobs: JobsModel, qtbot: QtBot
) -> None:
    newer = replace(JOB, id="newer", started_at=datetime(2026, 11, 23, tzinfo=UTC))
    jobs._insert(newer)
    qtbot.waitUntil(lambda: len(studio.side_bar.tiles()) == 2, timeout=PATIENCE_MS)
    assert [tile.job.id for tile in studio.side_bar.tiles()] == ["newer", "job"]
    jobs._update("newer", state=JobState.FAILED, error=REFUSED)
    studio.side_bar.tiles()[0].stop_wanted.emit("newer")
    assert [tile.job.id for tile in studio.side_bar.tiles()] == ["job"]


def test_a_restored_job_is_not_shown_once_more_as_one_of_another_computer(
    jobs: JobsModel,
) -> None:
    """It knows its image from disk, and the feed may end it sooner than its own run does."""
    running = Image(
        id="image", status=GenerationStatus.PROCESSING, style=JOB.style, prompt=JOB.wish, title="",
        favourite=False, revision=1, attempt=1, created_at=JOB.started_at, cost_credits=1,
    )  # fmt: skip
    jobs._is_restoring = True
    jobs.on_images_loaded([running])
    jobs._insert(replace(JOB, image_id=running.id, state=JobState.DONE))
    jobs._is_restoring = False

    jobs._adopt_unclaimed()

    assert [job.id for job in jobs.jobs()] == [JOB.id]


def test_a_job_of_another_computer_has_no_photo(
    page: JobPage, studio: Studio, jobs: JobsModel
) -> None:
    jobs._insert(replace(JOB, id="elsewhere", photo=None, state=JobState.QUEUED))
    studio.show_job("elsewhere")
    assert not page.pair.photo.isVisible()
    assert page.pair.result.isVisible()


@pytest.mark.parametrize("state", list(JobState))
def test_every_state_has_its_words(state: JobState) -> None:
    job = replace(JOB, state=state, queue_position=2, remaining_s=5.0)
    assert job_state(job)
    assert "{" not in job_state(job) + job_state(job, is_short=True)


def _finish(jobs: JobsModel) -> None:
    jobs._update(JOB.id, state=JobState.QUEUED)
    jobs._update(JOB.id, state=JobState.FETCHING)
    jobs._update(JOB.id, state=JobState.DONE, preview=picture())


def _shown(page: JobPage) -> QImage | None:
    return page.pair.result.image


def _is_shown(studio: Studio, page: QWidget) -> bool:
    return studio.current_page is page
