"""A finished plushie: how it appears, and everything that can be done with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from desktop.errors import AppError
from desktop.models.job import JobState
from desktop.models.jobs import JobsModel
from desktop.models.results import Keepsake, Results
from desktop.ui.dialogs import Dialogs
from desktop.ui.pages.job import JobPage
from desktop.ui.pages.studio import Studio
from desktop.ui.theme import motion
from shared.gallery import Image, ImageFile
from shared.generations import GenerationStatus
from shared.styles import Style
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.ui.conftest import ScriptedDialogs
from tests.desktop.ui.hands import click
from tests.desktop.ui.test_job_page import JOB, picture

IMAGE = Image(
    id="0193-7f",
    status=GenerationStatus.COMPLETED,
    style=Style.CUTE_FLUFFY,
    prompt="",
    title="",
    favourite=False,
    revision=3,
    attempt=1,
    created_at=datetime(2026, 11, 22, tzinfo=UTC),
    cost_credits=1,
)


class Workbench:
    """What the models were asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, studio: Studio) -> None:
        self.opened: list[str] = []
        self.saved: list[tuple[str, int | None]] = []
        self.keepsakes: list[tuple[Keepsake, str]] = []
        self.favourites: list[tuple[list[str], bool]] = []
        self.trashed: list[list[str]] = []
        self.restored: list[list[str]] = []
        models = studio._models
        self.results: Results = models.results
        monkeypatch.setattr(models.results, "open", lambda image: self.opened.append(image.id))
        monkeypatch.setattr(models.results, "save", self._save)
        monkeypatch.setattr(models.results, "save_keepsake", self._keep)
        monkeypatch.setattr(
            models.gallery, "set_favourite", lambda ids, mark: self.favourites.append((ids, mark))
        )
        monkeypatch.setattr(models.gallery, "trash", self.trashed.append)
        monkeypatch.setattr(models.gallery, "restore", self.restored.append)

    def _save(self, _image: Image, path: str, longest_side_px: int | None) -> None:
        self.saved.append((path, longest_side_px))

    def _keep(self, _image: Image, keepsake: Keepsake, path: str) -> None:
        self.keepsakes.append((keepsake, path))


@pytest.fixture
def bench(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    return Workbench(monkeypatch, studio)


@pytest.fixture
def jobs(studio: Studio) -> JobsModel:
    return studio._models.jobs


@pytest.fixture
def page(studio: Studio, jobs: JobsModel, bench: Workbench) -> Iterator[JobPage]:
    """A plushie that is finished, with its photo."""
    jobs._insert(
        replace(JOB, state=JobState.DONE, image_id=IMAGE.id, image=IMAGE, preview=picture())
    )
    studio.show_job(JOB.id)
    yield studio.job_page
    # Menus that were shown must not outlive the window.
    studio.job_page.bar.size_menu.close()
    studio.job_page.bar.keepsake_menu.close()


def test_the_best_picture_takes_the_place_of_the_small_one(page: JobPage, bench: Workbench) -> None:
    assert bench.opened == [IMAGE.id]
    best, photo = QImage(1440, 1440, QImage.Format.Format_RGB32), picture(Qt.GlobalColor.green)
    bench.results._pictures.put(IMAGE.id, best)
    bench.results._photos.put(IMAGE.id, photo)

    bench.results.picture_ready.emit(IMAGE.id)

    assert page.pair.wipe.pictures == (photo, best)
    click(page.bar.copy_button)
    assert QGuiApplication.clipboard().image().size() == QSize(1440, 1440)


def test_it_is_saved_in_full_or_as_small_as_one_likes(
    page: JobPage, bench: Workbench, dialogs: ScriptedDialogs
) -> None:
    dialogs.save_path = "biscuit.webp"
    click(page.bar.save_button)
    click(page.bar.size_button)
    assert page.bar.size_menu.isVisible()
    page.bar.size_menu.actions()[-1].trigger()

    assert bench.saved == [("biscuit.webp", None), ("biscuit.webp", 512)]
    assert dialogs.asked_names == ["plushie-cute-fluffy", "plushie-cute-fluffy-512"]


@pytest.mark.parametrize(
    ("width", "height", "offered"),
    [
        (1024, 1024, ["Full size, 1024 px", "768 px", "512 px"]),
        (1024, 1536, ["Full size, 1536 px", "1024 px", "768 px", "512 px"]),
        (400, 300, ["Full size, 400 px"]),
    ],
)
def test_each_size_is_offered_once(
    page: JobPage, jobs: JobsModel, width: int, height: int, offered: list[str]
) -> None:
    file = ImageFile(
        url="", content_type="image/png", size_bytes=1, sha256="", width=width, height=height
    )
    jobs._update(JOB.id, image=IMAGE.model_copy(update={"result": file}))

    shown = [action for action in page.bar.size_menu.actions() if action.isVisible()]
    assert [action.text() for action in shown] == offered


def test_photo_and_plushie_are_kept_together_still_or_moving(
    page: JobPage, bench: Workbench, dialogs: ScriptedDialogs
) -> None:
    dialogs.save_path = "biscuit.webp"
    click(page.bar.keepsake_button)
    assert page.bar.keepsake_menu.isVisible()
    for action in page.bar.keepsake_menu.actions():
        action.trigger()

    assert [kind for kind, _ in bench.keepsakes] == [Keepsake.COMPARISON, Keepsake.CLIP]
    assert dialogs.asked_names == ["cute-fluffy-before-and-after", "cute-fluffy-reveal"]


def test_a_favourite_shows_at_once(page: JobPage, bench: Workbench) -> None:
    shown: list[bool] = []
    for _ in range(2):
        click(page.bar.favourite_button)
        shown.append(page.is_favourite)
    assert shown == [True, False]
    assert bench.favourites == [([IMAGE.id], True), ([IMAGE.id], False)]


def test_a_deleted_one_goes_and_can_be_brought_back(
    page: JobPage, studio: Studio, bench: Workbench
) -> None:
    click(page.bar.delete_button)
    assert studio.current_page is studio.create_page
    assert bench.trashed == [[IMAGE.id]]
    toast = studio.window().toast  # type: ignore[attr-defined]  # it is the main window
    click(toast.action_button)
    assert bench.restored == [[IMAGE.id]]
    assert toast.text == "The plushie is back in the gallery"


def test_it_goes_into_the_trash_also_while_the_gallery_shows_the_trash(
    page: JobPage, studio: Studio, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions: list[str] = []
    monkeypatch.setattr(
        Dialogs, "confirm", lambda _dialogs, _parent, words, _action: questions.append(words)
    )
    studio.show_page("gallery")
    studio.gallery_page.show_trash()
    studio.show_job(JOB.id)

    click(page.bar.delete_button)

    assert bench.trashed == [[IMAGE.id]]
    assert questions == []
    click(studio.side_bar.button("gallery"))
    assert not studio.gallery_page.is_trash


def test_a_job_that_goes_while_another_page_is_shown_changes_nothing_there(
    page: JobPage, studio: Studio, jobs: JobsModel
) -> None:
    studio.show_page("gallery")

    jobs.dismiss(JOB.id)

    assert studio.current_page is studio.gallery_page


def test_a_file_that_cannot_be_made_is_told(
    page: JobPage, studio: Studio, bench: Workbench
) -> None:
    bench.results.failed.emit(
        AppError(
            title="There is no room.", charged="", advice="Make room.", code="file_not_written"
        )
    )
    assert "There is no room." in studio.notice.text


def test_it_appears_from_behind_the_photo_and_then_stands_beside_it(
    studio: Studio, jobs: JobsModel, bench: Workbench, qtbot: QtBot
) -> None:
    page = _finish_in_view(studio, jobs)
    assert page.pair.is_revealing
    assert page.pair.wipe.isVisible()

    qtbot.waitUntil(lambda: not page.pair.is_revealing, timeout=PATIENCE_MS)

    assert page.pair.result.isVisible()
    assert not page.pair.wipe.isVisible()
    assert bench.opened == [IMAGE.id]


def test_who_touches_the_bar_ends_the_show(
    studio: Studio, jobs: JobsModel, bench: Workbench
) -> None:
    page = _finish_in_view(studio, jobs)
    click(page.pair.wipe)
    assert not page.pair.is_revealing
    assert bench.opened


def test_without_motion_it_is_simply_there(
    studio: Studio, jobs: JobsModel, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(motion.REDUCE_MOTION_VARIABLE, "1")
    page = _finish_in_view(studio, jobs)
    assert not page.pair.is_revealing
    assert page.pair.result.isVisible()
    assert bench.opened


def test_who_wants_less_motion_sees_it_at_once(
    studio: Studio, jobs: JobsModel, bench: Workbench
) -> None:
    box = studio.settings_page.appearance.motion_box
    studio.show_page("settings")
    click(box)
    page = _finish_in_view(studio, jobs)
    assert not page.pair.is_revealing
    assert page.pair.result.isVisible()
    assert bench.opened
    assert studio._models.preferences.current.moves_less

    click(box)
    assert motion.motion_ms()


def _finish_in_view(studio: Studio, jobs: JobsModel) -> JobPage:
    jobs._insert(JOB)
    studio.show_job(JOB.id)
    jobs._update(JOB.id, state=JobState.QUEUED, image_id=IMAGE.id, image=IMAGE)
    jobs._update(JOB.id, state=JobState.FETCHING)
    jobs._update(JOB.id, state=JobState.DONE, preview=picture())
    return studio.job_page
