"""Accounts under load and under watch: what the time of an answer tells, and who waits for a crowd."""

import asyncio
import json
import secrets
import time
from statistics import median
from typing import Any, Final

import httpx2
import psycopg

from shared.accounts import TERMS_VERSION
from tests.benchmarks.load import LoadResult, encode_request, load, run_quickly
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
_CROWD: Final = 200
_CROWDS: Final = 3
_CROWD_S: Final = 6
_LONGEST_WAIT_MS: Final = 500


def run() -> list[Row]:
    """Ask in turns for an address that has an account and for one that has none; then in a crowd."""
    with (
        build_stage(apis_count=1, workers_count=0) as stage,
        httpx2.Client(base_url=stage.addresses[0], timeout=30) as client,
    ):
        _ask(client, "sign-up", _BODIES["sign-up"] | {"email": _KNOWN, "password": _PASSWORD})
        rows = [_compare(stage, client, path, body) for path, body in _BODIES.items()]
        return [*rows, run_quickly(_crowd(stage, _sign_in(client)))]


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


async def _crowd(stage: Stage, token: str) -> Row:
    """How long others wait, at most, while many sign in all the time."""
    quiet = [await _waits(stage, token) for _ in range(_CROWDS)]
    crowded: list[LoadResult] = []
    for _ in range(_CROWDS):
        others, _signed_in = await asyncio.gather(
            _waits(stage, token),
            load(
                stage.addresses[0],
                lambda: _wrong_sign_in(stage),
                status=401,
                connections=_CROWD,
                seconds=_CROWD_S,
            ),
        )
        crowded.append(others)
    return Row(
        f"{_CROWD} sign-ins at once: others wait at most",
        Spread.of([max(waits.latencies_s) * 1000 for waits in crowded]),
        "ms",
        "nobody signing in",
        Spread.of([max(waits.latencies_s) * 1000 for waits in quiet]),
        Goal("value", "<=", _LONGEST_WAIT_MS),
    )


async def _waits(stage: Stage, token: str) -> LoadResult:
    request = encode_request("GET", stage.addresses[0], "/api/user/credits", token=token)
    return await load(
        stage.addresses[0], lambda: request, status=200, connections=1, seconds=_CROWD_S
    )


def _wrong_sign_in(stage: Stage) -> bytes:
    # Each with an address of its own, so that none has to wait for its turn.
    body = {"email": f"{secrets.token_hex(8)}@example.com", "password": _WRONG}
    return encode_request(
        "POST", stage.addresses[0], "/api/auth/sign-in", body=json.dumps(body).encode()
    )


def _sign_in(client: httpx2.Client) -> str:
    body = {"email": _KNOWN, "password": _PASSWORD}
    return str(client.post("/api/auth/sign-in", json=body).raise_for_status().json()["token"])


def _ask(client: httpx2.Client, path: str, body: dict[str, Any]) -> float:
    """How long the answer took, in milliseconds."""
    started_at = time.perf_counter()
    response = client.post(f"/api/auth/{path}", json=body)
    elapsed_ms = (time.perf_counter() - started_at) * 1000
    if response.status_code not in {202, 401}:
        raise RuntimeError(f"{path} was answered {response.status_code}: {response.text}")
    return elapsed_ms
