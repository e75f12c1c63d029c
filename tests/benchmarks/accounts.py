"""Accounts under load and under watch: what the time of an answer tells, and who waits for a crowd."""

import asyncio
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
_CROWD: Final = 200
_CROWDS: Final = 3
_LONGEST_WAIT_MS: Final = 500


def run() -> list[Row]:
    """Ask in turns for an address that has an account and for one that has none; then in a crowd."""
    with (
        build_stage(apis_count=1, workers_count=0) as stage,
        httpx2.Client(base_url=stage.addresses[0], timeout=30) as client,
    ):
        _ask(client, "sign-up", _BODIES["sign-up"] | {"email": _KNOWN, "password": _PASSWORD})
        rows = [_compare(stage, client, path, body) for path, body in _BODIES.items()]
        return [*rows, asyncio.run(_crowd(stage))]


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


async def _crowd(stage: Stage) -> Row:
    """How long others wait, at most, while many sign in at once."""
    token = await _sign_in(stage)
    quiet_ms = [await _longest_wait_ms(stage, token, crowd=0) for _ in range(_CROWDS)]
    crowded_ms = [await _longest_wait_ms(stage, token, crowd=_CROWD) for _ in range(_CROWDS)]
    return Row(
        f"{_CROWD} sign-ins at once: others wait at most",
        Spread.of(crowded_ms),
        "ms",
        "nobody signing in",
        Spread.of(quiet_ms),
        Goal("value", "<=", _LONGEST_WAIT_MS),
    )


async def _sign_in(stage: Stage) -> str:
    async with httpx2.AsyncClient(base_url=stage.addresses[0], timeout=30) as client:
        body = {"email": _KNOWN, "password": _PASSWORD}
        answer = await client.post("/api/auth/sign-in", json=body)
        return str(answer.raise_for_status().json()["token"])


async def _longest_wait_ms(stage: Stage, token: str, *, crowd: int) -> float:
    """Ask for the balance again and again until the crowd is through, 50 times at least."""
    limits = httpx2.Limits(max_connections=crowd + 10)
    async with httpx2.AsyncClient(base_url=stage.addresses[0], timeout=60, limits=limits) as client:
        signing_in = asyncio.gather(
            *(
                client.post(
                    "/api/auth/sign-in",
                    json={"email": f"crowd{number}@example.com", "password": _WRONG},
                )
                for number in range(crowd)
            )
        )
        waits_ms: list[float] = []
        while not signing_in.done() or len(waits_ms) < 50:
            started_at = time.perf_counter()
            answer = await client.get(
                "/api/user/credits", headers={"Authorization": f"Bearer {token}"}
            )
            answer.raise_for_status()
            waits_ms.append((time.perf_counter() - started_at) * 1000)
        await signing_in
    return max(waits_ms)


def _ask(client: httpx2.Client, path: str, body: dict[str, Any]) -> float:
    """How long the answer took, in milliseconds."""
    started_at = time.perf_counter()
    response = client.post(f"/api/auth/{path}", json=body)
    elapsed_ms = (time.perf_counter() - started_at) * 1000
    if response.status_code not in {202, 401}:
        raise RuntimeError(f"{path} was answered {response.status_code}: {response.text}")
    return elapsed_ms
