"""Narrowing the gallery, its trash, its empty states, and what can be done with what is selected."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from pytestqt.qtbot import QtBot

from desktop.models.connection import ConnectionState
from desktop.models.gallery import GalleryModel
from desktop.models.gallery_filter import GalleryFilter, GalleryOrder
from desktop.storage.export_journal import Begun, ExportOrder
from desktop.storage.gallery_filter import GalleryCounts
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.gallery import GalleryPage
from desktop.ui.pages.studio import Studio
from desktop.ui.save_many import SaveManyDialog
from desktop.ui.tags_dialog import TagsDialog
from desktop.ui.widgets.filter_bar import Period
from desktop.ui.widgets.words import style_name
from desktop.workers.exports import ExportResult
from desktop.workers.tag_work import TagCount
from shared.styles import Style
from tests.desktop.gallery_filling import change_gallery, fill_gallery
from tests.desktop.ui.conftest import PATIENCE_MS, ScriptedDialogs
from tests.desktop.ui.hands import click, press, type_text
from tests.desktop.ui.test_gallery_page import make_image

Told = list[tuple[object, ...]]


@pytest.fixture
def model(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> GalleryModel:
    """Finds nothing by itself: the tests say what it would find."""
    gallery = studio._models.gallery
    monkeypatch.setattr(gallery, "_find", lambda: None)
    return gallery


@pytest.fixture
def page(studio: Studio, model: GalleryModel) -> GalleryPage:
    """The gallery with ten pictures."""
    fill_gallery(model, [make_image(number) for number in range(10)])
    studio.show_page("gallery")
    return studio.gallery_page


@pytest.fixture
def told(model: GalleryModel, monkeypatch: pytest.MonkeyPatch) -> Told:
    """What the model was asked to change, in order."""
    asked: Told = []

    def teller(name: str) -> Callable[..., None]:
        return lambda *arguments: asked.append((name, *arguments))

    for name in ("trash", "restore", "purge", "empty_trash", "set_favourite"):
        monkeypatch.setattr(model, name, teller(name))
    return asked


def test_typing_searches_after_a_moment(
    page: GalleryPage, model: GalleryModel, qtbot: QtBot
) -> None:
    click(page.filter_bar.search)
    type_text(page.filter_bar.search, "scarf")
    qtbot.waitUntil(lambda: model.filter == GalleryFilter(text="scarf"), timeout=PATIENCE_MS)


def test_style_date_favourites_and_order_make_one_filter(
    page: GalleryPage, model: GalleryModel
) -> None:
    bar = page.filter_bar
    began_on = _today()
    bar.style_choice.pick(Style.CARTOON_STYLE)
    bar.period_choice.pick(Period.WEEK)
    bar.order_choice.pick(GalleryOrder.OLDEST)
    click(bar.favourites_button)
    since = model.filter.since
    assert since in {day - timedelta(days=6) for day in (began_on, _today())}
    assert model.filter == GalleryFilter(
        style=Style.CARTOON_STYLE, favourites=True, since=since, order=GalleryOrder.OLDEST
    )
    click(bar.clear_button)
    assert model.filter == GalleryFilter(order=GalleryOrder.OLDEST)
    assert not bar.clear_button.isVisible()


def test_return_in_the_search_field_leads_to_the_first_match(
    page: GalleryPage, model: GalleryModel
) -> None:
    click(page.filter_bar.search)
    type_text(page.filter_bar.search, "a")
    press(page.filter_bar.search, Qt.Key.Key_Return)
    assert model.filter.text == "a"
    assert page.view.hasFocus()
    assert page.view.currentIndex().row() == 0


def test_where_there_is_little_room_no_button_lies_over_another(page: GalleryPage) -> None:
    bar = page.filter_bar
    bar.style_choice.set_value(Style.CUTE_FLUFFY)
    bar.favourites_button.click()
    heart = bar.favourites_button
    parts = [bar.search, bar.style_choice.button, bar.period_choice.button]
    parts += [heart, bar.order_choice.button, bar.clear_button]
    bar.resize(sum(each.sizeHint().width() + 8 for each in parts) + 100, bar.height())
    assert heart.text() == "Favourites"

    least = bar.search.minimumWidth()
    bar.resize(bar.width() - bar.search.sizeHint().width() - 100 + least - 20, bar.height())
    bar.layout().activate()  # type: ignore[union-attr]

    assert heart.text() == ""
    assert heart.accessibleName() == "Favourites"
    for left, right in itertools.pairwise(parts):
        assert left.geometry().right() < right.geometry().left()


def test_when_nothing_matches_one_button_shows_everything_again(
    page: GalleryPage, model: GalleryModel
) -> None:
    page.filter_bar.style_choice.pick(Style.MINIMALIST)
    fill_gallery(model, [])
    assert page.is_no_match_shown
    click(page.show_all_button)
    assert model.filter == GalleryFilter()


def test_the_head_tells_how_many_of_how_many_are_shown(
    page: GalleryPage, model: GalleryModel
) -> None:
    assert page.head.count_text == "10 plushies"
    model._counts = GalleryCounts(all=12_345, trashed=3)
    model.counts_changed.emit()
    assert page.head.count_text.startswith("10 of 12")
    assert page.head.trash_button.text() == "Trash (3)"


def test_the_trash_restores_and_deletes_for_ever_after_a_question(
    page: GalleryPage,
    model: GalleryModel,
    told: Told,
    dialogs: ScriptedDialogs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    questions: list[str] = []

    def confirm(_parent: object, words: str, _action: str) -> bool:
        questions.append(words)
        return len(questions) > 1

    monkeypatch.setattr(dialogs, "confirm", confirm)
    click(page.head.trash_button)
    assert model.filter == GalleryFilter(trashed=True)
    assert not page.filter_bar.isVisible()
    page.view.picks.set_runs([range(2)])
    click(page.picks_bar.restore_button)
    page.view.picks.set_runs([range(1)])
    click(page.picks_bar.purge_button)
    page.view.picks.set_runs([range(1)])
    press(page.view, Qt.Key.Key_Delete)
    assert told == [("restore", ["image-9", "image-8"]), ("purge", ["image-9"])]
    assert questions == ["Delete this plushie for ever? This cannot be undone."] * 2
    model._counts = GalleryCounts(all=5, trashed=10)
    model.counts_changed.emit()
    click(page.trash_head.empty_button)
    assert told[-1] == ("empty_trash",)
    click(page.trash_head.back_button)
    assert model.filter == GalleryFilter()
    assert page.filter_bar.isVisible()


def test_an_empty_trash_says_so_and_leads_back(page: GalleryPage, model: GalleryModel) -> None:
    click(page.head.trash_button)
    fill_gallery(model, [])
    assert not page.is_empty_shown
    click(page.leave_trash_button)
    assert model.filter == GalleryFilter()


def test_what_is_in_the_trash_tells_how_long_it_stays(
    page: GalleryPage, model: GalleryModel
) -> None:
    for ago, left in (
        (timedelta(seconds=1), "30 days left"),
        (timedelta(days=10, hours=1), "20 days left"),
        (timedelta(days=29, hours=1), "1 day left"),
        (timedelta(days=31), "0 days left"),
    ):
        image = make_image(3).model_copy(update={"trashed_at": datetime.now(UTC) - ago})
        assert page.view._label(image) == left
    assert page.view._label(make_image(3)) == ""


def test_the_picture_under_the_pointer_tells_its_name(page: GalleryPage) -> None:
    named = make_image(3).model_copy(update={"title": "Biscuit"})
    nameless = make_image(3).model_copy(update={"title": ""})
    assert page.view._label(named, is_hovered=True) == "Biscuit"
    assert page.view._label(nameless, is_hovered=True) == style_name(nameless.style)


def test_escape_leads_out_step_by_step(
    page: GalleryPage, model: GalleryModel, signed_in_window: MainWindow
) -> None:
    page.filter_bar.favourites_button.click()
    click(page.head.trash_button)
    page.view.picks.set_runs([range(3)])
    for expected in (
        (0, GalleryFilter(trashed=True)),
        (0, GalleryFilter(favourites=True)),
        (0, GalleryFilter()),
    ):
        press(signed_in_window, Qt.Key.Key_Escape)
        assert (page.view.picks.count, model.filter) == expected


def test_the_bar_tells_how_many_are_selected_and_acts_on_them(
    page: GalleryPage, model: GalleryModel, told: Told, signed_in_window: MainWindow
) -> None:
    assert not page.picks_bar.isVisible()
    page.view.picks.set_runs([range(1), range(4, 6)])
    assert page.picks_bar.isVisible()
    assert page.picks_bar.text == "3 selected"
    ids = ["image-9", "image-5", "image-4"]
    click(page.picks_bar.favourite_button)
    marked = [make_image(number).model_copy(update={"favourite": True}) for number in (9, 5, 4)]
    change_gallery(model, marked)
    page.view.picks.set_runs([range(1), range(4, 6)])
    page._on_picks_changed()
    assert page.picks_bar.favourite_button.text() == "Not a favourite"
    click(page.picks_bar.favourite_button)
    click(page.picks_bar.trash_button)
    assert told == [
        ("set_favourite", ids, True),
        ("set_favourite", ids, False),
        ("trash", ids),
    ]
    assert signed_in_window.toast.text == "3 plushies deleted"
    assert not page.picks_bar.isVisible()


def test_what_is_selected_gets_and_loses_tags_together(
    page: GalleryPage, model: GalleryModel, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed: Told = []
    asked: list[list[str]] = []
    monkeypatch.setattr(model, "change_tags", lambda *told: changed.append(told))
    monkeypatch.setattr(model, "ask_tags", asked.append)
    page.view.picks.set_runs([range(2)])
    ids = ["image-9", "image-8"]

    click(page.picks_bar.tags_button)

    (dialog,) = studio.window().findChildren(TagsDialog)
    assert asked == [ids]
    model.tags_told.emit([TagCount("dog", 2), TagCount("gift", 1)])
    assert dialog.tags.tags == ["dog", "gift"]
    assert dialog.tags.chip("gift").tag_button.text() == "gift (1)"
    type_text(dialog.tags.field, "winter")
    press(dialog.tags.field, Qt.Key.Key_Return)
    click(dialog.tags.chip("dog").cross)
    assert changed == [(ids, ["winter"], []), (ids, [], ["dog"])]
    assert asked == [ids, ids, ids], "what is there now is shown again"
    click(dialog.tags.chip("gift").tag_button)
    assert not dialog.isVisible()
    assert model.filter == GalleryFilter(text="gift")
    assert not page.view.picks.has_any


def test_the_context_menu_offers_the_same(page: GalleryPage, studio: Studio, told: Told) -> None:
    menu = studio.gallery_actions.menu_for(["image-9"])
    names = [action.text() for action in menu.actions() if action.text()]
    assert names == ["Open", "Favourite", "Tags", "Save", "Delete"]
    _trigger(menu, "Favourite")
    menu = studio.gallery_actions.menu_for(["image-9", "image-8"])
    assert "Open" not in [action.text() for action in menu.actions()]
    _trigger(menu, "Delete")
    assert told == [("set_favourite", ["image-9"], True), ("trash", ["image-9", "image-8"])]


def test_the_size_of_the_pictures_is_remembered(page: GalleryPage, studio: Studio) -> None:
    page.head.slider.setValue(120)
    assert page.view.tile_side == 120
    assert studio._models.preferences.current.gallery_tile_px == 120
    press(page.view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert page.head.slider.value() == page.view.tile_side > 120


def test_saving_many_asks_where_in_which_format_and_under_which_names(
    page: GalleryPage,
    studio: Studio,
    dialogs: ScriptedDialogs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    orders: list[ExportOrder] = []
    monkeypatch.setattr(studio.gallery_actions._saving, "start", orders.append)
    monkeypatch.setattr(dialogs, "folder", lambda _parent, _begin: str(tmp_path))
    page.view.picks.set_runs([range(2)])
    click(page.picks_bar.save_button)
    dialog = _dialog(studio)
    click(dialog.formats.button("webp"))
    click(dialog.choose_button)
    dialog.pattern.setText("{title} {number}")
    assert dialog._preview.text() == "For example: Realistic plush 0001.webp"
    dialog.ordered.disconnect()
    dialog.ordered.connect(orders.append)
    click(dialog.save_button)
    assert orders == [
        ExportOrder(("image-9", "image-8"), str(tmp_path), "webp", "{title} {number}")  # type: ignore[arg-type]
    ]
    assert not any(each.isVisible() for each in studio.findChildren(QDialog))


def test_what_could_not_be_saved_can_be_saved_later(page: GalleryPage, studio: Studio) -> None:
    strip, saving = page.saving_strip, studio._models.save_many
    order = ExportOrder(("1", "2", "3"), "/somewhere")
    saving._set_unfinished(Begun(order, {"1": "bear.png"}))
    assert strip.isVisible()
    assert strip.text == "2 of 3 plushies are not saved yet."
    click(strip.forget_button)
    assert not strip.isVisible()


def test_the_end_of_saving_is_told(
    page: GalleryPage, studio: Studio, signed_in_window: MainWindow
) -> None:
    assert page.isVisible()
    studio._models.save_many.finished.emit(ExportResult(7, "/somewhere", missed=2))
    toast = signed_in_window.toast
    assert toast.text == "7 plushies saved in /somewhere; 2 could not be fetched."


def test_changes_that_wait_are_told_while_there_is_no_line(
    page: GalleryPage, model: GalleryModel, studio: Studio
) -> None:
    studio._models.connection._machine._state = ConnectionState.OFFLINE
    studio._models.connection.state_changed.emit()
    assert "under way" in studio.offline_notice.text
    model._waiting_count = 2
    model.waiting_changed.emit()
    assert page.isVisible()
    assert "What you change is sent" in studio.offline_notice.text


def test_another_person_begins_with_the_whole_gallery(
    page: GalleryPage, model: GalleryModel
) -> None:
    page.filter_bar.search.setText("scarf")
    page.filter_bar.style_choice.pick(Style.MINIMALIST)
    click(page.head.trash_button)
    model.close()
    QApplication.processEvents()
    assert not page.is_trash
    assert page.filter_bar.filter == GalleryFilter()
    assert page.filter_bar.search.text() == ""


def _trigger(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()


def _dialog(studio: Studio) -> SaveManyDialog:
    return next(each for each in studio.findChildren(SaveManyDialog) if each.isVisible())


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the person's own day
