"""On a disk without room the app says so, keeps working, and finds everything again."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.api.client import ApiClient
from desktop.storage.change_queue import YES, ChangedField
from desktop.workers import pictures
from desktop.workers.tools import Tools
from tests.desktop.conftest import MakePicture
from tests.desktop.proofs.busy_app import ids_of, sync, tools_of
from tests.desktop.real_server import RealServer, TestAccount

SIZE_KB = 512


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own that is soon full."""
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux mounts a file system in memory")
    folder = tmp_path / "small disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={SIZE_KB}k", "tmpfs", str(folder)]
    mounted = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"mounting needs rights that this account has not: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_costs_only_what_could_be_kept(
    server: RealServer,
    account: TestAccount,
    client: ApiClient,
    make_picture: MakePicture,
    small_disk: Path,
) -> None:
    made = make_picture(client)
    server.add_pictures(account, 40)
    tools = tools_of(small_disk, server.url, account.user_id, account.token)
    sync(tools)
    assert _is_kept(tools)
    _fill(small_disk)

    server.add_pictures(account, 1_000)
    sync(tools)

    assert len(ids_of(tools)) == 1_041
    assert not _is_kept(tools)
    image = tools.account.index.image(made.id)
    assert image is not None
    assert not pictures.load_result(tools, image).isNull()
    tools.account.changes.add([made.id], ChangedField.FAVOURITE, YES)
    tools.account.index.refresh([made.id])
    sync(tools)
    assert client.image(made.id).favourite
    tools.close()

    (small_disk / "filling").unlink()
    again = tools_of(small_disk, server.url, account.user_id, account.token)
    assert len(ids_of(again)) >= 41
    again.close()


def _is_kept(tools: Tools) -> bool:
    return tools.account.is_kept


def _fill(folder: Path) -> None:
    """Leave no room."""
    with (folder / "filling").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return
