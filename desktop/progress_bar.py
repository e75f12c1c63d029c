"""A progress bar on a terminal; on anything else it is silent."""

import shutil
from typing import TextIO

_BAR_COLUMNS = 24


class ProgressBar:
    """One line that is drawn over and over. It never goes back."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._fraction = 0.0
        self._is_drawn = False

    def show(self, text: str, fraction: float) -> None:
        """Draw it; `fraction` is 0 to 1."""
        if not self._is_terminal:
            return
        self._fraction = max(self._fraction, min(fraction, 1.0))
        filled = round(self._fraction * _BAR_COLUMNS)
        bar = "#" * filled + "-" * (_BAR_COLUMNS - filled)
        line = f"[{bar}] {self._fraction:4.0%} {text}"
        columns = shutil.get_terminal_size().columns - 1
        self._stream.write(f"\r{line[:columns]:<{columns}}")
        self._stream.flush()
        self._is_drawn = True

    def close(self) -> None:
        """Clear the line, so that what follows stands alone."""
        if self._is_drawn:
            self._stream.write("\r" + " " * (shutil.get_terminal_size().columns - 1) + "\r")
            self._stream.flush()
            self._is_drawn = False
