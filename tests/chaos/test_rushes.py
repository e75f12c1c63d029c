"""The crowds of `make chaos`, small, on two real server processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.settings import Settings
from tests.chaos.rushes import Rush
from tests.chaos.stage import Api, server_environment


@pytest.fixture
def rush(settings: Settings, tmp_path: Path) -> Iterator[Rush]:
    """Crowds on two API processes that share this test's database."""
    environment = server_environment(settings, tmp_path)
    apis = [Api(f"api-{number}", environment, tmp_path) for number in range(2)]
    try:
        for api in apis:
            api.start()
        for api in apis:
            api.wait_until_ready()
        yield Rush([api.address for api in apis], settings, seed=1)
    finally:
        for api in apis:
            api.kill()


async def test_crowds_spend_no_credit_twice_and_every_race_has_one_winner(rush: Rush) -> None:
    assert await rush.overspend(spends_count=120, credits_count=20) == []
    assert await rush.repeat_one_key(copies_count=40) == []
    assert await rush.race_cancel_and_finish(races_count=40) == []

    assert rush.answers["overspend: 402"] == 100
    assert rush.answers["race: cancel"] + rush.answers["race: finish"] == 40
