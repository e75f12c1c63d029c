"""What the tests of the files beside the code share."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).parents[2] / "packaging"


@pytest.fixture
def qt_libraries(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script that looks for Qt's system libraries."""
    monkeypatch.syspath_prepend(SCRIPTS)
    yield importlib.import_module("qt_libraries")
    for name in ("qt_libraries", "apt_packages"):
        sys.modules.pop(name, None)
