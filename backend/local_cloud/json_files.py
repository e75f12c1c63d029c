"""Small JSON files that are either the old or the new one, never half of either."""

import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

_TRIES_ON_WINDOWS = 40
_PAUSE_S = 0.05


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Replace the file in one step; only its owner may read it (0600), from its first byte."""
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    _replace(partial, path)


def _replace(partial: Path, path: Path) -> None:
    """Windows refuses for the moment in which somebody reads the old file."""
    for _ in range(_TRIES_ON_WINDOWS if sys.platform == "win32" else 0):
        try:
            partial.replace(path)
        except PermissionError:
            time.sleep(_PAUSE_S)
        else:
            return
    partial.replace(path)


def read_json(path: Path) -> dict[str, object] | None:
    """The file's object; None when there is no such file or it holds something else."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return content if isinstance(content, dict) else None
