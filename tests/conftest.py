"""What every test may use: a real PostgreSQL, a real S3 server, and settings for both.

The servers start once a test run, and only when a test asks for them. Each test begins with an
empty database, so commits are real and connections may run in parallel.
"""

import gc
import logging
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from psycopg import sql
from pydantic import SecretStr

from backend.db.migrate import migrate
from backend.local_cloud.object_store import EmbeddedObjectStore
from backend.local_cloud.postgres import EmbeddedPostgres
from backend.settings import Settings
from tests.temporary import keep_together

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
"""No test opens a window on the desk of the person who runs it."""
os.environ.setdefault("OPENCV_FOR_THREADS_NUM", "1")
"""Several tests run at once: OpenCV's threads would only wait for each other, and busily."""

_FOREIGN = ("PG", "AWS_", "RCLONE_", "OPENAI_", "PLUSHIFYME_", "QT_S", "QT_FONT")
_OWN = {name.upper() for name in Settings.model_fields}
for _name in list(os.environ):
    if _name.startswith(_FOREIGN) or _name.upper() in _OWN or _name.lower().endswith("_proxy"):
        del os.environ[_name]
os.environ |= {"LC_ALL": "C.UTF-8", "LANGUAGE": ""}
"""What people have set for their own servers, accounts, proxies, screens and languages bends no test."""


class _Loggers(dict[str, Any]):
    """pytest 9.2 looks at all loggers before each test; threads of the last one may still make some."""

    def values(self) -> Any:
        return list(super().values())


logging.root.manager.loggerDict = _Loggers(logging.root.manager.loggerDict)

_temporary = keep_together()

hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile(
    "alike", hypothesis.settings.get_profile("patient"), derandomize=True
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "alike"))
"""A busy machine makes no example wrong, and every run tries the same ones: what no change has broken
refuses none. `HYPOTHESIS_PROFILE=patient` looks for others."""

_TESTS_A_FULL_COLLECTION = 50


@pytest.hookimpl(trylast=True)  # after the session's fixtures: servers still have their data there
def pytest_sessionfinish(exitstatus: int) -> None:
    """What a failed run leaves may tell why; it goes with the next run."""
    if _temporary is not None and exitstatus == pytest.ExitCode.OK:
        shutil.rmtree(_temporary, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _count_tests() -> Iterator[list[None]]:
    """Garbage is collected between tests only, on the main thread: see `desktop.garbage`."""
    gc.disable()
    _collect_all()
    yield []
    gc.unfreeze()
    gc.enable()


@pytest.fixture(autouse=True)
def _collect_garbage(_count_tests: list[None]) -> Iterator[None]:
    yield
    _count_tests.append(None)
    if len(_count_tests) % _TESTS_A_FULL_COLLECTION == 0:
        _collect_all()
    else:
        gc.collect(1)


def _collect_all() -> None:
    """What is left are modules for the most part: looking at all of them again would take long."""
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class ObjectStoreSettings:
    """Where the test run's S3 server is."""

    endpoint_url: str
    access_key: str
    secret_key: str
    bucket: str


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """A folder that the account of PostgreSQL can enter, also when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="plushifyme-tests-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server(server_folder: Path) -> Iterator[EmbeddedPostgres]:
    """A running PostgreSQL whose database is migrated."""
    server = EmbeddedPostgres(
        server_folder / "postgres", password=secrets.token_urlsafe(16), durable=False
    )
    server.start()
    migrate(server.dsn)
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        # Thousands of connections prove that they know the password; once around is enough here.
        connection.execute("set scram_iterations = 1")
        password = sql.Literal(connection.info.password)
        connection.execute(sql.SQL("alter role current_user password {}").format(password))
    yield server
    server.stop()


@contextmanager
def fresh_database(server: EmbeddedPostgres) -> Iterator[str]:
    """The address of a migrated database that is dropped at the end, for more than one test."""
    base = server.dsn.rpartition("/")[0]
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        migrate(f"{base}/{name}")
        yield f"{base}/{name}"
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


class _Eraser:
    """Empties a database on a connection that it keeps: a new one takes longer than the work."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: psycopg.Connection | None = None

    def erase(self) -> None:
        """End every other connection and delete every row."""
        if self._connection is not None:
            try:
                self._erase(self._connection)
            except psycopg.OperationalError:
                # A test has ended all connections, this one too.
                self.close()
            else:
                return
        self._connection = psycopg.connect(self._dsn, autocommit=True)
        self._erase(self._connection)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _erase(self, connection: psycopg.Connection) -> None:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        tables = connection.execute(
            "select tablename from pg_tables where schemaname = 'public'"
            " and tablename not in ('alembic_version', 'queue_migrations')"
        ).fetchall()
        deletes = [sql.SQL("delete from {}").format(sql.Identifier(table)) for (table,) in tables]
        with connection.transaction():
            # Without triggers and foreign keys the order does not matter.
            connection.execute("set local session_replication_role = replica")
            connection.execute(sql.SQL("; ").join(deletes), prepare=False)


@pytest.fixture(scope="session")
def _eraser(postgres_server: EmbeddedPostgres) -> Iterator[_Eraser]:
    eraser = _Eraser(postgres_server.dsn)
    yield eraser
    eraser.close()


@pytest.fixture
def postgres_dsn(postgres_server: EmbeddedPostgres, _eraser: _Eraser) -> str:
    """A migrated database without a row, for one test alone.

    It is emptied rather than made anew, which takes a thirtieth of the time.
    """
    _eraser.erase()
    return postgres_server.dsn


@pytest.fixture
def empty_database(postgres_server: EmbeddedPostgres) -> Iterator[str]:
    """A database without a table."""
    base = postgres_server.dsn.rpartition("/")[0]
    name = sql.Identifier(f"test_{secrets.token_hex(6)}")
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(name))
        yield f"{base}/{name.as_string().strip(chr(34))}"
        connection.execute(sql.SQL("drop database {} with (force)").format(name))


@pytest.fixture(scope="session")
def object_store_settings(server_folder: Path) -> Iterator[ObjectStoreSettings]:
    """A running S3 server with one empty bucket."""
    secret_key = secrets.token_urlsafe(16)
    server = EmbeddedObjectStore(
        server_folder / "objects",
        access_key="plushify-tests",
        secret_key=secret_key,
        bucket="tests",
    )
    server.start()
    yield ObjectStoreSettings(
        endpoint_url=server.endpoint_url,
        access_key="plushify-tests",
        secret_key=secret_key,
        bucket="tests",
    )
    server.stop()


@pytest.fixture
def settings(postgres_dsn: str, object_store_settings: ObjectStoreSettings) -> Settings:
    """The server's settings for this test's database and the test run's S3 server."""
    return Settings(
        _env_file=None,
        database_url=SecretStr(postgres_dsn),
        aws_access_key_id=object_store_settings.access_key,
        aws_secret_access_key=SecretStr(object_store_settings.secret_key),
        aws_s3_bucket=object_store_settings.bucket,
        s3_endpoint_url=object_store_settings.endpoint_url,
    )
