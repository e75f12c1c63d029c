"""Where Python's cyclic garbage is collected while the app runs."""

import gc
import sys
import threading
from collections.abc import Iterator
from types import ModuleType

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.garbage import GarbageCollector
from tests.desktop.patient_bot import PATIENCE_MS


class Cycle(QObject):
    """Refers to itself, so only the collector can free it; notes on which thread that happens."""

    def __init__(self, freed_on: list[threading.Thread]) -> None:
        super().__init__()
        self._itself = self
        self._freed_on = freed_on

    def __del__(self) -> None:
        self._freed_on.append(threading.current_thread())


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GarbageCollector]:
    collector = GarbageCollector()
    collector.start()
    yield collector
    collector.stop()


def _allocate_much() -> None:
    kept = [[index] for index in range(5_000)]
    assert kept


def test_a_widget_in_a_cycle_is_freed_on_the_ui_thread(
    collector: GarbageCollector, qtbot: QtBot
) -> None:
    freed_on: list[threading.Thread] = []
    Cycle(freed_on)
    worker = threading.Thread(target=_allocate_much)
    worker.start()
    worker.join()
    assert freed_on == []

    kept = [[index] for index in range(5_000)]
    qtbot.waitUntil(lambda: freed_on == [threading.main_thread()], timeout=PATIENCE_MS)
    assert kept


def test_what_a_library_brings_is_not_looked_at_again(
    collector: GarbageCollector, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    freed_on: list[threading.Thread] = []
    Cycle(freed_on)
    before = gc.get_freeze_count()
    kept = [[index] for index in range(500)]
    for number in range(60):
        name = f"module_of_a_test_{number}"
        monkeypatch.setitem(sys.modules, name, ModuleType(name))

    qtbot.waitUntil(lambda: gc.get_freeze_count() > before + len(kept), timeout=PATIENCE_MS)
    assert freed_on == [threading.main_thread()]


def test_nothing_is_looked_for_at_the_end(
    collector: GarbageCollector,
) -> None:
    freed_on: list[threading.Thread] = []
    Cycle(freed_on)

    collector.retire()
    # What Python does as it ends.
    gc.collect()

    assert freed_on == []
    assert not gc.isenabled()
    collector.stop()
    gc.collect()
    assert freed_on == [threading.main_thread()]


@pytest.mark.parametrize("is_enabled", [True, False])
def test_afterwards_the_automatic_collector_is_as_it_was(is_enabled: bool, qtbot: QtBot) -> None:  # noqa: FBT001 - a parameter of the test
    collector = GarbageCollector()
    if is_enabled:
        gc.enable()
    try:
        collector.start()
        was_enabled_meanwhile = gc.isenabled()
        collector.stop()
        is_enabled_afterwards = gc.isenabled()
    finally:
        # The tests collect between them.
        gc.disable()

    assert not was_enabled_meanwhile
    assert is_enabled_afterwards is is_enabled
