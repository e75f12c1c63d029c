"""`plushifyme-server worker`: make pictures until told to stop."""

import argparse
import asyncio
import signal
from types import FrameType
from typing import Final

from backend import event_loop
from backend.logging import configure_logging
from backend.settings import Settings, load_settings
from backend.worker.app import Timings
from backend.worker.bootstrap import bootstrap_worker
from backend.worker.leaving import leave_hanging_calls
from backend.worker.priority import step_back

_STOP_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGBREAK")
"""Ctrl+C; a supervisor's polite request; the same on Windows."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take how quickly a dead worker is noticed; everything else is a setting."""
    defaults = Timings()
    parser.add_argument(
        "--heartbeat-s",
        type=float,
        default=defaults.heartbeat_s,
        help="seconds between signs of life (default: %(default)s)",
    )
    parser.add_argument(
        "--stalled-after-s",
        type=float,
        default=defaults.stalled_after_s,
        help="seconds of silence after which a worker counts as dead (default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl+C; running pictures finish or are handed back within 20 s.

    Raises:
        SettingsError: A setting is missing or wrong.
    """
    settings = load_settings()
    configure_logging(level=settings.log_level, log_format=settings.log_format)
    timings = Timings(heartbeat_s=arguments.heartbeat_s, stalled_after_s=arguments.stalled_after_s)
    event_loop.run(_work(settings, timings))
    leave_hanging_calls()
    return 0


async def _work(settings: Settings, timings: Timings) -> None:
    stop = asyncio.Event()
    _stop_on_signals(asyncio.get_running_loop(), stop)
    async with bootstrap_worker(settings, timings) as worker:
        if settings.local_cloud:
            # Not before: whoever starts the cloud waits for it.
            step_back()
        await worker.run(stop)


def _stop_on_signals(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Plain signal handlers: the event loop's own do not exist on Windows."""

    def request_stop(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stop.set)

    for name in _STOP_SIGNALS:
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, request_stop)
