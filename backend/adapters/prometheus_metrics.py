"""The numbers that servers and workers keep, for Prometheus to collect.

Every label has few values, and none comes from outside: routes are the templates of the route
table, methods and statuses are those of the answers, models are those with a known price.
"""

import math
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from backend.adapters.openai_prices import estimate_us_cents, priced_model
from backend.services.observing import AttemptOutcome, ReaperAction
from backend.services.ports import EngineResult, QueueDepth
from shared.errors import ErrorCode
from shared.generations import GenerationStatus
from shared.service import EngineName
from shared.styles import Style

_REQUEST_BUCKETS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_RESULT_BUCKETS_S: Final = (1, 2, 5, 10, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1800)
_COST_BUCKETS_CENTS: Final = (0.5, 1, 2, 3, 4, 5, 7.5, 10, 15, 20, 30, 50)
_KNOWN_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"})


class PrometheusServerMetrics:
    """`ServerMetrics`: the numbers of one API process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "plushifyme_http_requests",
            "Requests that were answered",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._request_seconds = Histogram(
            "plushifyme_http_request_seconds",
            "Time until the answer began",
            ["method", "route"],
            buckets=_REQUEST_BUCKETS_S,
            registry=self._registry,
        )
        self._of_requests: dict[tuple[str, ...], tuple[Counter, Histogram]] = {}
        self._generations = _generations_counter(self._registry)
        self._is_database_up = Gauge(
            "plushifyme_database_up",
            "Whether the database answered when this page was asked for",
            registry=self._registry,
        )
        self._queue = Gauge(
            "plushifyme_pictures_open",
            "Pictures that wait or are being made, of all servers and workers",
            ["status"],
            registry=self._registry,
        )
        self._oldest_waiting_s = Gauge(
            "plushifyme_oldest_waiting_seconds",
            "How long the picture that waits longest has waited",
            registry=self._registry,
        )

    def count_request(self, *, method: str, route: str, status: str, seconds: float) -> None:
        """One request was answered."""
        known_method = method if method in _KNOWN_METHODS else "other"
        requests, request_seconds = self._counters_of_request(known_method, route, status)
        requests.inc()
        request_seconds.observe(seconds)

    def _counters_of_request(self, *labels: str) -> tuple[Counter, Histogram]:
        """What counts requests of a method, route and status. To look them up costs more than to count."""
        counters = self._of_requests.get(labels)
        if counters is None:
            counters = self._requests.labels(*labels), self._request_seconds.labels(*labels[:2])
            self._of_requests[labels] = counters
        return counters

    def count_cancelled(self, style: Style, engine: EngineName) -> None:
        """Somebody did not want a picture any more."""
        self._generations.labels(style.value, engine.value, GenerationStatus.CANCELLED.value).inc()

    def render(self, queue: QueueDepth | None) -> bytes:
        """The page in Prometheus' text format; None: the database did not answer."""
        self._is_database_up.set(0 if queue is None else 1)
        self._queue.labels("pending").set(math.nan if queue is None else queue.waiting)
        self._queue.labels("processing").set(math.nan if queue is None else queue.in_progress)
        self._oldest_waiting_s.set(math.nan if queue is None else queue.oldest_waiting_s)
        return generate_latest(self._registry)


class PrometheusWorkMetrics:
    """A `WorkObserver`: the numbers of one worker."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._attempts = Counter(
            "plushifyme_attempts",
            "Attempts at pictures, by how they ended",
            ["engine", "outcome"],
            registry=self.registry,
        )
        self._generations = _generations_counter(self.registry)
        self._failures = Counter(
            "plushifyme_generation_failures",
            "Pictures that have failed, by the reason that their owners were told",
            ["engine", "code"],
            registry=self.registry,
        )
        self._seconds_to_result = Histogram(
            "plushifyme_generation_seconds",
            "From the request to the finished picture, waiting included",
            ["style", "engine"],
            buckets=_RESULT_BUCKETS_S,
            registry=self.registry,
        )
        self._cost = Histogram(
            "plushifyme_image_cost_us_cents",
            "Estimated cost of each picture that was drawn, kept or not",
            ["model"],
            buckets=_COST_BUCKETS_CENTS,
            registry=self.registry,
        )
        self._reaped = Counter(
            "plushifyme_reaper_actions",
            "What the reaper gave back to the queue",
            ["action"],
            registry=self.registry,
        )
        for action in ReaperAction:
            self._reaped.labels(action.value)

    def attempt_ended(self, engine: EngineName, outcome: AttemptOutcome) -> None:
        """One attempt is over, this way or that."""
        self._attempts.labels(engine.value, outcome.value).inc()

    def picture_drawn(self, result: EngineResult) -> None:
        """An engine has made a picture, so it has to be paid."""
        model = priced_model(result.model)
        cents = estimate_us_cents(result.model, result.usage)
        if model is not None and cents is not None:
            self._cost.labels(model).observe(cents)

    def generation_ended(
        self,
        style: Style,
        engine: EngineName,
        status: GenerationStatus,
        *,
        seconds: float,
        code: ErrorCode | None = None,
    ) -> None:
        """A picture is final, so many seconds after it was asked for."""
        self._generations.labels(style.value, engine.value, status.value).inc()
        if code is not None:
            self._failures.labels(engine.value, code.value).inc()
        if status is GenerationStatus.COMPLETED:
            self._seconds_to_result.labels(style.value, engine.value).observe(seconds)

    def reaped(self, action: ReaperAction) -> None:
        """The reaper had something to do."""
        self._reaped.labels(action.value).inc()


def _generations_counter(registry: CollectorRegistry) -> Counter:
    """One number of all processes: workers complete and fail pictures, servers cancel them."""
    return Counter(
        "plushifyme_generations",
        "Pictures that were completed, have failed, or were cancelled",
        ["style", "engine", "outcome"],
        registry=registry,
    )
