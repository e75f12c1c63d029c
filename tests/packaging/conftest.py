"""What the tests of the files beside the code share."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "packaging"


@pytest.fixture(scope="session")
def compose() -> dict[str, Any]:
    """docker-compose.yml, anchors resolved, variables not filled in."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    return loaded


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Makes the scripts of `packaging/` importable, freshly, for one test."""
    monkeypatch.syspath_prepend(SCRIPTS)
    yield
    for script in SCRIPTS.glob("*.py"):
        sys.modules.pop(script.stem, None)


@pytest.fixture
def qt_libraries(scripts: None) -> ModuleType:
    """The script that looks for Qt's system libraries."""
    return importlib.import_module("qt_libraries")


@pytest.fixture
def bootstrap(scripts: None) -> ModuleType:
    """The script that makes and fills `.venv`."""
    return importlib.import_module("bootstrap")


@pytest.fixture
def bundle_contents(scripts: None) -> ModuleType:
    """What belongs into the installed app."""
    return importlib.import_module("bundle_contents")
