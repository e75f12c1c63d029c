"""Writing a file so that it is there whole, or not at all."""

import os
from pathlib import Path

_BINARY = getattr(os, "O_BINARY", 0)


def write_atomically(path: Path, data: bytes, *, mode: int = 0o600, durable: bool = True) -> None:
    """Write beside the target and rename; the folder is created when missing.

    Args:
        path: The file.
        data: Its whole content.
        mode: Its permissions, where the system has them.
        durable: Wait for the disk, so that it survives a power cut as well.

    Raises:
        OSError: No room, no permission; the old file is still there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:64]}.{os.urandom(4).hex()}.part")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
