"""The first pictures of a large gallery are shown before all of them have been found."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from desktop.errors import AppError
from desktop.models.gallery import GalleryModel
from desktop.models.gallery_filter import GalleryFilter
from desktop.storage.folders import Folders
from desktop.workers.account_files import Account
from desktop.workers.tasks import Task
from desktop.workers.tools import Server, Tools
from tests.desktop.conftest import IdleRunner
from tests.desktop.storage.index_filling import COMPLETE, make_image

COUNT = 1_200


class StepRunner:
    """Does each piece of work at once, and hands over what came of it one by one."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self.told: list[Callable[[], None]] = []

    def run(
        self,
        work: Callable[[Task[Any]], Any],
        on_success: Callable[[Any], None] | None = None,
        on_failure: Callable[[AppError], None] | None = None,
        on_progress: Callable[[Any], None] | None = None,
    ) -> Task[Any]:
        task = Task(self._tools, work, on_success, on_failure, on_progress)
        task.reporter = lambda _, progress: self._tell(task, on_progress, progress)
        self._tell(task, on_success, work(task))
        return task

    def step(self) -> None:
        """Hand over the oldest thing that was not yet told."""
        self.told.pop(0)()

    def _tell(self, task: Task[Any], callback: Callable[[Any], None] | None, told: object) -> None:
        self.told.append(lambda: callback(told) if callback and not task.is_cancelled() else None)


@pytest.fixture
def tools(folders: Folders) -> Iterator[Tools]:
    opened = Tools(folders)
    opened.use_server(Server(url="https://toys.example", name="toys"))
    opened.enter_account("robin", "token")
    yield opened
    opened.close()


@pytest.fixture
def index(tools: Tools) -> StepRunner:
    """Over 1,200 pictures, of which the 600 older ones are bears."""
    images = [
        make_image(number, number, "bear" if number < COUNT // 2 else "cat")
        for number in range(COUNT)
    ]
    tools.account.index.apply_page(images, COMPLETE)
    return StepRunner(tools)


@pytest.fixture
def account(tools: Tools) -> Account:
    return tools.account


@pytest.fixture
def gallery(index: StepRunner, qapp: object) -> GalleryModel:
    del qapp
    idle = IdleRunner()
    return GalleryModel(index=index, pages=idle, thumbnails=idle, files=idle, sender=idle)


def test_the_first_pictures_show_before_all_of_them_are_found(
    gallery: GalleryModel, index: StepRunner
) -> None:
    told: list[tuple[int, int]] = []
    gallery.rowsInserted.connect(lambda _, first, last: told.append((first, last)))
    gallery.on_index_loaded()

    index.step()

    first = gallery.rowCount()
    assert 0 < first < COUNT
    assert gallery.image(gallery.id_at(0)) is not None
    assert not bool(gallery.has_all)

    index.step()

    assert gallery.rowCount() == COUNT
    assert gallery.has_all
    assert gallery.counts().all == COUNT
    assert told == [(first, COUNT - 1)], "the others follow below those that are seen"
    assert gallery.ids() == [f"image-{number}" for number in reversed(range(COUNT))]
    assert gallery.row_of("image-0") == COUNT - 1


def test_what_was_typed_last_is_what_shows(gallery: GalleryModel, index: StepRunner) -> None:
    gallery.on_index_loaded()
    gallery.set_filter(GalleryFilter(text="c"))
    while index.told:
        index.step()
    gallery.set_filter(GalleryFilter(text="b"))
    index.step()
    gallery.set_filter(GalleryFilter(text="be"))
    while index.told:
        index.step()

    assert gallery.filter == GalleryFilter(text="be")
    assert gallery.rowCount() == COUNT // 2
    assert gallery.has_all
    assert {gallery.image(each).title for each in gallery.ids(0, 99)} == {"bear"}  # type: ignore[union-attr]


def test_a_list_that_is_read_anew_never_shrinks_meanwhile(
    gallery: GalleryModel, index: StepRunner
) -> None:
    gallery.on_index_loaded()
    while index.told:
        index.step()

    gallery.on_index_loaded()
    index.step()

    assert gallery.rowCount() == COUNT
    index.step()
    assert gallery.rowCount() == COUNT
    assert gallery.has_all


def test_a_selected_picture_stays_so_while_only_the_first_ones_are_there(
    gallery: GalleryModel, index: StepRunner
) -> None:
    gallery.on_index_loaded()
    while index.told:
        index.step()
    gallery.select("image-3")

    gallery.set_filter(GalleryFilter(text="be"))
    index.step()
    assert gallery.selected_id == "image-3"
    index.step()
    assert gallery.selected_id == "image-3"


def test_a_picture_that_comes_meanwhile_is_shown_in_its_place(
    gallery: GalleryModel, index: StepRunner, account: Account
) -> None:
    gallery.on_index_loaded()
    index.step()
    account.index.apply([make_image(COUNT, COUNT)], [], COUNT)

    gallery.on_index_changed([f"image-{COUNT}"])
    while index.told:
        index.step()

    assert gallery.rowCount() == COUNT + 1
    assert gallery.id_at(0) == f"image-{COUNT}"


def test_a_search_that_nobody_waits_for_ends_early(account: Account, index: StepRunner) -> None:
    assert account.index.find(GalleryFilter(), is_unwanted=lambda: True) == []
    assert len(account.index.find(GalleryFilter(), 7)) == 7
    assert index.told == []


def test_letters_lead_on_to_pictures_whose_entries_are_not_loaded(
    gallery: GalleryModel, index: StepRunner
) -> None:
    led: list[int] = []
    gallery.led.connect(led.append)
    gallery.on_index_loaded()
    while index.told:
        index.step()

    for row in (0, COUNT // 2, COUNT - 1):
        gallery.lead_to("bea", row)
        index.step()
    gallery.lead_to("bird", 0)
    index.step()

    assert led == [COUNT // 2, COUNT // 2 + 1, COUNT // 2], "after the last one comes the first"
