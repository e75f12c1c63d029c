"""Loopback ports: which are free, and a new one."""

import random
import socket
import sys
from collections.abc import Collection

import psutil

from backend.local_cloud.errors import LocalCloudError

HOST = "127.0.0.1"
# Below every system's range for outgoing connections, so that a part that is started again
# finds its port still free: no connection of another program can have borrowed it meanwhile.
_RANGE = range(20_000, 30_000)


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if sys.platform == "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # As the servers do: closed connections that linger on the port do not matter.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def listens(pid: int, port: int) -> bool:
    """Whether this process, or one it started, is the one that listens on the loopback port.

    An answer alone proves nothing: another program may have been quicker to take the port.
    """
    try:
        process = psutil.Process(pid)
        # Windows: the interpreter of a virtual environment starts the real one.
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return False
    return any(_listens(each, port) for each in family)


def _listens(process: psutil.Process, port: int) -> bool:
    try:
        connections = process.net_connections("tcp4")
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        # The system does not tell: the answer has to do, unless it cannot come from here.
        return not _is_ending(process)
    return any(
        found.status == psutil.CONN_LISTEN and found.laddr.port == port for found in connections
    )


def _is_ending(process: psutil.Process) -> bool:
    """Whether its memory is gone already. Linux then shows its connections to root only."""
    try:
        return not process.cmdline()
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False


def free_port(avoid: Collection[int] = ()) -> int:
    """A free port outside the range of outgoing connections.

    Raises:
        LocalCloudError: Thousands of ports are taken.
    """
    for port in random.sample(_RANGE, 1000):
        if port not in avoid and is_free(port):
            return port
    raise LocalCloudError("No free port between 20000 and 29999 was found on 127.0.0.1.")
