"""A real PostgreSQL of our own."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from backend.local_cloud.account import unprivileged_account
from backend.local_cloud.cluster import check_version
from backend.local_cloud.errors import DataFolderError, PartFailedError, PortTakenError
from backend.local_cloud.leftovers import end_leftovers
from backend.local_cloud.postgres import EmbeddedPostgres
from tests.backend.local_cloud.waiting import all_gone

as_root = pytest.mark.skipif(unprivileged_account() is None, reason="only for root")


@pytest.fixture(scope="module")
def postgres(server_folder: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(server_folder / "own-postgres", password="secret", durable=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def running(postgres: EmbeddedPostgres) -> EmbeddedPostgres:
    """The module's server, started again when the test before has ended it."""
    if postgres.child is None or not postgres.child.is_running:
        postgres.start()
    return postgres


def test_the_application_reaches_its_own_empty_database(running: EmbeddedPostgres) -> None:
    with psycopg.connect(running.dsn) as connection:
        row = connection.execute(
            "SELECT current_database(), current_user, current_setting('server_version_num')::int"
            " / 10000, current_setting('server_encoding'), current_setting('timezone')"
        ).fetchone()

    assert row == ("plushify", "plushify", 18, "UTF8", "UTC")


def test_nobody_gets_in_without_the_password(running: EmbeddedPostgres) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(running.dsn.replace(":secret@", ":guess@"))


def test_it_listens_on_the_loopback_address_only(running: EmbeddedPostgres) -> None:
    # Its own word: containers seldom let root look into processes of other accounts.
    asked = ("listen_addresses", "port", "unix_socket_directories")
    with psycopg.connect(running.dsn) as connection:
        answers = [connection.execute(f"SHOW {name}").fetchone() for name in asked]

    assert answers == [("127.0.0.1",), (str(running.port),), ("",)]


def test_data_and_port_stay_through_a_restart(running: EmbeddedPostgres) -> None:
    with psycopg.connect(running.dsn) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    before = running.port

    running.stop()
    running.start()

    assert running.port == before
    with psycopg.connect(running.dsn) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
        connection.execute("DROP TABLE kept")


def test_committed_data_survives_kill_9(running: EmbeddedPostgres) -> None:
    with psycopg.connect(running.dsn) as connection:
        connection.execute("CREATE TABLE survived AS SELECT 42 AS answer")
    os.kill(running.pid, signal.SIGKILL)
    assert running.child is not None
    running.child.wait()

    end_leftovers((), running.folder)
    running.start()

    with psycopg.connect(running.dsn) as connection:
        assert connection.execute("SELECT answer FROM survived").fetchone() == (42,)
        connection.execute("DROP TABLE survived")


def test_a_forgotten_server_on_the_folder_is_ended_cleanly(running: EmbeddedPostgres) -> None:
    forgotten = psutil.Process(running.pid)

    end_leftovers((), running.folder)

    assert all_gone([forgotten])
    assert not (running.data_folder / "postmaster.pid").exists()


def test_a_lock_file_with_another_programs_number_does_not_stop_the_start(
    running: EmbeddedPostgres,
) -> None:
    running.stop()
    with socket.socket() as ours:  # Any living process will do: this one.
        ours.bind(("127.0.0.1", 0))
        lock_file = running.data_folder / "postmaster.pid"
        lock_file.write_text(f"{os.getpid()}\n{running.data_folder}\n0\n1\n\n127.0.0.1\n")

        end_leftovers((), running.folder)

    running.start()


def test_a_taken_port_is_named(server_folder: Path, running: EmbeddedPostgres) -> None:
    other = EmbeddedPostgres(running.folder, port=running.port, password="secret")

    with pytest.raises(PortTakenError, match=f"Port {running.port} .* database"):
        other.start()


def test_a_second_server_on_the_same_folder_is_refused_with_the_reason(
    running: EmbeddedPostgres,
) -> None:
    other = EmbeddedPostgres(running.folder, password="secret", durable=False)

    with pytest.raises(PartFailedError, match=r"postmaster\.pid.* already exists") as caught:
        other.start()

    assert str(running.log_path) in str(caught.value)
    with psycopg.connect(running.dsn) as connection:
        connection.execute("SELECT 1")


def test_another_password_is_told_at_once(running: EmbeddedPostgres) -> None:
    running.stop()
    other = EmbeddedPostgres(running.folder, password="other", durable=False)

    try:
        with pytest.raises(PartFailedError, match="another password"):
            other.start()
    finally:
        other.stop()


def test_an_interrupted_creation_leaves_nothing_in_the_way(server_folder: Path) -> None:
    folder = server_folder / "interrupted"
    (folder / "data.partial" / "base").mkdir(parents=True)
    (folder / "password.partial").write_text("old")
    server = EmbeddedPostgres(folder, password="secret", durable=False)

    server.start()
    server.stop()

    assert {path.name for path in folder.iterdir()} == {"data", "postgres.log"}


def test_a_folder_that_is_a_file_is_named(server_folder: Path) -> None:
    path = server_folder / "a-file"
    path.touch()

    with pytest.raises(DataFolderError, match="a-file"):
        EmbeddedPostgres(path, password="secret").start()


def test_a_cluster_of_another_version_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("17\n")

    with pytest.raises(DataFolderError, match="made by PostgreSQL 17, and this is PostgreSQL 18"):
        check_version(tmp_path)


@as_root
def test_root_runs_it_as_another_account(running: EmbeddedPostgres) -> None:
    assert psutil.Process(running.pid).uids().effective != 0
    assert running.data_folder.stat().st_uid == psutil.Process(running.pid).uids().effective


@as_root
def test_root_is_told_of_a_folder_that_the_account_cannot_enter(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)

    with pytest.raises(DataFolderError, match="cannot enter"):
        EmbeddedPostgres(tmp_path / "postgres", password="secret").start()

    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_it_ends_when_told(server_folder: Path, running: EmbeddedPostgres) -> None:
    process = psutil.Process(running.pid)

    running.stop()

    assert all_gone([process])
    assert not (running.data_folder / "postmaster.pid").exists()
