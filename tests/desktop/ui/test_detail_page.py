"""One picture, large: its name, its favourite mark, looking closely, what is known of it, its links."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from desktop.models.gallery import GalleryModel
from desktop.models.gallery_filter import GalleryFilter
from desktop.models.sharing import SharingModel
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.detail import DetailPage
from desktop.ui.pages.studio import Studio
from desktop.ui.share_dialog import ShareDialog
from shared.gallery import Share, ShareLink, Shares
from shared.limits import TAGS_MAX
from tests.desktop.gallery_filling import change_gallery, fill_gallery, hide_picture
from tests.desktop.ui.hands import click, press, type_text
from tests.desktop.ui.test_gallery_page import make_image
from tests.desktop.ui.test_job_page import picture

LATER = datetime(2026, 12, 22, 12, tzinfo=UTC)


@pytest.fixture
def model(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> GalleryModel:
    gallery = studio._models.gallery
    monkeypatch.setattr(gallery, "open", lambda _image_id, **_more: None)
    return gallery


@pytest.fixture
def detail(studio: Studio, model: GalleryModel) -> DetailPage:
    """The newest of three pictures, large, beside its photo."""
    fill_gallery(model, [make_image(number) for number in range(3)])
    studio.show_page("gallery")
    studio.show_image("image-2")
    model._pictures._on_picture("image-2", full=False, picture=picture())
    model._pictures._on_original("image-2", picture(Qt.GlobalColor.darkCyan))
    QApplication.processEvents()
    return studio.detail_page


def test_a_new_name_is_kept_with_return(
    detail: DetailPage, model: GalleryModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed: list[tuple[str, str]] = []
    monkeypatch.setattr(model, "rename", lambda *told: renamed.append(told))
    click(detail.title)
    type_text(detail.title, "  Biscuit 1 ")
    press(detail.title, Qt.Key.Key_Return)
    assert renamed == [("image-2", "Biscuit 1")]
    assert detail.hasFocus()


def test_escape_brings_the_old_name_back_and_stays_on_the_page(
    detail: DetailPage, studio: Studio, model: GalleryModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed: list[tuple[str, str]] = []
    monkeypatch.setattr(model, "rename", lambda *told: renamed.append(told))
    change_gallery(model, [make_image(2).model_copy(update={"title": "Bruno"})])
    assert detail.title.text() == "Bruno"
    click(detail.title)
    type_text(detail.title, "x")
    press(detail.title, Qt.Key.Key_Escape)
    assert detail.title.text() == "Bruno"
    assert renamed == []
    assert studio.current_page is detail


def test_the_heart_marks_a_favourite_and_takes_the_mark_away(
    detail: DetailPage, model: GalleryModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked: list[tuple[list[str], bool]] = []
    monkeypatch.setattr(model, "set_favourite", lambda *told: marked.append(told))
    click(detail.favourite_button)
    change_gallery(model, [make_image(2).model_copy(update={"favourite": True})])
    assert detail.favourite_button.accessibleName() == "Not a favourite"
    press(detail, Qt.Key.Key_F)
    assert marked == [(["image-2"], True), (["image-2"], False)]


def test_a_double_click_looks_closely_and_escape_looks_at_all_of_it_again(
    detail: DetailPage, studio: Studio, signed_in_window: MainWindow
) -> None:
    result = detail.pair.result
    QTest.mouseDClick(result, Qt.MouseButton.LeftButton)
    assert detail.pair.zoom.isVisible()
    press(signed_in_window, Qt.Key.Key_Escape)
    assert detail.pair.result.isVisible()
    assert detail.isVisible()
    press(signed_in_window, Qt.Key.Key_Escape)
    assert studio.current_page is studio.gallery_page


def test_information_is_shown_when_it_is_asked_for(detail: DetailPage) -> None:
    assert not detail.facts.isVisible()
    click(detail.facts_button)
    assert detail.facts.isVisible()
    assert detail.facts.value("style") == "Realistic plush"
    assert detail.facts.value("wish") == "with a scarf"
    assert detail.facts.value("size").startswith("1024 × 1024 px")  # noqa: RUF001 - "times"
    assert detail.facts.tags.tags == []
    press(detail, Qt.Key.Key_I)
    assert not detail.facts.isVisible()


def test_tags_are_added_removed_and_lead_to_all_that_have_them(
    detail: DetailPage, model: GalleryModel, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed: list[tuple[list[str], list[str], list[str]]] = []
    monkeypatch.setattr(model, "change_tags", lambda *told: changed.append(told))
    monkeypatch.setattr(model, "_find", lambda: None)
    press(detail, Qt.Key.Key_T)
    field = detail.facts.tags.field
    assert field.hasFocus()
    type_text(field, " dog,big  gift")
    press(field, Qt.Key.Key_Return)
    assert changed == [(["image-2"], ["dog"], []), (["image-2"], ["big gift"], [])]
    assert field.text() == ""
    change_gallery(model, [make_image(2).model_copy(update={"tags": ["dog", "big gift"]})])
    assert detail.facts.tags.tags == ["dog", "big gift"]
    type_text(field, "DOG,")
    assert len(changed) == 2, "it is there already"
    click(detail.facts.tags.chip("dog").cross)
    assert changed[-1] == (["image-2"], [], ["dog"])
    click(detail.facts.tags.chip("big gift").tag_button)
    assert studio.current_page is studio.gallery_page
    assert model.filter == GalleryFilter(text="big gift")


def test_many_tags_scroll_and_leave_the_window_its_size(
    detail: DetailPage, model: GalleryModel, signed_in_window: MainWindow
) -> None:
    signed_in_window.resize(960, 640)
    press(detail, Qt.Key.Key_I)
    tags = [f"a tag of some length {number}" for number in range(TAGS_MAX)]
    change_gallery(model, [make_image(2).model_copy(update={"tags": tags})])
    QApplication.processEvents()
    assert detail.facts.tags.tags == tags
    assert detail.facts.tags.chip(tags[-1]).geometry().right() < detail.facts.width()
    assert signed_in_window.height() == 640
    assert detail.facts.geometry().bottom() < detail.save_button.geometry().top()


def test_escape_empties_the_tag_that_is_typed_and_stays_on_the_page(
    detail: DetailPage, studio: Studio
) -> None:
    press(detail, Qt.Key.Key_T)
    type_text(detail.facts.tags.field, "do")
    press(detail.facts.tags.field, Qt.Key.Key_Escape)
    assert detail.facts.tags.field.text() == ""
    assert studio.current_page is detail


def test_a_picture_that_the_filter_hides_stays_open_and_can_be_changed_on(
    detail: DetailPage, model: GalleryModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed: list[tuple[str, str]] = []
    monkeypatch.setattr(model, "rename", lambda *told: renamed.append(told))
    no_favourite = make_image(2).model_copy(update={"title": "Biscuit"})

    hide_picture(model, no_favourite)

    assert model.rowCount() == 2
    assert detail.image_id == "image-2"
    assert detail.title.text() == "Biscuit"
    assert not detail.older_button.isEnabled()
    press(detail, Qt.Key.Key_Right)
    assert detail.image_id == "image-2"
    click(detail.title)
    type_text(detail.title, " 2")
    press(detail.title, Qt.Key.Key_Return)
    assert renamed == [("image-2", "Biscuit 2")]

    hide_picture(model, no_favourite.model_copy(update={"title": "Biscuit 2"}))
    assert detail.title.text() == "Biscuit 2"

    change_gallery(model, [no_favourite])
    assert detail.older_button.isEnabled()
    hide_picture(model, no_favourite.model_copy(update={"trashed_at": LATER}))
    assert detail.image_id == ""


def test_words_without_room_end_with_an_ellipsis(
    detail: DetailPage, model: GalleryModel, signed_in_window: MainWindow
) -> None:
    wish = "with a very long scarf that goes around the neck three times and then down to the floor"
    change_gallery(model, [make_image(2).model_copy(update={"prompt": wish})])
    signed_in_window.resize(1200, 640)
    QApplication.processEvents()
    subtitle = detail._subtitle
    assert subtitle.text().endswith("…")
    assert wish in subtitle.toolTip()
    assert subtitle.accessibleName().endswith(wish)
    assert subtitle.fontMetrics().horizontalAdvance(subtitle.text()) <= subtitle.width()


def test_words_of_which_only_a_few_letters_fit_are_left_out(
    detail: DetailPage, model: GalleryModel, signed_in_window: MainWindow
) -> None:
    change_gallery(model, [make_image(2).model_copy(update={"prompt": "with a very long scarf"})])
    signed_in_window.resize(960, 640)
    QApplication.processEvents()
    shown, whole = detail._subtitle.text(), detail._subtitle.whole
    assert shown.endswith("2026")
    assert whole.startswith(f"{shown} · ")
    assert detail._subtitle.toolTip() == whole


@pytest.mark.parametrize("size", [(1280, 800), (960, 640)])
def test_the_page_fits_into_the_window(
    detail: DetailPage, signed_in_window: MainWindow, size: tuple[int, int]
) -> None:
    signed_in_window.resize(*size)
    QApplication.processEvents()
    assert (signed_in_window.width(), signed_in_window.height()) == size
    buttons = [detail.delete_button, detail.again_button, detail.comparison_button]
    buttons += [detail.share_button, detail.copy_button, detail.save_button]
    for left, right in pairwise(buttons):
        assert left.geometry().right() < right.geometry().left()
    assert detail.save_button.geometry().right() < detail.width()


def test_a_link_is_made_copied_and_ended(
    detail: DetailPage, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    sharing = studio._models.sharing
    asked: list[object] = []
    monkeypatch.setattr(sharing, "_ask_links", lambda: asked.append("links"))
    _answer(sharing, monkeypatch, asked)
    click(detail.share_button)
    dialog = next(each for each in studio.findChildren(ShareDialog) if each.isVisible())
    sharing._on_links(Shares(links=[]))
    assert dialog.links_text == "There is no link to this picture."
    click(dialog.expiries.button("week"))
    click(dialog.create_button)
    sharing._on_shared(Share(url="https://plushify.example/s/abc", created_at=LATER))
    sharing._on_links(Shares(links=[ShareLink(created_at=LATER, expires_at=LATER)]))
    assert QGuiApplication.clipboard().text() == "https://plushify.example/s/abc"
    assert dialog.address.text() == "https://plushify.example/s/abc"
    assert dialog.links_text.startswith("1 link works, the last until ")
    click(dialog.revoke_button)
    sharing._on_revoked(None)
    assert dialog.links_text == "There is no link to this picture."
    assert not dialog.address.isVisible()
    click(dialog.close_button)
    assert not any(each.isVisible() for each in studio.findChildren(QDialog))


def _answer(sharing: SharingModel, monkeypatch: pytest.MonkeyPatch, asked: list[object]) -> None:
    """Let nobody be asked: the test says what the server would."""

    class Nobody:
        def run(self, *_work: object) -> None:
            asked.append("call")

    monkeypatch.setattr(sharing, "_calls", Nobody())
