"""Killed at any moment of a sync, the app finds everything whole at its next start."""

import logging
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.api.client import ApiClient
from desktop.storage.gallery_filter import GalleryFilter
from shared.gallery import Image
from tests.desktop.conftest import MakePicture
from tests.desktop.proofs import scale
from tests.desktop.proofs.busy_app import BUDGET_BYTES, ids_of, sync, tools_of
from tests.desktop.real_server import RealServer, TestAccount

ROOT = Path(__file__).parents[3]
LONGEST_S = 0.6


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.timeout(scale(300, 3600))
def test_a_kill_at_any_moment_of_a_sync_leaves_everything_whole(
    server: RealServer,
    account: TestAccount,
    client: ApiClient,
    make_picture: MakePicture,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for _ in range(3):
        make_picture(client)
    server.add_pictures(account, 60)
    choice = random.Random(1)
    for seed in range(scale(3, 100)):
        _run_and_kill(server, account, tmp_path, seed, choice.random() * LONGEST_S)
        with caplog.at_level(logging.WARNING):
            _check(server, account, tmp_path)
        assert "damaged" not in caplog.text

    tools = tools_of(tmp_path, server.url, account.user_id, account.token)
    sync(tools)
    sync(tools)
    there = {image.id: _seen(image) for image in client.images_since(0, with_trash=True).images}
    here = {image.id: _seen(image) for image, _ in tools.account.index.images(ids_of(tools))}
    assert here == there
    assert tools.account.changes.all() == []
    tools.close()


def _run_and_kill(
    server: RealServer, account: TestAccount, folder: Path, seed: int, after_s: float
) -> None:
    """Let the app work for so long, and end it as nothing else does."""
    command = [
        sys.executable,
        "-m",
        "tests.desktop.proofs.busy_app",
        *(str(folder), server.url, account.user_id, account.token, str(seed)),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"busy\n"
        time.sleep(after_s)  # the moment itself is what is drawn
        assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)


def _check(server: RealServer, account: TestAccount, folder: Path) -> None:
    """What a start without a server finds."""
    tools = tools_of(folder, server.url, account.user_id, account.token)
    files = [
        path
        for path in folder.rglob("content/*/*")
        if path.is_file() and path.parent.name != "unfinished"
    ]
    contents = tools.account.contents
    size_bytes = sum(path.stat().st_size for path in files)
    assert size_bytes <= contents.usage_bytes <= BUDGET_BYTES
    for path in files:
        # A file is whole, or it is found out and never shown.
        data = contents.read(path.name)
        assert data is None or len(data) == path.stat().st_size
    ids = ids_of(tools)
    images = tools.account.index.images(ids)
    assert len(images) == len(ids)
    waiting = tools.account.changes.latest_numbers()
    assert {image.id for image, is_waiting in images if is_waiting} == waiting.keys() & set(ids)
    for image, _ in images[:20]:
        words = (image.title or image.prompt).split()
        found = tools.account.index.find(
            GalleryFilter(text=words[0] if words else "", trashed=image.trashed_at is not None)
        )
        assert image.id in {key[-1] for key in found}
    tools.close()


def _seen(image: Image) -> tuple[str, bool, bool]:
    return (image.title, image.favourite, image.trashed_at is not None)
