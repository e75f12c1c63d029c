"""Dragging a finished plushie into another program."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.models.job import JobState
from desktop.ui.drag_out import DragOut
from desktop.ui.pages.studio import Studio
from shared.styles import Style
from tests.desktop.gallery_filling import fill_gallery
from tests.desktop.ui.test_gallery_page import make_image
from tests.desktop.ui.test_job_page import JOB

IMAGE_ID = "0193-abcdef"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def started(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> list[QMimeData]:
    """Every drag that was started from the open picture."""
    gallery = studio._models.gallery
    monkeypatch.setattr(gallery, "open", lambda _image_id, **_more: None)
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkRed)
    image = make_image(0).model_copy(update={"id": IMAGE_ID, "style": Style.MINIMALIST})
    fill_gallery(gallery, [image])
    studio.show_image(IMAGE_ID)
    gallery._pictures._on_picture(IMAGE_ID, full=False, picture=picture)
    drags: list[QMimeData] = []
    monkeypatch.setattr(_drag(studio), "start", drags.append)
    return drags


def _drag(studio: Studio) -> DragOut:
    return studio.drags[1]


def _mouse(studio: Studio, kind: QEvent.Type, x: float, picture: QWidget | None = None) -> None:
    at = QPointF(x, 20)
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else LEFT
    event = QMouseEvent(kind, at, at, LEFT, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(picture or studio.detail_page.pair.result, event)


def test_a_pulled_picture_is_offered_as_a_file_alone(
    studio: Studio, started: list[QMimeData], monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery = studio._models.gallery

    def save(_image_id: str, path: str) -> None:
        Path(path).write_bytes(b"a picture")
        gallery.saved.emit(path)

    monkeypatch.setattr(gallery, "save", save)

    _mouse(studio, QEvent.Type.MouseButtonPress, 20)
    _mouse(studio, QEvent.Type.MouseMove, 80)

    (data,) = started
    (url,) = data.urls()
    assert url.fileName() == "plushie-minimalist-abcdef.png"
    assert Path(url.toLocalFile()).read_bytes() == b"a picture"
    assert data.formats() == ["text/uri-list"], "browsers take nothing when there is more"
    assert studio._toast is not None
    assert not studio._toast.isVisible(), "nobody asked to save anything"


def test_its_file_bears_its_title(
    studio: Studio, started: list[QMimeData], monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery = studio._models.gallery
    image = make_image(0).model_copy(update={"id": IMAGE_ID, "title": "Mia/Tom: friends"})
    fill_gallery(gallery, [image])
    monkeypatch.setattr(gallery, "save", lambda _image_id, path: gallery.saved.emit(path))

    _mouse(studio, QEvent.Type.MouseButtonPress, 20)
    _mouse(studio, QEvent.Type.MouseMove, 80)

    (data,) = started
    assert [url.fileName() for url in data.urls()] == ["Mia Tom friends-abcdef.png"]


def test_what_was_dragged_goes_away_with_the_window(
    studio: Studio, started: list[QMimeData], monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery, place = studio._models.gallery, studio._models.folders.drags
    monkeypatch.setattr(gallery, "save", lambda _image_id, path: Path(path).touch())
    assert not place.exists()
    _mouse(studio, QEvent.Type.MouseButtonPress, 20)
    assert [file.name for file in place.glob("*/*")] == ["plushie-minimalist-abcdef.png"]

    studio.window().close()

    assert list(place.iterdir()) == []


def test_a_picture_that_was_just_made_bears_its_style_whatever_the_gallery_shows(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = studio._models
    drags: list[QMimeData] = []
    image = make_image(0).model_copy(update={"id": IMAGE_ID, "style": Style.MINIMALIST})
    models.jobs._insert(replace(JOB, state=JobState.DONE, image_id=IMAGE_ID, image=image))
    monkeypatch.setattr(models.results, "open", lambda _image: None)
    monkeypatch.setattr(models.gallery, "save", lambda _id, path: models.gallery.saved.emit(path))
    monkeypatch.setattr(studio.drags[0], "start", drags.append)
    studio.show_job(JOB.id)

    _mouse(studio, QEvent.Type.MouseButtonPress, 20, studio.job_page.pair.result)
    _mouse(studio, QEvent.Type.MouseMove, 80, studio.job_page.pair.result)

    assert models.gallery.image(IMAGE_ID) is None
    names = [url.fileName() for data in drags for url in data.urls()]
    assert names == ["plushie-minimalist-abcdef.png"]


def test_before_the_file_is_there_the_shown_picture_is_offered(
    studio: Studio, started: list[QMimeData], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio._models.gallery, "save", lambda _image_id, _path: None)

    _mouse(studio, QEvent.Type.MouseButtonPress, 20)
    _mouse(studio, QEvent.Type.MouseMove, 80)

    assert [data.hasImage() for data in started] == [True]
    assert not started[0].urls()


def test_a_click_is_no_drag(
    studio: Studio, started: list[QMimeData], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio._models.gallery, "save", lambda _image_id, _path: None)

    _mouse(studio, QEvent.Type.MouseButtonPress, 20)
    _mouse(studio, QEvent.Type.MouseMove, 22)
    _mouse(studio, QEvent.Type.MouseButtonRelease, 22)
    _mouse(studio, QEvent.Type.MouseMove, 90)

    assert not started


@pytest.fixture
def grid(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Every drag of many that was started, as its files' names; three pictures are selected."""
    fill_gallery(studio._models.gallery, [make_image(number) for number in range(5)])
    studio.show_page("gallery")
    studio.gallery_page.view.picks.set_runs([range(3)])
    drags: list[list[str]] = []

    def start(data: QMimeData, _ids: list[str]) -> None:
        drags.append([Path(url.toLocalFile()).name for url in data.urls()])

    monkeypatch.setattr(studio.gallery_actions.drags, "start", start)
    return drags


def test_many_pictures_are_pulled_once_their_files_are_there(
    studio: Studio, grid: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery, toast = studio._models.gallery, studio.window().toast  # type: ignore[attr-defined]
    asked: list[str] = []
    monkeypatch.setattr(gallery, "save", lambda _image_id, path: asked.append(path))
    _pull_first(studio)
    assert grid == []
    assert len(asked) == 3
    assert toast.text == "Getting the files ready. Drag them again in a moment."
    for path in asked:
        gallery.saved.emit(path)
    assert toast.text == "The files are ready: drag them now."
    _pull_first(studio)
    assert [name.rpartition(" ")[2] for name in grid[0]] == [
        "mage-4.png",
        "mage-3.png",
        "mage-2.png",
    ]
    assert all("Realistic plush" in name for name in grid[0])


def test_what_is_on_this_computer_is_ready_when_it_is_pulled(
    studio: Studio, grid: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery = studio._models.gallery
    monkeypatch.setattr(gallery, "path_of", lambda _image_id: Path("somewhere"))
    monkeypatch.setattr(gallery, "save", lambda _image_id, path: gallery.saved.emit(path))
    _pull_first(studio)
    assert len(grid) == 1


def _pull_first(studio: Studio) -> None:
    view = studio.gallery_page.view
    place = view.visualRect(view.index_of(0)).center()
    QTest.mousePress(view.viewport(), LEFT, pos=place)
    QTest.mouseMove(view.viewport(), place + QPoint(60, 0))
    QTest.mouseRelease(view.viewport(), LEFT, pos=place + QPoint(60, 0))
