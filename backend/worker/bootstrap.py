"""Joins the worker with the real world: database, object store, queue and image engine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from backend.adapters.image_engines import create_image_engine
from backend.adapters.mailers import create_mailer
from backend.adapters.procrastinate_queue import ProcrastinateQueue
from backend.adapters.prometheus_metrics import PrometheusWorkMetrics
from backend.adapters.s3_store import S3Store
from backend.db.engine import create_engine
from backend.services.attempts import AttemptService
from backend.services.mails import MailService
from backend.services.making import BESIDES_ENGINE_LIMIT_S, PictureMaker
from backend.settings import Settings
from backend.worker.app import Timings, Worker
from backend.worker.metrics_page import metrics_page
from backend.worker.queue import create_queue
from shared.errors import ErrorCode
from shared.generations import GenerationStatus
from shared.styles import Style

_GIVEN_UP_WITHIN_S: Final = 60
"""A worker hands an attempt back so soon after its limit, unless it hangs."""


@asynccontextmanager
async def bootstrap_worker(settings: Settings, timings: Timings) -> AsyncIterator[Worker]:
    """A worker on its real adapters, until the context ends; nothing is connected to before.

    Raises:
        CommandFailed: The port for the metrics cannot be had.
    """
    database_url = settings.database_url.get_secret_value()
    engine = create_engine(database_url, pool_size=settings.database_pool_size)
    store = S3Store.from_settings(settings)
    image_engine = create_image_engine(settings)
    metrics = PrometheusWorkMetrics()

    def count_used_up(style: Style, seconds: float) -> None:
        metrics.generation_ended(
            style,
            image_engine.name,
            GenerationStatus.FAILED,
            seconds=seconds,
            code=ErrorCode.ATTEMPTS_USED_UP,
        )

    attempts = AttemptService(engine, on_used_up=count_used_up)
    limit_s = settings.openai_timeout_s + BESIDES_ENGINE_LIMIT_S
    try:
        with metrics_page(
            metrics, host=settings.worker_metrics_host, port=settings.worker_metrics_port
        ):
            yield Worker(
                queue=create_queue(database_url),
                engine=engine,
                store=store,
                jobs=ProcrastinateQueue(),
                maker=PictureMaker(
                    attempts, store, image_engine, observer=metrics, limit_s=limit_s
                ),
                concurrency=settings.worker_concurrency,
                timings=timings,
                overdue_after_s=limit_s + _GIVEN_UP_WITHIN_S,
                mails=MailService(
                    engine,
                    create_mailer(settings),
                    public_url=settings.public_url,
                    welcome_credits=settings.welcome_credits,
                ),
                observer=metrics,
            )
    finally:
        await image_engine.close()
        await engine.dispose()
        store.close()
