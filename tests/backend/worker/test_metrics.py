"""A worker's numbers: what became of its pictures, how long they took, what they cost."""

import socket
import urllib.request

import pytest

from backend.adapters.prometheus_metrics import PrometheusWorkMetrics
from backend.errors import CommandFailed, EnginePermanentError, EngineTemporaryError
from backend.services.attempts import AttemptService
from backend.services.making import PictureMaker
from backend.services.observing import ReaperAction
from backend.services.ports import EngineResult
from backend.worker.metrics_page import metrics_page
from shared.errors import ErrorCode
from shared.limits import GENERATION_MAX_ATTEMPTS
from shared.service import EngineName
from shared.styles import Style
from tests.backend.metrics_page import MetricsPage
from tests.backend.worker.conftest import InProcess, Shop, eventually
from tests.fakes.image_engine import Fail, FakeImageEngine, Hold

BUSY = Fail(EngineTemporaryError(ErrorCode.ENGINE_UNAVAILABLE, "Busy."))
REFUSED = Fail(EnginePermanentError(ErrorCode.CONTENT_REFUSED, "No."))
USAGE = {"input_image_tokens": 300, "input_text_tokens": 50, "output_tokens": 1056}


@pytest.fixture
def metrics() -> PrometheusWorkMetrics:
    return PrometheusWorkMetrics()


def read(metrics: PrometheusWorkMetrics) -> MetricsPage:
    """The numbers as they are served."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with (
        metrics_page(metrics, host="127.0.0.1", port=port),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as response,
    ):
        return MetricsPage.read(response.read().decode())


async def make(shop: Shop, metrics: PrometheusWorkMetrics, engine: FakeImageEngine) -> None:
    """Order a picture and make one attempt at it."""
    image_id = await shop.order(style=Style.MINIMALIST)
    maker = PictureMaker(
        AttemptService(shop.database), shop.store, engine, observer=metrics, pauses_s=()
    )
    for _ in range(GENERATION_MAX_ATTEMPTS):
        try:
            await maker.make(image_id)
        except EngineTemporaryError:
            continue
        return


async def test_pictures_and_attempts_are_counted_by_how_they_ended(
    shop: Shop, metrics: PrometheusWorkMetrics
) -> None:
    engine = FakeImageEngine()
    for deeds in ([], [BUSY], [BUSY, BUSY, BUSY], [REFUSED]):
        engine.deeds = list(deeds)
        await make(shop, metrics, engine)

    page = read(metrics)

    def generations(outcome: str) -> float | None:
        return page.value(
            "plushifyme_generations_total", style="minimalist", engine="draft", outcome=outcome
        )

    def attempts(outcome: str) -> float | None:
        return page.value("plushifyme_attempts_total", engine="draft", outcome=outcome)

    assert (generations("completed"), generations("failed")) == (2, 2)
    assert (attempts("completed"), attempts("handed_back"), attempts("failed")) == (2, 3, 2)
    for code in ("attempts_used_up", "content_refused"):
        assert page.value("plushifyme_generation_failures_total", engine="draft", code=code) == 1, (
            code
        )
    labels = {"style": "minimalist", "engine": "draft"}
    assert page.value("plushifyme_generation_seconds_count", **labels) == 2


async def test_waiting_counts_as_time_to_the_result(
    shop: Shop, metrics: PrometheusWorkMetrics
) -> None:
    image_id = await shop.order()
    await shop.ask(
        "update generated_images set created_at = now() - interval '100 seconds' where id = %s",
        image_id,
    )
    maker = PictureMaker(
        AttemptService(shop.database), shop.store, FakeImageEngine(), observer=metrics
    )

    await maker.make(image_id)

    seconds = read(metrics).value(
        "plushifyme_generation_seconds_sum", style="cute-fluffy", engine="draft"
    )
    assert seconds is not None
    assert 100 <= seconds < 160


async def test_a_cancelled_picture_is_a_discarded_attempt(
    shop: Shop, workers: InProcess, metrics: PrometheusWorkMetrics
) -> None:
    hold = Hold()
    maker = PictureMaker(
        AttemptService(shop.database), shop.store, FakeImageEngine([hold]), observer=metrics
    )
    worker = workers.build(maker=maker)
    image_id = await shop.order()

    async with workers.running(worker):
        await hold.begun.wait()
        await shop.ask("update generated_images set status = 'cancelled' where id = %s", image_id)
        hold.released.set()

        async def is_told() -> bool:
            return bool(read(metrics).labels_of("plushifyme_attempts_total"))

        await eventually(is_told)

    page = read(metrics)
    assert page.value("plushifyme_attempts_total", engine="draft", outcome="discarded") == 1
    assert page.labels_of("plushifyme_generations_total") == []


async def test_the_reaper_tells_what_it_gave_back(
    shop: Shop, workers: InProcess, metrics: PrometheusWorkMetrics
) -> None:
    image_id = await shop.order()
    await shop.ask("delete from procrastinate_jobs")

    async with workers.running(workers.build(observer=metrics)):
        await shop.until(image_id, "completed")

    page = read(metrics)
    assert page.value("plushifyme_reaper_actions_total", action=ReaperAction.LOST_PICTURE) == 1
    assert page.value("plushifyme_reaper_actions_total", action=ReaperAction.STALLED_JOB) == 0


def test_a_picture_costs_what_its_tokens_cost(metrics: PrometheusWorkMetrics) -> None:
    for model, usage in (
        ("gpt-image-2", USAGE),
        ("gpt-image-2-2026-04-21", USAGE),
        ("gpt-image-2", {}),
        ("gpt-image-99", USAGE),
    ):
        metrics.picture_drawn(
            EngineResult(image=b"", engine=EngineName.OPENAI, model=model, usage=usage)
        )

    page = read(metrics)
    assert page.value("plushifyme_image_cost_us_cents_count", model="gpt-image-2") == 2
    cents = page.value("plushifyme_image_cost_us_cents_sum", model="gpt-image-2")
    assert cents == pytest.approx(2 * 3.433)
    assert page.labels_of("plushifyme_image_cost_us_cents_count") == [{"model": "gpt-image-2"}]


def test_without_a_port_nothing_is_shown(metrics: PrometheusWorkMetrics) -> None:
    with metrics_page(metrics, host="127.0.0.1", port=None):
        pass


def test_a_port_that_is_taken_is_told(metrics: PrometheusWorkMetrics) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with (
            pytest.raises(CommandFailed, match=f"port {port} .WORKER_METRICS_PORT."),
            metrics_page(metrics, host="127.0.0.1", port=port),
        ):
            pass
