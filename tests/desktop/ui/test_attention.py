"""What the rest of the screen shows while somebody looks elsewhere."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.models.attention import AttentionModel
from desktop.models.job import JobState
from desktop.models.jobs import JobsModel
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.studio import Studio
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.ui.hands import click
from tests.desktop.ui.test_job_page import JOB, REFUSED, picture


class Screen:
    """What the desktop was asked to show."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, model: AttentionModel) -> None:
        self.notices: list[tuple[str, str]] = []
        self.alerts: list[object] = []
        self.progress: list[float | None] = []
        self._model = model
        monkeypatch.setattr(model, "tell_desktop", self._tell)
        monkeypatch.setattr(model, "tell_launcher", self._launch)
        monkeypatch.setattr(QApplication, "alert", self.alerts.append)

    def _tell(self, title: str, text: str) -> None:
        self.notices.append((title, text))

    def _launch(self) -> None:
        self.progress.append(self._model.progress)


@pytest.fixture
def jobs(studio: Studio) -> JobsModel:
    return studio._models.jobs


@pytest.fixture
def screen(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Screen:
    """The desktop, with the window behind another one."""
    window = studio.window()
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    return Screen(monkeypatch, studio._models.attention)


def test_somebody_who_looks_elsewhere_is_told(screen: Screen, jobs: JobsModel) -> None:
    _start(jobs, "a")
    _finish(jobs, "a")

    assert screen.notices == [("Your plushie is ready", "Come and see.")]
    assert len(screen.alerts) == 1


def test_somebody_who_watches_is_left_alone(
    screen: Screen, jobs: JobsModel, signed_in_window: MainWindow
) -> None:
    QApplication.sendEvent(signed_in_window, QEvent(QEvent.Type.WindowActivate))
    _start(jobs, "a")
    _finish(jobs, "a")

    assert screen.notices == []
    assert screen.alerts == []


def test_several_are_told_once_when_the_last_one_is_through(
    screen: Screen, jobs: JobsModel
) -> None:
    for name in "abc":
        _start(jobs, name)
    _finish(jobs, "a")
    _finish(jobs, "b")
    assert screen.notices == []

    jobs._update("c", state=JobState.FAILED, error=REFUSED)

    assert screen.notices == [("2 plushies are ready", "1 did not work. Have a look.")]


def test_each_can_be_switched_off_in_the_settings(
    screen: Screen, jobs: JobsModel, studio: Studio
) -> None:
    section = studio.settings_page.notifications
    studio.show_page("settings")
    click(section.notice_box)
    _start(jobs, "a")
    _finish(jobs, "a")
    assert screen.notices == []
    assert len(screen.alerts) == 1

    click(section.attention_box)
    _start(jobs, "b")
    _finish(jobs, "b")
    assert len(screen.alerts) == 1
    stored = studio._models.preferences.current
    assert (stored.notifies, stored.asks_attention, stored.shows_progress) == (False, False, True)


def test_the_dock_shows_how_far_all_of_it_is(
    screen: Screen, jobs: JobsModel, studio: Studio, qtbot: QtBot
) -> None:
    _start(jobs, "a")
    jobs._update("a", state=JobState.QUEUED)
    jobs._update("a", state=JobState.MAKING, making_fraction=0.5)
    qtbot.waitUntil(lambda: screen.progress == [pytest.approx(0.6)], timeout=PATIENCE_MS)

    click_progress = studio.settings_page.notifications.progress_box
    studio.show_page("settings")
    click(click_progress)

    qtbot.waitUntil(lambda: screen.progress[-1] is None, timeout=PATIENCE_MS)


def test_where_no_bus_takes_notices_nothing_breaks(
    studio: Studio, jobs: JobsModel, qtbot: QtBot
) -> None:
    QApplication.sendEvent(studio.window(), QEvent(QEvent.Type.WindowDeactivate))
    _start(jobs, "a")

    with qtbot.waitSignal(studio._models.attention.notice_refused, timeout=PATIENCE_MS) as refused:
        _finish(jobs, "a")

    assert refused.args[0] == "Your plushie is ready"


def _start(jobs: JobsModel, job_id: str) -> None:
    jobs._insert(replace(JOB, id=job_id))


def _finish(jobs: JobsModel, job_id: str) -> None:
    for state in (JobState.QUEUED, JobState.FETCHING):
        jobs._update(job_id, state=state)
    jobs._update(job_id, state=JobState.DONE, preview=picture())
