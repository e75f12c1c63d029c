"""One folder for everything temporary of a run; what a killed run has left goes with the next one."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import psutil

_PREFIX = "plushifyme-run-"


def keep_together() -> Path | None:
    """Let this process, and those that it starts, put their temporary files into one folder.

    Returns:
        The folder, to be removed at the end; None in a process of a run that has one already.
    """
    usual = Path(tempfile.gettempdir())
    if usual.name.startswith(_PREFIX):
        return None
    for left in usual.glob(f"{_PREFIX}*"):
        number = left.name.removeprefix(_PREFIX).partition("-")[0]
        if number.isdigit() and not psutil.pid_exists(int(number)):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    # The account of PostgreSQL has to get through when we are root.
    folder.chmod(0o711)
    # pytest has its own way to keep the folders of the last few runs, where they are looked for.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(usual))
    os.environ |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    tempfile.tempdir = str(folder)
    return folder


def run_together(main: Callable[[], int]) -> int:
    """Run a program in such a folder; what a failed one leaves stays until the next run."""
    folder = keep_together()
    exit_code = main()
    if exit_code == 0 and folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
    return exit_code
