"""Puts the licences of everything that is inside a bundle beside it, and a list of the libraries."""

import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

from desktop.ui.licences_sheet import LIBRARIES_NAME, installed_libraries

TEXTS = Path(__file__).resolve().parent / "licences"
"""What wheels name but do not hold: the LGPL of Qt, PySide, libheif and libde265, and the GPL it adds to."""
DEBIAN_DOCUMENTS = Path("/usr/share/doc")
_LICENCE = re.compile(r"^(licen[cs]e|copying|notice|lgpl|gpl)[\w.-]*$", re.IGNORECASE)
_OWNER = re.compile(r"^(?P<package>[\w.+-]+)(?::\w+)?: ")


def add_licences(root: Path, names: Iterable[str]) -> None:
    """Fill `root/licences` and write `root/LIBRARIES.md`.

    Args:
        root: Where the bundle keeps its libraries and data.
        names: The distributions that are inside.
    """
    folder = root / "licences"
    for name in sorted({*names, "pyinstaller"}):
        for file in distribution(name).files or ():
            if _LICENCE.match(file.name):
                # Some wheels hold one of each of their parts, all with the same name.
                below = (
                    file.parts[file.parts.index("licenses") + 1 :]
                    if "licenses" in file.parts
                    else ()
                )
                _copy(Path(str(file.locate())), folder / name / Path(*below or (file.name,)))
    for text in TEXTS.glob("*.txt"):
        _copy(text, folder / text.name)
    for text in Path(sysconfig.get_path("stdlib")).glob("LICENSE*"):
        _copy(text, folder / "python" / text.name)
    for package in system_packages(root):
        _copy(DEBIAN_DOCUMENTS / package / "copyright", folder / "system" / f"{package}.txt")
    (root / LIBRARIES_NAME).write_text(installed_libraries(set(names)), encoding="utf-8")


def system_packages(root: Path) -> list[str]:
    """The Debian packages whose libraries PyInstaller has taken along; none elsewhere."""
    libraries = [each.name for each in root.glob("*.so*") if not each.is_symlink()]
    dpkg = shutil.which("dpkg-query")
    if dpkg is None or not libraries:
        return []
    # It fails when one is unknown: Python's own library does not come from a package everywhere.
    found = subprocess.run(  # noqa: S603 - names of our own files
        [dpkg, "--search", *(f"*/{name}" for name in libraries)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    owners = (_OWNER.match(line) for line in found.splitlines())
    return sorted({owner["package"] for owner in owners if owner is not None})


def _copy(source: Path, target: Path) -> None:
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
