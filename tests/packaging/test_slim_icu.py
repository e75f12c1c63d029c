"""What is left of ICU's data in an installed app, and that Qt still sorts by it."""

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import PySide6
import pytest

_SORTED = """
from PySide6.QtCore import QCollator, QLocale
words = ["Zebra", "Äffchen", "Bär", "Öffner", "Otter"]
for name in ("de", "sv", "fr"):
    collator = QCollator(QLocale(name))
    print(*sorted(words, key=lambda word: collator.sortKey(word)))
"""


@pytest.fixture
def slim_icu(scripts: None) -> ModuleType:
    return importlib.import_module("slim_icu")


@pytest.fixture
def library() -> Path:
    """The library of the installed PySide."""
    found = list((Path(PySide6.__path__[0]) / "Qt" / "lib").glob("libicudata.so.*"))
    if not found:
        pytest.skip("Qt brings no ICU here")
    return found[0]


@pytest.mark.parametrize(
    "name", ["coll/ucadata.icu", "coll/fr.res", "root.res", "zone/de.res", "zoneinfo64.res"]
)
def test_what_sorts_names_and_knows_time_zones_stays(name: str, slim_icu: ModuleType) -> None:
    assert slim_icu.is_wanted(f"icudt73l/{name}")


@pytest.mark.parametrize(
    "name", ["curr/de.res", "euc-jp-2007.cnv", "brkitr/cjdict.dict", "fr.res", "zone/fr_CA.res"]
)
def test_what_qt_brings_itself_goes(name: str, slim_icu: ModuleType) -> None:
    assert not slim_icu.is_wanted(f"icudt73l/{name}")


def test_a_library_of_another_make_is_refused(slim_icu: ModuleType) -> None:
    with pytest.raises(slim_icu.NotIcuData):
        slim_icu.without_unasked(b"\x7fELF and nothing of ICU")


@pytest.mark.skipif(
    not (shutil.which("gcc") and shutil.which("nm")), reason="tools that bundles are made with"
)
def test_qt_sorts_as_before_with_a_fifth_of_the_data(
    library: Path, slim_icu: ModuleType, tmp_path: Path
) -> None:
    slim = Path(shutil.copy(library, tmp_path))

    slim_icu.slim_icu(slim, "gcc")

    assert slim.stat().st_size < library.stat().st_size / 5
    assert _sorted_with(slim) == _sorted_with(library)


def _sorted_with(library: Path) -> str:
    return subprocess.run(
        [sys.executable, "-c", _SORTED],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LD_PRELOAD": str(library)},
        timeout=280,
    ).stdout
