"""Runs inside a child, never imported: makes sure that a server dies with its supervisor.

It uses nothing but the standard library and is started with `-I -S`, so it costs about 15 ms.

`exec PARENT SIGNAL UID GID COMMAND...` (Linux): drops to the account, asks the kernel for SIGNAL
when the parent ends, and becomes COMMAND. The order matters: a change of account clears the
request. It cannot be done with `preexec_fn`, which may deadlock in a program with threads.

`watch PARENT SIGNAL PID` (other POSIX systems, which have no such request): stays beside the
server PID and passes the signal on when the parent is gone. Killing the watcher harms nobody.
"""

import ctypes
import os
import signal
import sys
import time

_PR_SET_PDEATHSIG = 1
_WATCH_INTERVAL_S = 0.25
_GRACE_S = 10.0


assert sys.platform != "win32"  # noqa: S101 -- Windows has job objects


def _exec(parent_pid: int, death_signal: int, uid: int, gid: int, command: list[str]) -> None:
    if uid >= 0:
        os.setgroups([gid])
        os.setgid(gid)
        os.setuid(uid)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent_pid:  # It ended before the request was made.
        sys.exit(0)
    os.execv(command[0], command)  # noqa: S606 -- becoming the given program is the purpose


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _watch(parent_pid: int, death_signal: int, pid: int) -> None:
    while _is_alive(pid):
        if os.getppid() != parent_pid:
            os.kill(pid, death_signal)
            deadline = time.monotonic() + _GRACE_S
            while _is_alive(pid) and time.monotonic() < deadline:
                time.sleep(_WATCH_INTERVAL_S)
            if _is_alive(pid):
                os.kill(pid, signal.SIGKILL)
            return
        time.sleep(_WATCH_INTERVAL_S)


def _main(arguments: list[str]) -> None:
    mode, parent_pid, death_signal, *rest = arguments
    if mode == "exec":
        uid, gid, *command = rest
        _exec(int(parent_pid), int(death_signal), int(uid), int(gid), command)
    else:
        _watch(int(parent_pid), int(death_signal), int(rest[0]))


if __name__ == "__main__":
    _main(sys.argv[1:])
