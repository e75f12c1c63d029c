"""Log files that do not grow for ever."""

from pathlib import Path

_MAX_BYTES = 5 * 1024 * 1024
_KEPT = 2


def rotate(path: Path, *, max_bytes: int = _MAX_BYTES) -> None:
    """Start a new file when this one is large; two older ones (`.1`, `.2`) are kept.

    Done before a part starts, because the part itself holds the file open while it runs.
    """
    if not path.exists() or path.stat().st_size <= max_bytes:
        return
    for number in range(_KEPT, 1, -1):
        older = path.with_name(f"{path.name}.{number - 1}")
        if older.exists():
            older.replace(path.with_name(f"{path.name}.{number}"))
    path.replace(path.with_name(f"{path.name}.1"))
