"""Finds the system libraries Qt needs and this Linux lacks, and installs or names them.

`python packaging/qt_libraries.py offscreen` looks at the plugin for running without a display, and
`... window` at the one for this session's display, each with the Qt modules the app imports. It
asks `ldd`, which follows every library they load in turn. Run it on the Python that has PySide6.
Exit code 0: nothing is missing (any more); 1: the message says what is.
"""

import argparse
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import apt_packages

MODULES = ("QtCore", "QtDBus", "QtGui", "QtNetwork", "QtSvg", "QtWidgets")
PLUGINS = {
    "offscreen": ("platforms/libqoffscreen.so",),
    "xcb": ("platforms/libqxcb.so", "xcbglintegrations/libqxcb-glx-integration.so"),
    "wayland": (
        "platforms/libqwayland.so",
        "wayland-shell-integration/libxdg-shell.so",
        "wayland-graphics-integration-client/libqt-plugin-wayland-egl.so",
    ),
}
PACKAGES = {
    "libbrotlidec.so.1": "libbrotli1",
    "libcom_err.so.2": "libcom-err2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libGLX.so.0": "libglx0",
    "libGLdispatch.so.0": "libglvnd0",
    "libOpenGL.so.0": "libopengl0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""The Debian and Ubuntu package of each library outside the wheel. Newer releases, where a name
ends in `t64`, still answer to these names."""

NO_DISPLAY = """\
There is no display (neither WAYLAND_DISPLAY nor DISPLAY is set), so the window cannot open.
Without one, `make demo` turns a photo into plushies; `make demo PHOTO=path` takes yours."""

_MISSING = re.compile(r"^\s*(\S+) => not found", re.MULTILINE)


def missing_libraries(files: Iterable[Path]) -> list[str]:
    """The libraries these files load and the system does not have, sorted."""
    ldd = shutil.which("ldd")
    if ldd is None:
        return []
    present = [str(file) for file in files if file.exists()]
    listing = subprocess.run(  # noqa: S603 - files of the installed wheel
        [ldd, *present], capture_output=True, text=True, check=False
    ).stdout
    return sorted(set(_MISSING.findall(listing)))


def qt_files(platform: str) -> list[Path]:
    """The modules and plugins of the installed PySide6 that load on this platform."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None:
        return []
    folder = Path(spec.origin).parent
    modules = [folder / f"{name}.abi3.so" for name in MODULES]
    return modules + [folder / "Qt" / "plugins" / name for name in PLUGINS[platform]]


def packages_for(libraries: Iterable[str]) -> list[str]:
    """The Debian packages that hold the libraries we know of, sorted."""
    return sorted({PACKAGES[library] for library in libraries if library in PACKAGES})


def display_platform(environment: Mapping[str, str]) -> str | None:
    """The platform plugin that Qt will choose in this session; None without a display."""
    chosen = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if chosen in PLUGINS:
        return chosen
    if environment.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "xcb" if environment.get("DISPLAY") else None


def explanation(libraries: Sequence[str]) -> str:
    """What is missing and how to get it."""
    lines = [f"Qt cannot start: this system has no {', '.join(libraries)}."]
    if packages := packages_for(libraries):
        lines += ["On Debian and Ubuntu:", f"  {apt_packages.apt_line(packages)}"]
    if unknown := [library for library in libraries if library not in PACKAGES]:
        lines.append(f"Please install the packages that hold {', '.join(unknown)}.")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Look, install if that is possible, and say what remains."""
    parser = argparse.ArgumentParser(description="Find the system libraries Qt needs.")
    parser.add_argument("purpose", choices=("offscreen", "window"))
    purpose: str = parser.parse_args(arguments).purpose
    if not sys.platform.startswith("linux"):
        return 0
    platform = display_platform(os.environ) if purpose == "window" else purpose
    if platform is None:
        print(NO_DISPLAY, file=sys.stderr)
        return 1
    files = qt_files(platform)
    libraries = missing_libraries(files)
    if libraries and apt_packages.install(packages_for(libraries)):
        libraries = missing_libraries(files)
    if not libraries:
        return 0
    print(explanation(libraries), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
