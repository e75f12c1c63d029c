"""The drafts of the chosen photo, by the real draft engine."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.errors import AppError, Cancelled
from desktop.workers.draft_events import SubjectFound
from desktop.workers.drafts import look_at, picture_of, pixels_of
from desktop.workers.tasks import Task
from shared.draft import networks
from shared.resources import resource_path
from shared.styles import Style
from tests.desktop.conftest import OpenApp, PhotoFile
from tests.desktop.patient_bot import PATIENCE_MS

CAT = resource_path("samples", "chelsea.jpg")


def test_the_chosen_photo_is_drafted_in_every_style(open_app: OpenApp, qtbot: QtBot) -> None:
    studio = open_app(drafts=True).models.studio
    studio.set_style(Style.CARTOON_STYLE)
    order: list[str] = []
    studio.draft_ready.connect(order.append)

    studio.choose_file(str(CAT))
    qtbot.waitUntil(lambda: len(order) == len(Style), timeout=2 * PATIENCE_MS)

    assert order[0] == Style.CARTOON_STYLE.value
    drafts = studio.drafts
    assert set(drafts) == set(Style)
    assert {(draft.width(), draft.height()) for draft in drafts.values()} == {(320, 320)}
    assert drafts[Style.MINIMALIST] != drafts[Style.CUTE_FLUFFY]


def test_a_photo_of_nothing_has_no_drafts_and_can_still_be_made(
    open_app: OpenApp, qtbot: QtBot
) -> None:
    studio = open_app(drafts=True).models.studio
    failures: list[AppError] = []
    studio.drafts_failed.connect(failures.append)
    nothing = QImage(300, 300, QImage.Format.Format_RGB32)
    nothing.fill(0xFF808080)

    studio.choose_image(nothing)
    qtbot.waitUntil(lambda: len(failures) == 1, timeout=2 * PATIENCE_MS)

    assert failures[0].code == "no_subject"
    assert studio.drafts == {}
    assert studio.photo is not None


def test_the_engine_is_there_before_the_photo_and_rests_when_nobody_comes(
    open_app: OpenApp, qtbot: QtBot
) -> None:
    def is_loaded() -> bool:
        return networks._kept_part.cache_info().currsize == 1

    networks.rest()
    studio = open_app(drafts=True).models.studio

    studio.get_ready()
    qtbot.waitUntil(is_loaded, timeout=PATIENCE_MS)
    studio._drafting._patience.start(0)
    qtbot.waitUntil(lambda: not is_loaded(), timeout=PATIENCE_MS)

    studio.get_ready()
    qtbot.waitUntil(is_loaded, timeout=PATIENCE_MS)


@pytest.mark.parametrize("width", [1, 3, 7, 64])
def test_pixels_go_both_ways_whatever_the_row_length(width: int) -> None:
    pixels = np.random.default_rng(width).integers(0, 256, (5, width, 3), dtype=np.uint8)

    assert np.array_equal(pixels_of(picture_of(pixels), 2048), pixels)


def test_a_large_picture_is_scaled_for_the_analysis() -> None:
    file = io.BytesIO()
    Image.new("RGB", (2000, 1000), (10, 200, 30)).save(file, "PNG")

    pixels = pixels_of(QImage.fromData(file.getvalue()), 768)

    assert pixels.shape == (384, 768, 3)
    assert pixels[0, 0].tolist() == [10, 200, 30]


def test_all_photos_of_a_batch_are_looked_at_before_anything_is_paid(
    open_app: OpenApp, photo_file: PhotoFile, tmp_path: Path, qtbot: QtBot
) -> None:
    studio = open_app(drafts=True).models.studio
    grey = QImage(300, 300, QImage.Format.Format_RGB32)
    grey.fill(0xFF808080)
    nothing = tmp_path / "nothing.png"
    assert grey.save(str(nothing))

    studio.choose_files([str(CAT), str(nothing), str(photo_file("ball.jpg", width=400))])
    qtbot.waitUntil(lambda: len(studio.table.ready) == 3)
    qtbot.waitUntil(lambda: len(studio.drafts) == len(Style), timeout=2 * PATIENCE_MS)
    qtbot.waitUntil(
        lambda: all(
            studio._drafting._sheets[photo.photo].believed or studio.doubt_of(photo.id)
            for photo in studio.table.photos
            if photo.photo
        ),
        timeout=2 * PATIENCE_MS,
    )

    cat, empty, _ball = studio.table.photos
    assert studio.doubt_of(cat.id) == ""
    assert "No person, pet or thing" in studio.doubt_of(empty.id)
    assert studio.cost_credits == 3


def test_a_look_at_a_photo_ends_when_it_is_not_wanted_any_more() -> None:
    task: Task[SubjectFound] = Task(None, lambda _task: None, None, None, None)  # type: ignore[arg-type, return-value]  # neither is used
    task.cancel()

    with pytest.raises(Cancelled):
        look_at(task, QImage(str(CAT)))


def test_the_drafts_follow_an_edit_of_the_photo(open_app: OpenApp, qtbot: QtBot) -> None:
    studio = open_app(drafts=True).models.studio
    studio.choose_file(str(CAT))
    qtbot.waitUntil(lambda: len(studio.drafts) == len(Style), timeout=2 * PATIENCE_MS)
    before, current = studio.drafts, studio.table.current
    assert current is not None
    assert current.photo is not None
    assert current.box is not None

    counts: list[int] = []
    studio.photo_changed.connect(lambda: counts.append(len(studio.drafts)))
    studio.table.edit(current.id, current.photo.edit.turned(2))
    qtbot.waitUntil(lambda: studio.photo is not current.photo, timeout=PATIENCE_MS)
    assert counts[0] == 0
    qtbot.waitUntil(lambda: len(studio.drafts) == len(Style), timeout=2 * PATIENCE_MS)

    assert all(studio.drafts[style] != before[style] for style in Style)
    assert studio.table.current is not None
    assert studio.table.current.box == current.box
