"""A customer's event stream, which comes back after every break and must miss nothing."""

import asyncio
import contextlib
import json
import random
from collections.abc import Sequence
from typing import Final

import httpx2

from tests.chaos.orders import Json, Violations

_SILENCE_S: Final = 45
"""Three heartbeats."""
_PAUSE_S: Final = 0.2
_WANTED: Final = frozenset({200, 503})


class Watcher:
    """Sees what one customer's event streams tell, one stream after the other."""

    def __init__(
        self,
        client: httpx2.AsyncClient,
        addresses: Sequence[str],
        dice: random.Random,
        violations: Violations,
    ) -> None:
        self._client = client
        self._addresses = addresses
        self._dice = dice
        self._violations = violations
        self._revision = 0
        self.streams_count = 0
        self.previews_count = 0
        self.statuses: dict[str, str] = {}
        """The last state that was told of each picture."""

    async def watch(self, token: str) -> None:
        """Listen until cancelled."""
        while True:
            with contextlib.suppress(httpx2.TransportError):
                await self._listen(token)
            await asyncio.sleep(_PAUSE_S)

    async def _listen(self, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}", "Last-Event-ID": str(self._revision)}
        address = self._dice.choice(self._addresses)
        timeout = httpx2.Timeout(5, read=_SILENCE_S)
        async with self._client.stream(
            "GET", f"{address}/api/events", headers=headers, timeout=timeout
        ) as response:
            self._violations.expect(
                response.status_code in _WANTED, f"A stream was answered {response.status_code}"
            )
            if response.status_code != 200:
                return
            self.streams_count += 1
            async for event in httpx2.EventSource(response):
                self._take(event.event, json.loads(event.data))

    def _take(self, name: str, body: Json) -> None:
        match name:
            case "image":
                self._see(body["image"])
            case "preview":
                self.previews_count += 1
            case "hello":
                self._violations.expect(
                    not body["resyncRequired"], "A stream had nothing to replay"
                )

    def _see(self, image: Json) -> None:
        self._violations.expect(
            image["revision"] > self._revision,
            f"A stream went from revision {self._revision} to {image['revision']}",
        )
        self._revision = image["revision"]
        self.statuses[image["id"]] = image["status"]
