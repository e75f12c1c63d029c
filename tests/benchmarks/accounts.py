"""Whether the time of an answer tells who has an account: known against unknown addresses."""

import time
from statistics import median
from typing import Any, Final

import httpx2
import psycopg

from shared.accounts import TERMS_VERSION
from tests.benchmarks.rows import Goal, Row, Spread
from tests.chaos.stage import Stage, build_stage

SUITE: Final = "accounts"

_TRIES: Final = 300
_KNOWN: Final = "known@example.com"
_PASSWORD: Final = "a long password"
_WRONG: Final = "another password"
_BODIES: Final[dict[str, dict[str, str]]] = {
    "sign-in": {"password": _WRONG},
    "sign-up": {"name": "Robin", "termsVersion": TERMS_VERSION, "password": _WRONG},
    "request-password-reset": {},
}
_NARROWEST_MS: Final = 5


def run() -> list[Row]:
    """Ask in turns for an address that has an account and for one that has none."""
    with (
        build_stage(apis_count=1, workers_count=0) as stage,
        httpx2.Client(base_url=stage.addresses[0], timeout=30) as client,
    ):
        _ask(client, "sign-up", _BODIES["sign-up"] | {"email": _KNOWN, "password": _PASSWORD})
        return [_compare(stage, client, path, body) for path, body in _BODIES.items()]


def _compare(stage: Stage, client: httpx2.Client, path: str, body: dict[str, Any]) -> Row:
    known_ms: list[float] = []
    unknown_ms: list[float] = []
    with psycopg.connect(stage.postgres.dsn, autocommit=True) as connection:
        for number in range(_TRIES):
            # Nobody waits here: how long is what the throttles say, not what is measured.
            connection.execute("delete from throttles")
            known_ms.append(_ask(client, path, body | {"email": _KNOWN}))
            unknown_ms.append(_ask(client, path, body | {"email": f"{path}{number}@example.com"}))
    difference_ms = abs(median(known_ms) - median(unknown_ms))
    return Row(
        f"{path}: known and unknown differ by",
        Spread(difference_ms, difference_ms, difference_ms),
        "ms",
        "an unknown address",
        Spread.of(unknown_ms),
        Goal("value", "<=", round(max(_NARROWEST_MS, 0.1 * median(unknown_ms)), 1)),
    )


def _ask(client: httpx2.Client, path: str, body: dict[str, Any]) -> float:
    """How long the answer took, in milliseconds."""
    started_at = time.perf_counter()
    response = client.post(f"/api/auth/{path}", json=body)
    elapsed_ms = (time.perf_counter() - started_at) * 1000
    if response.status_code not in {202, 401}:
        raise RuntimeError(f"{path} was answered {response.status_code}: {response.text}")
    return elapsed_ms
