"""How fast an upload is, told at a pace that a person can read."""

import time

_EVERY_S = 0.1
_MEANINGFUL_S = 0.3
"""The first bytes only fill the system's buffers."""


class SpeedMeter:
    """Measures one upload of `size_bytes`, from its construction on."""

    def __init__(self, size_bytes: int) -> None:
        self._size_bytes = size_bytes
        self._began_at = time.monotonic()
        self._told_at = 0.0

    def is_due(self, sent_bytes: int) -> bool:
        """Whether it is time to tell again; the end is always told."""
        now = time.monotonic()
        if now - self._told_at < _EVERY_S and sent_bytes < self._size_bytes:
            return False
        self._told_at = now
        return True

    def bytes_per_s(self, sent_bytes: int) -> float:
        """The mean speed; 0 while it would say nothing."""
        passed_s = time.monotonic() - self._began_at
        return sent_bytes / passed_s if passed_s >= _MEANINGFUL_S else 0.0
