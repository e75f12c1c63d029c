"""What is dragged into other programs is kept while the app runs, and no longer."""

import subprocess
import sys
from pathlib import Path

from desktop.storage.drag_folder import DragFolder, remove_abandoned

KILLED = """
import os, pathlib, sys
from desktop.storage.drag_folder import DragFolder
folder = DragFolder(pathlib.Path(sys.argv[1]))
assert folder.make()
pathlib.Path(folder.path("plushie.png")).touch()
os._exit(1)
"""


def test_nothing_is_made_before_something_is_dragged(tmp_path: Path) -> None:
    folder = DragFolder(tmp_path / "drags")
    assert folder.owns(folder.path("plushie.png"))
    assert not (tmp_path / "drags").exists()

    assert folder.make()
    assert folder.make()

    Path(folder.path("plushie.png")).touch()
    folder.remove()
    assert list((tmp_path / "drags").iterdir()) == []


def test_what_a_killed_app_has_left_is_removed_and_what_is_used_is_not(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    used = DragFolder(tmp_path)
    assert used.make()
    Path(used.path("plushie.png")).touch()
    assert len(list(tmp_path.glob("*/plushie.png"))) == 2

    remove_abandoned(tmp_path)

    assert list(tmp_path.glob("*/plushie.png")) == [Path(used.path("plushie.png"))]
    used.remove()
    assert list(tmp_path.iterdir()) == []


def test_where_no_folder_can_be_nothing_is_dragged_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "drags").touch()

    assert not DragFolder(tmp_path / "drags").make()
