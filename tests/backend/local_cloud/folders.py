"""Temporary folders that embedded servers can use, also when the tests run as root."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def open_temporary_folder() -> Iterator[Path]:
    """A folder that other accounts may pass through, removed at the end.

    pytest's `tmp_path` lies below a folder of mode 0700: as root PostgreSQL runs as another
    account, which could not get in.
    """
    folder = Path(tempfile.mkdtemp(prefix="plushifyme-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
