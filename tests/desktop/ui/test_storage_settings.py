"""Settings: what copies of pictures take on this computer."""

import pytest

from desktop.models.storage import StorageModel
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.settings.storage import StorageSection
from desktop.workers.storage_work import OriginalsKept, Usage
from tests.desktop.ui.hands import click

GIBIBYTE = 1024**3


@pytest.fixture
def section(signed_in_window: MainWindow) -> StorageSection:
    signed_in_window.studio.show_page("settings")
    return signed_in_window.studio.settings_page.storage


@pytest.fixture
def model(signed_in_window: MainWindow) -> StorageModel:
    return signed_in_window._models.storage


def tell(model: StorageModel, used_bytes: int, *, is_kept: bool = True) -> None:
    model._on_usage(Usage(used_bytes, 20 * 1024**2, 2 * GIBIBYTE, is_kept))


def test_the_figures_are_shown(section: StorageSection, model: StorageModel) -> None:
    tell(model, GIBIBYTE)

    assert section.used.text() == "1 GB of 2 GB used"
    assert "20 MB" in section.detail.text()
    assert section.bar.value() == section.bar.maximum() // 2
    assert section.clear_button.isEnabled()


def test_with_nothing_kept_there_is_nothing_to_clear(
    section: StorageSection, model: StorageModel
) -> None:
    tell(model, 0)

    assert not section.clear_button.isEnabled()


def test_another_limit_and_the_originals_are_remembered(
    section: StorageSection, signed_in_window: MainWindow
) -> None:
    click(section.budget.button("10240"))
    section.originals_box.click()

    preferences = signed_in_window._models.preferences.current
    assert (preferences.cache_budget_mb, preferences.keeps_originals) == (10_240, True)


def test_it_tells_how_far_the_originals_are(section: StorageSection, model: StorageModel) -> None:
    section.originals_box.click()
    model._on_some_kept(OriginalsKept(kept=120, total=340))
    assert "120 of 340" in section.originals_note.text()

    model._on_all_kept(OriginalsKept(kept=340, total=340))
    assert "All 340" in section.originals_note.text()

    model._on_all_kept(OriginalsKept(kept=200, total=340, is_full=True))
    assert "200 of 340 pictures fit" in section.originals_note.text()


def test_a_full_disk_is_told_in_the_settings_and_in_a_notice(
    section: StorageSection, model: StorageModel, signed_in_window: MainWindow
) -> None:
    tell(model, GIBIBYTE, is_kept=False)

    assert "full" in section.detail.text()
    assert "full" in signed_in_window.studio.notice.text
