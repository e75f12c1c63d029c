"""One API process over HTTP: asking for a plushie, its status and the balance, and idle memory.

The anchor is a bare Starlette route that answers a constant, on uvicorn as it comes. Two more tell
how much of it can be reached: one that asks the database for each request, and one that is sent the
way the API sends its answers.
"""

import itertools
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psutil

from backend.adapters.s3_store import S3Store
from backend.db.engine import create_engine
from backend.local_cloud.child import ChildProcess
from backend.local_cloud.ports import HOST, free_port, listens
from tests.benchmarks.load import LoadResult, MakeRequest, encode_request, load, run_quickly
from tests.benchmarks.rows import Goal, Row, Spread
from tests.chaos.spenders import Spender, make_image, make_spender
from tests.chaos.stage import Stage, build_stage, server_environment

SUITE: Final = "http"

_CONNECTIONS: Final = 16
_ROUNDS: Final = 5
_SECONDS: Final = 2.0
_PEOPLE: Final = 200
_CREDITS: Final = 1_000_000
_BARE: Final = "bare Starlette route"
_ASKING: Final = "bare route that asks the database"
"""How much of the anchor's rate is left to whoever runs one plain statement a request."""
_AS_WE_SERVE: Final = "bare route, sent with one write"
_MB: Final = 1 << 20


def run() -> list[Row]:
    """Measure everything in turns, so that each figure and its anchor see the same machine."""
    production = {"LOG_FORMAT": "json"}
    with (
        build_stage(apis_count=1, workers_count=0, environment=production) as stage,
        _bare_server(stage) as bare,
        _bare_server(stage, "--as-we-serve") as sent_at_once,
    ):
        [api] = stage.apis
        idle_mb = psutil.Process(api.pid).memory_info().rss / _MB
        results = run_quickly(_measure(stage, bare, sent_at_once))
    anchor = _rate(results[_BARE])
    quarter = Goal("ratio", ">=", 0.25)
    rows = [
        Row(name, _rate(results[name]), "requests/s", _BARE, anchor, goal)
        for name, goal in {
            "GET status": quarter,
            "GET credits": quarter,
            "POST generate": None,
            _ASKING: None,
            _AS_WE_SERVE: None,
        }.items()
    ]
    rows += [
        Row(f"{name}, p99", _p99(found), "ms", _BARE, _p99(results[_BARE]))
        for name, found in results.items()
        if name not in {_BARE, _ASKING, _AS_WE_SERVE}
    ]
    rows.append(Row("idle API process", Spread.of([idle_mb]), "MB"))
    return rows


def _rate(results: list[LoadResult]) -> Spread:
    return Spread.of([result.requests_per_s for result in results])


def _p99(results: list[LoadResult]) -> Spread:
    return Spread.of([result.percentile_ms(99) for result in results])


async def _measure(stage: Stage, bare: str, sent_at_once: str) -> dict[str, list[LoadResult]]:
    engine = create_engine(stage.settings.database_url.get_secret_value())
    store = S3Store.from_settings(stage.settings)
    # Nobody has thousands of pictures under way.
    crowd = [await make_spender(engine, _CREDITS, store) for _ in range(_PEOPLE)]
    spender = await make_spender(engine, _CREDITS, store)
    image_id = await make_image(engine, spender)
    store.close()
    await engine.dispose()
    [address] = stage.addresses
    status = encode_request("GET", address, f"/api/generate/{image_id}", token=spender.token)
    balance = encode_request("GET", address, "/api/user/credits", token=spender.token)
    constant = encode_request("GET", bare, "/", token=spender.token)
    asking = encode_request("GET", bare, "/ask", token=spender.token)
    constant_at_once = encode_request("GET", sent_at_once, "/", token=spender.token)
    asked: dict[str, tuple[str, MakeRequest, int]] = {
        _BARE: (bare, lambda: constant, 200),
        _ASKING: (bare, lambda: asking, 200),
        _AS_WE_SERVE: (sent_at_once, lambda: constant_at_once, 200),
        "GET status": (address, lambda: status, 200),
        "GET credits": (address, lambda: balance, 200),
        "POST generate": (address, _generate(address, crowd), 202),
    }
    results: dict[str, list[LoadResult]] = {name: [] for name in asked}
    for _ in range(_ROUNDS):
        for name, (to, make_request, wanted) in asked.items():
            results[name].append(
                await load(
                    to, make_request, status=wanted, connections=_CONNECTIONS, seconds=_SECONDS
                )
            )
    return results


def _generate(address: str, crowd: list[Spender]) -> MakeRequest:
    people = itertools.cycle(crowd)
    numbers = itertools.count()

    def make_request() -> bytes:
        spender = next(people)
        body = {"originalFileKey": spender.photo_key, "style": "minimalist"}
        return encode_request(
            "POST",
            address,
            "/api/generate",
            token=spender.token,
            body=json.dumps(body).encode(),
            Idempotency_Key=f"key-{next(numbers)}",
        )

    return make_request


@contextmanager
def _bare_server(stage: Stage, *arguments: str) -> Iterator[str]:
    port = free_port()
    process = ChildProcess(
        [sys.executable, "-m", "tests.benchmarks.bare_server", str(port), *arguments],
        name="bare server",
        log_path=stage.folder / f"bare-{port}.log",
        environment=server_environment(stage.settings, stage.folder),
    )
    process.start()
    try:
        while not listens(process.pid, port):
            if not process.is_running:
                raise RuntimeError(process.last_words())
            time.sleep(0.05)
        yield f"http://{HOST}:{port}"
    finally:
        process.kill()
