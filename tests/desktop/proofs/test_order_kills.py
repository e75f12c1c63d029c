"""Killed at any moment of an order, the app takes it up again: one charge a picture, or none."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.api.client import ApiClient
from shared.generations import GenerationStatus
from tests.desktop.conftest import ClientOf
from tests.desktop.proofs import IS_LONG, scale
from tests.desktop.real_server import RealServer, TestAccount

ROOT = Path(__file__).parents[3]
CREDITS = 100
SIZES = [1, 3] if IS_LONG else [3]
EVERY = scale(4, 1)
"""Some of the moments: four in a row lie between the first job and the last that is marked as sent."""


@pytest.fixture
def account(server: RealServer) -> TestAccount:
    """A person with credits for every moment; none of their pictures is ever finished."""
    for _ in range(CREDITS):
        server.hold()
    return server.make_account(CREDITS)


@pytest.fixture
def client(server: RealServer, account: TestAccount, client_of: ClientOf) -> ApiClient:
    """How the server sees it."""
    client = client_of(server.url)
    client.token = account.token
    return client


def kill_at_each_moment(
    server: RealServer, account: TestAccount, folder: Path, *, size: int, end: str
) -> list[int]:
    """Begin, kill and take up an order at its moments; the jobs that were written by then."""
    told = subprocess.run(
        [
            *(sys.executable, "-m", "tests.desktop.proofs.orders_to_kill", str(folder)),
            *(server.url, account.user_id, account.token, str(size), end, str(EVERY)),
        ],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
    ).stdout
    return [json.loads(line)["jobs"] for line in told.splitlines()]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows can neither fork nor kill so")
@pytest.mark.parametrize("size", SIZES)
def test_each_picture_that_was_asked_for_is_charged_once(
    server: RealServer, account: TestAccount, client: ApiClient, tmp_path: Path, size: int
) -> None:
    jobs = kill_at_each_moment(server, account, tmp_path, size=size, end="made")

    assert (jobs[0], jobs[-1]) == (0, size)
    images = client.images_since(0).images
    assert len(images) == sum(jobs)
    assert client.credits().balance == CREDITS - sum(jobs)
    for image in images:
        client.cancel_generation(image.id)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows can neither fork nor kill so")
@pytest.mark.parametrize("size", SIZES)
def test_what_is_cancelled_after_the_crash_costs_nothing(
    server: RealServer, account: TestAccount, client: ApiClient, tmp_path: Path, size: int
) -> None:
    jobs = kill_at_each_moment(server, account, tmp_path, size=size, end="cancelled")

    assert (jobs[0], jobs[-1]) == (0, size)
    statuses = {image.status for image in client.images_since(0).images}
    assert statuses == {GenerationStatus.CANCELLED}
    assert client.credits().balance == CREDITS
