"""`packaging/qt_libraries.py` names what Qt lacks, and the line that installs it."""

import os
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere Qt brings all it needs"
)


def test_these_tests_have_what_offscreen_needs(qt_libraries: ModuleType) -> None:
    files = qt_libraries.qt_files("offscreen")

    assert len(files) > 3
    assert [file for file in files if not file.exists()] == []
    assert qt_libraries.missing_libraries(files) == []


@pytest.mark.parametrize("platform", ["offscreen", "xcb", "wayland"])
def test_it_looks_at_files_that_the_wheel_has(qt_libraries: ModuleType, platform: str) -> None:
    assert [file for file in qt_libraries.qt_files(platform) if not file.exists()] == []


def test_a_library_that_is_not_there_is_found(qt_libraries: ModuleType, tmp_path: Path) -> None:
    *_, plugin = qt_libraries.qt_files("offscreen")
    alone = tmp_path / plugin.name
    shutil.copy(plugin, alone)  # away from the Qt libraries that lay beside it

    assert "libQt6Core.so.6" in qt_libraries.missing_libraries([alone])


def test_the_explanation_holds_the_line_to_paste(qt_libraries: ModuleType) -> None:
    assert qt_libraries.explanation(["libEGL.so.1", "libxcb-icccm.so.4"]) == (
        "Qt cannot start: this system has no libEGL.so.1, libxcb-icccm.so.4.\n"
        "On Debian and Ubuntu:\n"
        "  sudo apt-get update && sudo apt-get install -y libegl1 libxcb-icccm4"
    )


def test_an_unknown_library_is_named_as_it_is(qt_libraries: ModuleType) -> None:
    assert qt_libraries.explanation(["libnew.so.9"]).endswith(
        "Please install the packages that hold libnew.so.9."
    )


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({}, None),
        ({"DISPLAY": ":0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "wayland"),
        ({"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "wayland-0"}, "xcb"),
        ({"QT_QPA_PLATFORM": "offscreen:size=1x1"}, "offscreen"),
    ],
)
def test_the_session_decides_which_plugin_is_looked_at(
    qt_libraries: ModuleType, environment: dict[str, str], platform: str | None
) -> None:
    assert qt_libraries.display_platform(environment) == platform


def test_without_a_display_it_points_to_the_demo(
    qt_libraries: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    assert qt_libraries.main(["window"]) == 1
    assert "make demo" in capsys.readouterr().err


def test_a_normal_user_is_told_and_nothing_is_installed(
    qt_libraries: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(qt_libraries, "missing_libraries", lambda _files: ["libEGL.so.1"])

    assert qt_libraries.main(["offscreen"]) == 1
    told = capsys.readouterr()
    assert told.err.endswith("sudo apt-get update && sudo apt-get install -y libegl1\n")
    assert told.out == ""
