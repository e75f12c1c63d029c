"""Makes `.venv` and fills it from `uv.lock`; the Makefile runs it on the system's Python.

It needs that Python and nothing else: uv comes into `.venv` by pip.
"""

import importlib.util
import os
import platform
import subprocess
import sys
import venv
from pathlib import Path

import apt_packages

UV = "uv==0.13.9"
ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


class CannotPrepare(Exception):
    """The message says what is wanted, and how to get it."""


def main() -> int:
    """Prepare everything: 0, or 1 after a message."""
    try:
        _ensure_environment()
        _install()
    except CannotPrepare as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _ensure_environment() -> None:
    """Keep an environment that works; make one otherwise."""
    if _succeeds("-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
        if not _succeeds("-m", "pip", "--version"):  # uv makes environments without pip
            _succeeds("-m", "ensurepip")
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not apt_packages.install([package]):
            raise CannotPrepare(
                "This Python cannot make virtual environments yet. On Debian and Ubuntu:\n"
                f"  {apt_packages.apt_line([package])}"
            )
    print(f"Making .venv with Python {platform.python_version()}", flush=True)
    try:
        venv.create(ENVIRONMENT, clear=True, symlinks=os.name != "nt", with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotPrepare(f"Could not make {ENVIRONMENT}: {error}") from error


def _install() -> None:
    print("Installing what uv.lock names; the first time this takes a minute", flush=True)
    sync = ["sync", "--frozen", "--all-extras", "--inexact", "--quiet", "--python", str(PYTHON)]
    steps = (
        ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV],
        ["-m", "uv", *sync],
    )
    environment = {
        **os.environ,
        "VIRTUAL_ENV": str(ENVIRONMENT),
        "UV_PROJECT_ENVIRONMENT": str(ENVIRONMENT),
    }
    for step in steps:
        done = subprocess.run([PYTHON, *step], cwd=ROOT, env=environment, check=False)  # noqa: S603 - our own interpreter
        if done.returncode != 0:
            raise CannotPrepare("The installation did not finish; the lines above say why.")


def _succeeds(*arguments: str) -> bool:
    """Whether the environment's interpreter exists and ends well with these arguments."""
    try:
        done = subprocess.run([PYTHON, *arguments], capture_output=True, check=False)  # noqa: S603 - our own interpreter
    except OSError:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
