"""`plushifyme-server worker`: make pictures until told to stop."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable
from types import FrameType

from backend.adapters.image_engines import create_image_engine
from backend.adapters.procrastinate_queue import ProcrastinateQueue
from backend.adapters.s3_store import S3Store
from backend.db.engine import create_engine
from backend.services.attempts import AttemptService
from backend.services.making import PictureMaker
from backend.settings import Settings, load_settings
from backend.worker.app import Timings, Worker
from backend.worker.queue import create_queue

_STOP_SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK")
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
    timings = Timings(heartbeat_s=arguments.heartbeat_s, stalled_after_s=arguments.stalled_after_s)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_work(settings, timings))
    return 0


async def _work(settings: Settings, timings: Timings) -> None:
    stop = asyncio.Event()
    _stop_on_signals(asyncio.get_running_loop(), stop)
    database_url = settings.database_url.get_secret_value()
    engine = create_engine(database_url, pool_size=settings.database_pool_size)
    store = S3Store.from_settings(settings)
    worker = Worker(
        queue=create_queue(database_url),
        engine=engine,
        store=store,
        jobs=ProcrastinateQueue(),
        maker=PictureMaker(AttemptService(engine), store, create_image_engine(settings)),
        concurrency=settings.worker_concurrency,
        timings=timings,
    )
    try:
        await worker.run(stop)
    finally:
        await engine.dispose()
        store.close()


def _stop_on_signals(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Plain signal handlers: the event loop's own do not exist on Windows."""

    def request_stop(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stop.set)

    for name in _STOP_SIGNALS:
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, request_stop)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Psycopg does not work on the event loop that Windows has by default."""
    return asyncio.SelectorEventLoop if sys.platform == "win32" else None
