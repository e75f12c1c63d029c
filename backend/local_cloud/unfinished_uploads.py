"""Uploads that a kill cut off: rclone leaves their first part behind, hidden and for ever."""

import logging
import threading
from pathlib import Path

logger = logging.getLogger(__name__)

# rclone's reserved names for objects that are being written; nobody was told they are stored.
_PATTERNS = (".rclone_temp_put_*", ".rclone_temp_multipart_*")


def remove_unfinished_uploads(folder: Path, *, begun_before_s: float) -> int:
    """Remove what was being written before that moment (seconds since 1970).

    Returns:
        How many files were removed.
    """
    removed = 0
    for pattern in _PATTERNS:
        for path in folder.rglob(pattern):
            try:
                if path.stat().st_mtime < begun_before_s:
                    path.unlink()
                    removed += 1
            except OSError:
                # Somebody else removed it, or will find it again next time.
                continue
    return removed


def remove_in_background(folder: Path, *, begun_before_s: float) -> None:
    """The same beside everything else: a large gallery takes seconds to walk through."""

    def remove() -> None:
        removed = remove_unfinished_uploads(folder, begun_before_s=begun_before_s)
        if removed:
            logger.info("Removed %d unfinished uploads of earlier runs", removed)

    threading.Thread(target=remove, name="unfinished-uploads", daemon=True).start()
