"""The same ports at every start, so that saved addresses and signed links stay good."""

from collections.abc import Sequence
from pathlib import Path

from backend.local_cloud.json_files import read_json, write_json
from backend.local_cloud.ports import free_port, is_free


def remembered_ports(path: Path, names: Sequence[str]) -> dict[str, int]:
    """A free port for each name: the one of last time, or a new one where that is taken."""
    last = read_json(path) or {}
    chosen: dict[str, int] = {}
    for name in names:
        port = last.get(name)
        is_usable = isinstance(port, int) and 0 < port < 65_536 and port not in chosen.values()
        chosen[name] = (
            port
            if isinstance(port, int) and is_usable and is_free(port)
            else free_port(avoid=chosen.values())
        )
    if chosen != last:
        write_json(path, chosen)
    return chosen
