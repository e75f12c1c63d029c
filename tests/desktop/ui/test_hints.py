"""Telling what the photo shows: the kind, the ears, and where the eyes are."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from pytestqt.qtbot import QtBot

from desktop.models.studio import StudioModel
from desktop.models.told import Told
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.create import CreatePage
from desktop.workers import drafts
from shared.draft import Subject, analyse
from shared.gallery import Image
from shared.generations import EarShape, GenerationStatus, Hints, Point, SubjectKind
from shared.resources import resource_path
from shared.styles import Style
from tests.desktop.ui.conftest import PATIENCE_MS
from tests.desktop.ui.hands import click, press

CAT = resource_path("samples", "chelsea.jpg")
LEFT_EYE, RIGHT_EYE, NOSE = (0.38, 0.34), (0.71, 0.41), (0.59, 0.8)


@pytest.fixture(scope="module")
def looks() -> dict[bytes, Subject]:
    """What the engine has found, by the photo's pixels."""
    return {}


@pytest.fixture(autouse=True)
def _one_look_a_photo(looks: dict[bytes, Subject], monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine looks at each photo once, not once a test."""

    def look_once(pixels: NDArray[np.uint8], is_unwanted: Callable[[], bool]) -> Subject:
        key = pixels.tobytes()
        if key not in looks:
            looks[key] = analyse(pixels, is_unwanted)
        return looks[key]

    monkeypatch.setattr(drafts, "analyse", look_once)


@pytest.fixture
def model(signed_in_window: MainWindow) -> StudioModel:
    return signed_in_window._models.studio


@pytest.fixture
def page(signed_in_window: MainWindow, model: StudioModel, qtbot: QtBot) -> CreatePage:
    """A close-up of a cat was chosen, and the engine has looked at it."""
    model.choose_file(str(CAT))
    qtbot.waitUntil(lambda: model.believed is not None and model.can_make, timeout=2 * PATIENCE_MS)
    return signed_in_window.studio.create_page


def test_a_close_up_of_a_pet_invites_to_tap_its_eyes(page: CreatePage) -> None:
    assert page.order.hints.kinds.button("").isChecked()
    assert page.order.hints.ears.isVisible()
    assert not page.order.hints.face_button.isVisible()
    assert page.order.photo.invitation == "Tap both eyes"


def test_over_a_thing_nothing_asks_for_eyes_until_somebody_turns_to_it(page: CreatePage) -> None:
    photo = page.order.photo
    shown = [photo.shows_invitation]

    photo.show_told(Told(), takes_marks=True, is_pet=False)
    for widget in (page.order.make_button, photo):
        widget.setFocus()
        shown.append(photo.shows_invitation)

    assert shown == [True, False, True]
    assert photo.invitation == "A pet? Tap both eyes"


def test_tapped_eyes_and_nose_become_hints_and_new_drafts(
    page: CreatePage, model: StudioModel, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(model.drafts) == len(Style), timeout=2 * PATIENCE_MS)
    before = model.drafts
    # The right one first: which is which is seen by where they are.
    for place in (RIGHT_EYE, LEFT_EYE, NOSE):
        click(page.order.photo, page.order.photo.point_of(place).toPoint())
    assert page.order.photo.invitation == ""
    hints = model.told.to_hints()
    assert hints is not None
    assert hints.left_eye is not None
    assert hints.right_eye is not None
    assert hints.left_eye.x == pytest.approx(LEFT_EYE[0], abs=0.01)
    assert hints.right_eye.x == pytest.approx(RIGHT_EYE[0], abs=0.01)
    assert hints.nose is not None
    assert set(model.drafts) == set(Style)
    qtbot.waitUntil(
        lambda: all(model.drafts[style] != before[style] for style in Style),
        timeout=2 * PATIENCE_MS,
    )


def test_a_tap_on_a_mark_takes_it_away(page: CreatePage, model: StudioModel) -> None:
    for place in (LEFT_EYE, RIGHT_EYE, LEFT_EYE):
        click(page.order.photo, page.order.photo.point_of(place).toPoint())
    assert len(model.told.eyes) == 1
    assert model.told.to_hints() is None
    assert page.order.photo.invitation == "And the other eye"


def test_the_keyboard_sets_and_takes_marks(page: CreatePage, model: StudioModel) -> None:
    page.order.photo.setFocus(Qt.FocusReason.TabFocusReason)
    press(page.order.photo, Qt.Key.Key_Left)
    press(page.order.photo, Qt.Key.Key_Space)
    for _ in range(3):
        press(page.order.photo, Qt.Key.Key_Right)
    for _ in range(2):
        press(page.order.photo, Qt.Key.Key_Up)
    press(page.order.photo, Qt.Key.Key_Space)
    eyes = model.told.eyes
    assert eyes[0] == pytest.approx((0.48, 0.5), abs=0.01)
    assert eyes[1] == pytest.approx((0.54, 0.46), abs=0.01)
    press(page.order.photo, Qt.Key.Key_Backspace)
    assert model.told.eyes == eyes[:1]


def test_kind_and_ears_are_told(page: CreatePage, model: StudioModel) -> None:
    click(page.order.hints.ears.button("floppy"))
    assert model.told.to_hints() == Hints(ears=EarShape.FLOPPY)
    click(page.order.hints.kinds.button("thing"))
    assert model.told.kind == "thing"
    assert not page.order.hints.ears.isVisible()
    assert page.order.photo.invitation == ""
    click(page.order.hints.face_button)
    assert model.told.friendly_face
    click(page.order.hints.kinds.button(""))
    assert model.told.kind == ""


def test_hints_are_written_down_with_the_job(
    page: CreatePage, model: StudioModel, signed_in_window: MainWindow
) -> None:
    model.tell(Told(kind="pet", eyes=(RIGHT_EYE, LEFT_EYE), nose=NOSE))
    job = signed_in_window._models.jobs.job(model.make())
    assert job is not None
    assert job.hints_json is not None
    assert Hints.model_validate_json(job.hints_json) == Hints(
        kind=SubjectKind.PET,
        left_eye=Point(x=LEFT_EYE[0], y=LEFT_EYE[1]),
        right_eye=Point(x=RIGHT_EYE[0], y=RIGHT_EYE[1]),
        nose=Point(x=NOSE[0], y=NOSE[1]),
    )


def test_another_style_of_the_same_photo_keeps_what_was_told(
    page: CreatePage, model: StudioModel, signed_in_window: MainWindow, photo: Path, qtbot: QtBot
) -> None:
    told = Told(kind="pet", ears="long", eyes=(LEFT_EYE, RIGHT_EYE))
    model.tell(told)
    job_id = model.make()
    model.choose_file(str(photo))
    qtbot.waitUntil(lambda: model.told == Told(), timeout=PATIENCE_MS)
    signed_in_window.studio.job_page.again_wanted.emit(job_id)
    qtbot.waitUntil(lambda: model.told == told, timeout=PATIENCE_MS)
    assert page.order.hints.ears.button("long").isChecked()


def test_again_from_the_gallery_knows_what_was_told_on_another_computer(
    page: CreatePage,
    model: StudioModel,
    signed_in_window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    told = Told(kind="pet", ears="floppy", eyes=(LEFT_EYE, RIGHT_EYE), nose=NOSE)
    image = Image(
        id="0193-abcdef",
        status=GenerationStatus.COMPLETED,
        style=Style.MINIMALIST,
        prompt="",
        hints=told.to_hints(),
        title="Mr Whiskers",
        favourite=False,
        revision=1,
        attempt=1,
        created_at=datetime(2026, 11, 22, tzinfo=UTC),
        cost_credits=1,
    )
    original = model.photo.picture if model.photo else None
    gallery = signed_in_window._models.gallery
    monkeypatch.setattr(gallery, "image", lambda _id: image)
    monkeypatch.setattr(gallery, "original", lambda _id: original)
    before = model.photo

    signed_in_window.studio.detail_page.again_wanted.emit(image.id)
    qtbot.waitUntil(lambda: model.photo is not before, timeout=PATIENCE_MS)

    assert model.told == told
    assert model.photo is not None
    assert model.photo.name == "Mr Whiskers"
    assert page.order.hints.ears.button("floppy").isChecked()
    assert signed_in_window.studio.current_page is page


def test_again_finds_the_photo_that_still_lies_on_the_table(
    model: StudioModel, page: CreatePage, signed_in_window: MainWindow, photo: Path, qtbot: QtBot
) -> None:
    first = model.photo
    model.table.add([str(photo)])
    qtbot.waitUntil(lambda: len(model.table.ready) == 2, timeout=PATIENCE_MS)
    job_id = model.make()
    jobs = signed_in_window._models.jobs.jobs()
    model.table.select(model.table.photos[1].id)
    assert model.photo is not first
    [job] = [job for job in jobs if job.photo_name == "chelsea"]
    assert job_id in {each.id for each in jobs}

    signed_in_window.studio.job_page.again_wanted.emit(job.id)

    assert model.photo is first
    assert len(model.table.photos) == 2


def test_another_photo_begins_with_nothing_told(
    page: CreatePage, model: StudioModel, photo: Path, qtbot: QtBot
) -> None:
    model.tell(Told(kind="pet", ears="long"))
    model.choose_file(str(photo))
    qtbot.waitUntil(lambda: not model.busy, timeout=PATIENCE_MS)
    assert model.told == Told()
    assert page.order.hints.kinds.button("").isChecked()


def test_a_photo_without_a_subject_offers_to_crop_to_its_middle(
    page: CreatePage, model: StudioModel, qtbot: QtBot
) -> None:
    evening = QImage(400, 300, QImage.Format.Format_RGB32)
    painter = QPainter(evening)
    sky = QLinearGradient(0, 0, 400, 300)
    sky.setColorAt(0, QColor("#5d7fa3"))
    sky.setColorAt(1, QColor("#e7c9a0"))
    painter.fillRect(evening.rect(), sky)
    painter.end()
    before = model.photo

    model.choose_image(evening)
    qtbot.waitUntil(
        lambda: model.photo is not before and model.believed is not None, timeout=PATIENCE_MS
    )

    assert "stands out" in page.order.hints.note.text()
    assert page.order.photo.invitation == ""
    click(page.order.hints.crop_button)
    assert page.is_editing
    assert page.editor.edit.width < 400
    assert page.editor.edit.to_photo((0.5, 0.5)) == pytest.approx((0.5, 0.5), abs=0.02)
