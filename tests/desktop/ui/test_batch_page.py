"""Several photos on the Create page, and pictures that come from a browser: real drops and keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.errors import Cancelled
from desktop.models.studio import StudioModel
from desktop.photo_edit import PhotoSource
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.create import CreatePage
from desktop.workers import work
from desktop.workers.gathering import Gathered
from desktop.workers.tasks import Task
from shared.styles import Style
from tests.desktop import other_programs
from tests.desktop.other_programs import Offer
from tests.desktop.ui.conftest import PATIENCE_MS
from tests.desktop.ui.hands import click, drag, drop, pinch_pad, pinch_screen, press
from tests.fakes import photo_files


@pytest.fixture
def model(signed_in_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> StudioModel:
    """The studio, without the seconds that drafts take."""
    studio = signed_in_window._models.studio
    monkeypatch.setattr(studio._drafting, "begin", lambda *_: None)
    monkeypatch.setattr(studio._drafting, "warm_up", lambda: None)
    return studio


@pytest.fixture
def page(signed_in_window: MainWindow, model: StudioModel) -> CreatePage:
    return signed_in_window.studio.create_page


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """A folder with three photos and a letter."""
    folder = tmp_path / "album"
    folder.mkdir()
    for number in (1, 2, 3):
        data = photo_files.make_photo("JPEG", width=200 + number, height=160)
        (folder / f"Pet {number}.jpg").write_bytes(data)
    (folder / "letter.txt").write_text("Dear bear")
    return folder


def _drop_files(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    drop(window, data)


def test_a_dropped_folder_becomes_a_strip_of_photos_with_one_price(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, album: Path, qtbot: QtBot
) -> None:
    _drop_files(signed_in_window, album)
    qtbot.waitUntil(lambda: page.has_photo and not model.busy, timeout=PATIENCE_MS)

    assert page.strip.isVisible()
    assert [chip.accessibleName() for chip in page.strip.chips()] == [
        f"Pet {number}: ready" for number in (1, 2, 3)
    ]
    assert page.order.make_button.text() == "Make 3 plushies · 3 credits"
    assert "One file was left out. It is not a photo that works." in page.notice.text
    page.grid.setFocus()
    press(signed_in_window, Qt.Key.Key_2)
    page.make()
    jobs = signed_in_window._models.jobs.jobs()
    assert {job.photo_name for job in jobs} == {"Pet 1", "Pet 2", "Pet 3"}
    assert {job.style for job in jobs} == {list(Style)[1]}
    assert len({job.order_id for job in jobs}) == 1


def test_a_click_shows_a_photo_and_delete_takes_it_away(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, album: Path, qtbot: QtBot
) -> None:
    _drop_files(signed_in_window, *sorted(album.glob("*.jpg")))
    qtbot.waitUntil(lambda: page.has_photo and not model.busy, timeout=PATIENCE_MS)
    second = page.strip.chips()[1]

    click(second)
    assert model.photo is not None
    assert model.photo.name == "Pet 2"
    assert [chip.isChecked() for chip in page.strip.chips()] == [False, True, False]
    press(second, Qt.Key.Key_Delete)
    assert [chip.photo.name for chip in page.strip.chips()] == ["Pet 1", "Pet 3"]
    click(page.strip.chips()[0], page.strip.chips()[0].cross.center().toPoint())

    assert not page.strip.isVisible()
    assert page.order.make_button.text() == "Make my plushie · 1 credit"


def test_many_photos_are_leafed_through(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, album: Path, qtbot: QtBot
) -> None:
    _drop_files(signed_in_window, *sorted(album.glob("*.jpg")))
    qtbot.waitUntil(lambda: page.has_photo and not model.busy, timeout=PATIENCE_MS)
    assert not page.strip.on_button.isVisible()

    for number in range(4, 20):
        (album / f"Pet {number}.jpg").write_bytes((album / "Pet 1.jpg").read_bytes())
    _drop_files(signed_in_window, album)
    qtbot.waitUntil(lambda: len(model.table.ready) == 20, timeout=PATIENCE_MS)
    qtbot.waitUntil(page.strip.on_button.isVisible, timeout=PATIENCE_MS)
    assert not page.strip.back_button.isEnabled()
    last = page.strip.chips()[-1]
    assert last.visibleRegion().isEmpty()
    while page.strip.on_button.isEnabled():
        click(page.strip.on_button)

    assert not last.visibleRegion().isEmpty()
    assert page.strip.back_button.isEnabled()


def test_one_photo_too_many_for_the_strip_brings_its_arrows(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, album: Path, qtbot: QtBot
) -> None:
    _drop_files(signed_in_window, album)
    qtbot.waitUntil(lambda: len(model.table.ready) == 3, timeout=PATIENCE_MS)
    strip = page.strip
    needed = strip._row.minimumSize().width() + strip.clear_button.sizeHint().width() + 4

    strip.setFixedWidth(needed)
    qtbot.waitUntil(lambda: strip.width() == needed, timeout=PATIENCE_MS)
    assert not strip.on_button.isVisible()
    strip.setFixedWidth(needed - 10)
    qtbot.waitUntil(strip.on_button.isVisible, timeout=PATIENCE_MS)


def test_a_photo_that_cannot_be_used_says_why_and_is_left_out(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, album: Path, qtbot: QtBot
) -> None:
    _drop_files(signed_in_window, album / "Pet 1.jpg", album / "letter.txt", album / "Pet 2.jpg")
    qtbot.waitUntil(lambda: page.has_photo and not model.busy, timeout=PATIENCE_MS)
    shown = model.photo

    click(page.strip.chips()[1])

    assert "letter" in page.notice.text
    assert "not a photo" in page.notice.text
    assert model.photo is shown
    assert page.order.make_button.text() == "Make 2 plushies · 2 credits"


def test_more_styles_than_the_server_takes_are_said_to_be_too_many(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, album: Path, qtbot: QtBot
) -> None:
    for number in range(4, 8):
        (album / f"Pet {number}.jpg").write_bytes((album / "Pet 1.jpg").read_bytes())
    signed_in_window._models.credits.set_credits(100, 0)
    _drop_files(signed_in_window, *sorted(album.glob("*.jpg")))
    qtbot.waitUntil(lambda: page.has_photo and not model.busy, timeout=PATIENCE_MS)

    click(page.all_button)

    assert not page.order.make_button.isEnabled()
    assert page.order.balance.text() == "At most 20 plushies can be made at once."


def test_a_photo_is_cropped_and_turned_with_the_keyboard(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, album: Path, qtbot: QtBot
) -> None:
    _drop_files(signed_in_window, album / "Pet 1.jpg")
    qtbot.waitUntil(lambda: page.has_photo and not model.busy, timeout=PATIENCE_MS)
    before = model.photo
    page.grid.setFocus()

    press(signed_in_window, Qt.Key.Key_C)
    assert page.is_editing
    canvas = page.editor.canvas
    for key in (Qt.Key.Key_R, Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Left, Qt.Key.Key_Period):
        press(canvas, key)
    edit = page.editor.edit
    press(canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: model.photo is not before and not model.busy, timeout=PATIENCE_MS)

    assert page.has_photo
    assert model.photo is not None
    assert model.photo.edit == edit
    assert (edit.quarter_turns, edit.tilt_deg) == (1, 1.0)
    assert model.photo.picture.height() > model.photo.picture.width()
    assert model.photo.picture.height() == pytest.approx(201 / 1.15**2, abs=4)


def test_escape_leaves_the_photo_as_it_was(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, album: Path, qtbot: QtBot
) -> None:
    _drop_files(signed_in_window, album / "Pet 1.jpg")
    qtbot.waitUntil(lambda: page.has_photo and not model.busy, timeout=PATIENCE_MS)
    before = model.photo

    click(page.order.crop_button)
    click(page.editor.right_button)
    press(page.editor.canvas, Qt.Key.Key_Escape)

    assert page.has_photo
    assert model.photo is before
    assert not model.busy


def test_the_wheel_and_the_pointer_move_the_frame(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, album: Path, qtbot: QtBot
) -> None:
    _drop_files(signed_in_window, album / "Pet 1.jpg")
    qtbot.waitUntil(lambda: page.has_photo and not model.busy, timeout=PATIENCE_MS)
    page.edit_photo()
    canvas, editor = page.editor.canvas, page.editor
    editor.shapes.button("1:1").click()
    assert editor.edit.width == pytest.approx(editor.edit.height)
    canvas.zoom(2)
    before = editor.edit

    drag(canvas, canvas.rect().center(), QPoint(40, 0))
    assert editor.edit.centre[0] < before.centre[0]
    assert editor.edit.width == pytest.approx(before.width)

    drag(canvas, canvas.frame().bottomRight().toPoint(), QPoint(-120, -90))
    assert editor.edit.width < before.width
    assert editor.edit.width == pytest.approx(editor.edit.height)

    click(editor.reset_button)
    assert editor.edit.is_untouched


def test_two_fingers_zoom_the_photo_behind_its_frame(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, album: Path, qtbot: QtBot
) -> None:
    _drop_files(signed_in_window, album / "Pet 1.jpg")
    qtbot.waitUntil(lambda: page.has_photo and not model.busy, timeout=PATIENCE_MS)
    page.edit_photo()
    canvas, editor = page.editor.canvas, page.editor
    whole = editor.edit

    pinch_pad(canvas, canvas.frame().center(), 1.25)
    assert editor.edit.width == pytest.approx(whole.width / 1.25)
    assert editor.edit.centre == pytest.approx(whole.centre)

    pinch_pad(canvas, canvas.frame().center(), 0.3)
    assert editor.edit.is_untouched

    pinch_screen(canvas, canvas.rect().center(), 40, 70)
    assert editor.edit.width < whole.width / 1.2


def test_taps_follow_the_photo_through_an_edit(
    signed_in_window: MainWindow, page: CreatePage, model: StudioModel, album: Path, qtbot: QtBot
) -> None:
    _drop_files(signed_in_window, album / "Pet 1.jpg")
    qtbot.waitUntil(lambda: page.has_photo and not model.busy, timeout=PATIENCE_MS)
    model.tell(model.told.with_mark((0.3, 0.4)).with_mark((0.6, 0.4)).with_mark((0.45, 0.95)))
    whole = model.told
    current = model.table.current
    assert current is not None
    assert current.photo is not None
    edit = current.photo.edit

    model.table.edit(current.id, edit.turned(1))
    qtbot.waitUntil(lambda: not model.busy, timeout=PATIENCE_MS)
    assert model.told.eyes[0] == pytest.approx((0.6, 0.3))
    assert model.told.eyes[1] == pytest.approx((0.6, 0.6))
    model.table.edit(current.id, edit.reframed((0.1, 0.1, 0.9, 0.8)))
    qtbot.waitUntil(lambda: not model.busy, timeout=PATIENCE_MS)
    assert model.told.eyes[0] == pytest.approx(((0.3 - 0.1) / 0.8, (0.4 - 0.1) / 0.7))
    assert model.told.nose is None
    model.table.edit(current.id, edit)
    qtbot.waitUntil(lambda: not model.busy, timeout=PATIENCE_MS)

    assert model.told == whole


def test_a_copied_picture_address_is_fetched(
    signed_in_window: MainWindow,
    page: CreatePage,
    model: StudioModel,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    asked: list[str] = []

    def fetch(_task: object, url: str, _data: bytes, _nameless: str) -> Gathered:
        asked.append(url)
        return Gathered((PhotoSource("cat", data=photo_files.make_photo("JPEG")),))

    monkeypatch.setattr(work, "fetch_photo", fetch)
    QGuiApplication.clipboard().setText("https://pets.example/cat.jpg")
    press(signed_in_window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.has_photo, timeout=PATIENCE_MS)

    assert asked == ["https://pets.example/cat.jpg"]
    assert model.photo is not None
    assert model.photo.name == "cat"


@pytest.mark.parametrize(
    ("offer", "name"),
    [
        (lambda png, jpeg: other_programs.photo_of_firefox(png=png, jpeg=jpeg), "chelsea"),
        (lambda png, _jpeg: other_programs.copied_in_chromium(png), "chelsea"),
        (lambda _png, jpeg: other_programs.blob_of_chromium(jpeg), "Unnamed photo"),
    ],
)
def test_a_picture_whose_file_came_along_needs_no_network(
    signed_in_window: MainWindow,
    page: CreatePage,
    model: StudioModel,
    qtbot: QtBot,
    offer: Callable[[bytes, bytes], Offer],
    name: str,
) -> None:
    png, jpeg = photo_files.make_photo("PNG"), photo_files.make_photo("JPEG")

    drop(signed_in_window, offer(png, jpeg))
    qtbot.waitUntil(lambda: page.has_photo, timeout=PATIENCE_MS)

    assert model.photo is not None
    assert model.photo.name == name
    assert model.photo.original_width_px == 320


def test_whoever_waits_for_a_picture_that_never_comes_is_told_so_and_what_to_do(
    signed_in_window: MainWindow, page: CreatePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = other_programs.blob_of_chromium(b"")
    told: list[str] = []
    answer = offer.retrieveData

    def give_nothing(mime_type: str, preferred: object) -> object:
        if mime_type == "application/octet-stream":
            told.append(signed_in_window._overlay.words)
        return answer(mime_type, preferred)

    monkeypatch.setattr(offer, "retrieveData", give_nothing)
    drop(signed_in_window, offer)

    assert told == ["Asking the other program for the picture…"]
    assert not signed_in_window.is_drop_offered
    assert page.notice.error is not None
    assert "paste it here, or save it first" in page.notice.error.advice


@pytest.mark.parametrize("way", ["button", "key"])
def test_fetching_a_picture_can_be_given_up(
    signed_in_window: MainWindow,
    page: CreatePage,
    model: StudioModel,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    way: str,
) -> None:
    told: list[str] = []

    def fetch(task: Task[Gathered], *_asked: object) -> Gathered:
        told.append("begun")
        told.append("cancelled" if task.wait_cancelled(60) else "forgotten")
        raise Cancelled

    monkeypatch.setattr(work, "fetch_photo", fetch)
    data = QMimeData()
    data.setUrls([QUrl("https://pets.example/cat.jpg")])
    drop(signed_in_window, data)
    qtbot.waitUntil(lambda: told == ["begun"], timeout=PATIENCE_MS)
    if way == "button":
        click(page.drop_zone.stop_button)
    else:
        press(signed_in_window, Qt.Key.Key_Escape)

    assert not model.busy
    assert page.drop_zone.browse_button.isVisible()
    qtbot.waitUntil(lambda: told == ["begun", "cancelled"], timeout=PATIENCE_MS)
