"""Requests to whichever API process is chosen; no answer is an answer here too."""

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import httpx2

from tests.chaos.orders import Violations

_TIMEOUT_S: Final = 8
_TEMPORARY: Final = 503


@dataclass(frozen=True)
class Answer:
    """An answer that says what has become of the request."""

    status: int
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


class Browser:
    """Sends requests to a random API process, and counts what comes back.

    Args:
        client: Shared by all customers.
        addresses: Of the API processes.
        dice: Chooses among them.
        counts: Answers by status; `no answer` for a broken connection or a timeout.
        violations: Told of every answer that must never be given.
    """

    def __init__(
        self,
        client: httpx2.AsyncClient,
        addresses: Sequence[str],
        dice: random.Random,
        counts: Counter[str],
        violations: Violations,
    ) -> None:
        self._client = client
        self._addresses = addresses
        self._dice = dice
        self._counts = counts
        self._violations = violations

    @property
    def address(self) -> str:
        """One of the API processes."""
        return self._dice.choice(self._addresses)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        accepts: frozenset[int],
        token: str | None = None,
        key: str | None = None,
        body: object = None,
    ) -> Answer | None:
        """Send a request once.

        Returns:
            None when nobody knows what became of it: no answer, or a server that says it cannot
            tell. Any status that is neither accepted nor temporary is a violation.
        """
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        try:
            response = await self._client.request(
                method, self.address + path, headers=headers, json=body, timeout=_TIMEOUT_S
            )
        except httpx2.TransportError:
            self._counts["no answer"] += 1
            return None
        self._counts[str(response.status_code)] += 1
        if response.status_code == _TEMPORARY:
            return None
        self._violations.expect(
            response.status_code in accepts,
            f"{method} {path} was answered {response.status_code}: {response.text[:300]}",
        )
        return Answer(response.status_code, response.content)

    async def put(self, url: str, headers: dict[str, str], photo: bytes) -> bool:
        """Upload a photo to where the server has said; whether it has arrived."""
        try:
            response = await self._client.put(
                url, headers=headers, content=photo, timeout=_TIMEOUT_S
            )
        except httpx2.TransportError:
            self._counts["no answer"] += 1
            return False
        self._counts[f"S3 {response.status_code}"] += 1
        return response.is_success
