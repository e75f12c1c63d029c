"""What goes into the app that people install, and that no server code can."""

import subprocess
import sys
from types import ModuleType

import pytest

from shared.version import VERSION

_ALL_MODULES_OF_THE_APP = """
import importlib, pkgutil, sys
for package in ("desktop", "shared"):
    path = importlib.import_module(package).__path__
    for info in pkgutil.walk_packages(path, package + "."):
        if not info.name.endswith("__main__"):
            importlib.import_module(info.name)
print(" ".join({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.timeout(400)
def test_the_app_imports_nothing_of_the_server(bundle_contents: ModuleType) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ALL_MODULES_OF_THE_APP],
        capture_output=True,
        text=True,
        check=True,
        timeout=360,
    )
    imported = set(done.stdout.split())

    assert {"desktop", "shared", "PySide6", "cv2"} <= imported
    assert imported.isdisjoint(bundle_contents.SERVER_MODULES)


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/plugins/imageformats/qwebp.dll",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/plugins/wayland-shell-integration/libxdg-shell.so",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/lib/libQt6Gui.so.6",
        "cv2/cv2.abi3.so",
        "resources/models/face_landmark.tflite",
    ],
)
def test_what_the_app_needs_stays(path: str, bundle_contents: ModuleType) -> None:
    assert bundle_contents.is_wanted(path)
    assert bundle_contents.is_wanted(path.replace("/", "\\"))


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/imageformats/libqtiff.so",
        "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
        "PySide6/Qt/qml/QtQuick/libqtquick2plugin.so",
        "PySide6/Qt/translations/qtbase_fi.qm",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt6Qml.dll",
        "PySide6/opengl32sw.dll",
        "PySide6/QtWidgets.pyi",
        "numpy/_core/tests/data/numbers.csv",
    ],
)
def test_what_it_does_not_need_stays_out(path: str, bundle_contents: ModuleType) -> None:
    assert not bundle_contents.is_wanted(path)


def test_libraries_that_nobody_asks_for_any_more_stay_out(bundle_contents: ModuleType) -> None:
    binaries = [
        ("PySide6/QtGui.abi3.so", "/gui", "EXTENSION"),
        ("PySide6/Qt/lib/libQt6Gui.so.6", "/qt-gui", "BINARY"),
        ("libX11.so.6", "/x11", "BINARY"),
        ("PySide6/Qt/lib/libQt6Quick.so.6", "/quick", "BINARY"),
        ("libgtk-3.so.0", "/gtk", "BINARY"),
        ("libpython3.11.so.1.0", "/python", "BINARY"),
        ("libQt6Gui.so.6", "PySide6/Qt/lib/libQt6Gui.so.6", "SYMLINK"),
        ("libQt6Quick.so.6", "PySide6/Qt/lib/libQt6Quick.so.6", "SYMLINK"),
    ]
    asks: dict[str, list[tuple[str, str | None]]] = {
        "/gui": [("libQt6Gui.so.6", "/anywhere")],
        "/qt-gui": [("libX11.so.6", None), ("libc.so.6", None)],
        "/quick": [("libgtk-3.so.0", None)],
    }

    kept = bundle_contents.without_orphans(binaries, lambda source: asks.get(source, []))

    assert {entry[0] for entry in kept} == {
        "PySide6/QtGui.abi3.so",
        "PySide6/Qt/lib/libQt6Gui.so.6",
        "libX11.so.6",
        "libpython3.11.so.1.0",
    }
    assert [entry[0] for entry in bundle_contents.links_to(kept, binaries[-2:])] == [
        "libQt6Gui.so.6"
    ]


def test_the_resources_are_those_of_the_app(bundle_contents: ModuleType) -> None:
    places = {place for _, place in bundle_contents.resources()}

    assert {"resources/icons", "resources/fonts", "resources/models"} <= places
    assert places.isdisjoint({"resources/mail", "resources/pages", "resources/passwords"})


def test_the_version_is_the_products_own(bundle_contents: ModuleType) -> None:
    assert bundle_contents.version() == VERSION
    assert bundle_contents.mac_properties()["CFBundleShortVersionString"] == VERSION
