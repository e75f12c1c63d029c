"""Writes log lines, all of one turn of the event loop at once: a write costs as much as its line."""

import asyncio
import logging
from typing import TextIO


class TurnHandler(logging.StreamHandler[TextIO]):
    """A `StreamHandler` that gathers what an event loop logs in one turn.

    Warnings and errors are written at once, with all that waits before them, and so is what
    threads without an event loop log. What waits is lost only if the process is killed.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._lines: list[str] = []
        self._writing_loop: asyncio.AbstractEventLoop | None = None
        """The loop that has promised to write the lines."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line, or keep it for the end of this turn."""
        try:
            self._lines.append(self.format(record) + self.terminator)
            loop = _running_loop()
            if loop is None or record.levelno >= logging.WARNING:
                self.flush()
            elif loop is not self._writing_loop:
                self._writing_loop = loop
                loop.call_soon(self.flush)
        except Exception:  # noqa: BLE001 - logging must not break what logs
            self.handleError(record)

    def flush(self) -> None:
        """Write what waits."""
        self.acquire()
        try:
            self._writing_loop = None
            if self._lines:
                lines, self._lines = self._lines, []
                self.stream.write("".join(lines))
            super().flush()
        finally:
            self.release()


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
