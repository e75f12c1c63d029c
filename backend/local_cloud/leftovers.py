"""Servers that outlived their supervisor, and lock files that outlived their servers.

On Linux the kernel ends children with their parent. Elsewhere, or when somebody ended the watcher
too, a server may be left. The caller holds the data folder's lock, so whatever still runs on that
folder belongs to nobody and may be ended.
"""

import logging
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

import psutil

from backend.local_cloud.state import ProcessMark

logger = logging.getLogger(__name__)

_GRACE_S = 10.0


def end_leftovers(marks: Iterable[ProcessMark], database_folder: Path) -> None:
    """End every process of an earlier run that still lives, and free the database's folder."""
    _end([process for mark in marks if (process := mark.process()) is not None])
    data_folder = database_folder / "data"
    lock_file = data_folder / "postmaster.pid"
    if not lock_file.exists():
        return
    # Also catches single backends whose postmaster was killed: all run in the data folder.
    _end(_postgres_processes(data_folder))
    _remove_if_stale(lock_file)


def _end(processes: list[psutil.Process]) -> None:
    for process in processes:
        logger.warning("Ending %s, left over from an earlier run", process)
        try:
            if sys.platform != "win32" and _is_postgres(process):
                process.send_signal(signal.SIGINT)  # its fast and clean shutdown
            else:
                process.terminate()
        except psutil.NoSuchProcess:
            continue
    _, living = psutil.wait_procs(processes, timeout=_GRACE_S)
    for process in living:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(living, timeout=_GRACE_S)


def _postgres_processes(data_folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if _is_postgres(process) and _works_in(process, data_folder):
                found.append(process)
        except psutil.Error:
            continue
    return found


def _works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return Path(process.cwd()) == folder.resolve()
    except psutil.AccessDenied:
        # Containers seldom let root look into processes of another account; the server's own
        # command line is open to all.
        return str(folder) in process.cmdline()


def _is_postgres(process: psutil.Process) -> bool:
    try:
        return process.name() in {"postgres", "postgres.exe"}
    except psutil.Error:
        return False


def _remove_if_stale(lock_file: Path) -> None:
    """Remove PostgreSQL's lock file when its number belongs to another program now.

    PostgreSQL itself removes the file when no process has that number. After a power cut the
    number may be any program's of this user, and PostgreSQL would refuse to start for ever.
    """
    try:
        pid = int(lock_file.read_text(encoding="utf-8").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return
    if psutil.pid_exists(pid):
        logger.warning("Removing %s: its process %d is another program now", lock_file, pid)
        lock_file.unlink(missing_ok=True)
