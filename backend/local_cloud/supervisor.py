"""Keeps the parts running: a part that dies is started again, one that keeps dying ends it all."""

import contextlib
import logging
import queue
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backend.local_cloud.child import ChildProcess
from backend.local_cloud.errors import LocalCloudError
from backend.local_cloud.part import Part
from backend.local_cloud.readiness import failure

logger = logging.getLogger(__name__)

DELAYS_S = (0.0, 0.5, 1.0, 2.0, 4.0)
"""Before the first, second, ... start in a row; after the last one we give up."""
QUICK_DEATH_S = 10.0
"""A part that lived longer than this has worked, and its next death counts as the first again."""


@dataclass(slots=True)
class _Run:
    part: Part
    launched_at_s: float
    deaths: int = 0
    due_at_s: float | None = None
    """When to start it again; None while it runs."""


class Supervisor:
    """Waits for deaths and for the wish to end; parts are started in the thread of `watch`.

    Args:
        delays_s: Before each start in a row.
        quick_death_s: A life shorter than this adds to the row.
    """

    def __init__(
        self,
        *,
        delays_s: Sequence[float] = DELAYS_S,
        quick_death_s: float = QUICK_DEATH_S,
    ) -> None:
        self._delays_s = delays_s
        self._quick_death_s = quick_death_s
        self._runs: list[_Run] = []
        # SimpleQueue.put may be called from a signal handler, which no other lock allows.
        self._wake_ups: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._is_stop_asked = False

    def part_ended(self, child: ChildProcess) -> None:
        """To be called, from any thread, when a part's process has ended."""
        del child
        self._wake_ups.put(None)

    def ask_to_stop(self) -> None:
        """Let `watch` return; may be called from a signal handler."""
        self._is_stop_asked = True
        self._wake_ups.put(None)

    def is_stop_asked(self) -> bool:
        """Whether somebody has asked for the end."""
        return self._is_stop_asked

    def add(self, part: Part) -> None:
        """Keep this part running from now on; it has been launched, and may have died since."""
        self._runs.append(_Run(part, launched_at_s=time.monotonic()))

    def forget_all(self) -> None:
        """Leave all parts to themselves: they are about to be stopped."""
        self._runs.clear()

    def watch(self, on_restart: Callable[[], None]) -> None:
        """Keep the parts running until somebody asks for the end.

        Args:
            on_restart: Called after a part was started again.

        Raises:
            PartFailedError: A part died too often in a row; the message names its log.
        """
        while not self._is_stop_asked:
            self.tend(on_restart)
            with contextlib.suppress(queue.Empty):
                self._wake_ups.get(timeout=self._wait_s())

    def tend(self, on_restart: Callable[[], None]) -> None:
        """Start again what has died; one round of `watch`, which does not wait.

        Raises:
            PartFailedError: As for `watch`.
        """
        for run in self._runs:
            child = run.part.child
            if run.due_at_s is None and child is not None and not child.is_running:
                self._note_death(run, child)
        self._restart_due(on_restart)

    def _wait_s(self) -> float:
        """Until the next start; at most a second, because Windows handles signals only then."""
        now = time.monotonic()
        return min(
            (max(run.due_at_s - now, 0.0) for run in self._runs if run.due_at_s), default=1.0
        )

    def _note_death(self, run: _Run, ended: ChildProcess) -> None:
        now = time.monotonic()
        if now - run.launched_at_s > self._quick_death_s:
            run.deaths = 0
        how = _describe(ended.exit_code)
        if run.deaths >= len(self._delays_s):
            raise failure(
                f"The {run.part.name} ended {run.deaths + 1} times in a row ({how})",
                ended,
                ("FATAL", "CRITICAL", "Error", "error"),
            )
        delay_s = self._delays_s[run.deaths]
        run.deaths += 1
        run.due_at_s = now + delay_s
        logger.warning(
            "The %s ended (%s); starting it again in %.1f s", run.part.name, how, delay_s
        )

    def _restart_due(self, on_restart: Callable[[], None]) -> None:
        for run in self._runs:
            now = time.monotonic()
            if run.due_at_s is None or run.due_at_s > now or self._is_stop_asked:
                continue
            try:
                run.part.launch()
            except LocalCloudError as error:
                # Its old port may need a moment to become free; anything else shows again.
                if run.deaths >= len(self._delays_s):
                    raise
                run.due_at_s = now + self._delays_s[run.deaths]
                run.deaths += 1
                logger.warning("The %s could not be started again: %s", run.part.name, error)
                continue
            run.due_at_s = None
            run.launched_at_s = now
            logger.info("The %s runs again", run.part.name)
            on_restart()


def _describe(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        try:
            return f"killed by {signal.Signals(-exit_code).name}"
        except ValueError:
            return f"killed by signal {-exit_code}"
    return f"exit code {exit_code}"
