"""A real PostgreSQL of our own: made with initdb, reached by TCP on the loopback address."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg

from backend.local_cloud.account import Account, unprivileged_account
from backend.local_cloud.binaries import postgres_install_folder, postgres_program
from backend.local_cloud.child import ChildProcess
from backend.local_cloud.cluster import check_version, make_cluster
from backend.local_cloud.errors import DataFolderError, PartFailedError, PortTakenError
from backend.local_cloud.part import StopAsked, never
from backend.local_cloud.ports import HOST, free_port, is_free
from backend.local_cloud.postgres_place import reachable_install
from backend.local_cloud.readiness import failure, wait_until

USER = "plushify"
DATABASE = "plushify"
_START_TIMEOUT_S = 60.0
_STOP_GRACE_S = 20.0
_ERROR_WORDS = ("FATAL", "PANIC")


class EmbeddedPostgres:
    """One PostgreSQL server on one folder.

    There is no Unix socket: paths over about 94 characters fail, and data folders lie deep in
    home folders. TCP with a password (scram) works everywhere the same.

    As root the server runs as the account `postgres` or `nobody`, which must be able to reach
    `folder` and PostgreSQL's programs; no permission of a parent folder is ever changed.

    Args:
        folder: Holds the cluster; created when missing. Its parent must exist.
        port: Port on 127.0.0.1; a free one when None.
        password: Of the user `plushify`. It is set when the cluster is made.
        log_path: Where the server writes; `postgres.log` in the folder when None.
        durable: False switches fsync off, for tests: a power cut would lose the cluster.
        install_folder: PostgreSQL's programs; those of the wheel, or a copy when the account
            we drop to cannot run those, when None.
        on_exit: Called, in a thread of its own, when the server has ended.
    """

    name = "database"

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        password: str,
        log_path: Path | None = None,
        durable: bool = True,
        install_folder: Path | None = None,
        on_exit: Callable[[ChildProcess], None] | None = None,
    ) -> None:
        self.folder = folder
        self.log_path = log_path or folder / "postgres.log"
        self.child: ChildProcess | None = None
        self._port = port
        self._password = password
        self._durable = durable
        self._install_folder = install_folder
        self._on_exit = on_exit

    @property
    def data_folder(self) -> Path:
        """The cluster itself, PostgreSQL's `PGDATA`."""
        return self.folder / "data"

    @property
    def dsn(self) -> str:
        """The address of the application's database, password included."""
        return self._dsn(DATABASE)

    @property
    def port(self) -> int:
        """The port: the one asked for, or the free one of the first start."""
        if self._port is None:
            raise PartFailedError("The database has not been started.")
        return self._port

    @property
    def pid(self) -> int:
        """The process id of the postmaster."""
        if self.child is None:
            raise PartFailedError("The database has not been started.")
        return self.child.pid

    def start(self) -> None:
        """Make the cluster if there is none, start the server, and return when it answers.

        Raises:
            LocalCloudError: It could not; the message names the folder, the port or the log.
        """
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Make the cluster if there is none and start the server without waiting for it."""
        account = unprivileged_account()
        install = self._reachable_programs(account)
        self._prepare_folder(account, install)
        if not (self.data_folder / "PG_VERSION").exists():
            make_cluster(
                self.data_folder,
                user=USER,
                password=self._password,
                install_folder=install,
                account=account,
                environment=_environment(),
                log_path=self.log_path,
                durable=self._durable,
            )
        check_version(self.data_folder)
        if self._port is None:
            self._port = free_port()
        if not is_free(self._port):
            raise PortTakenError(self._port, name=self.name)
        self.child = ChildProcess(
            [postgres_program(install, "postgres"), "-D", self.data_folder, *self._options()],
            name=self.name,
            log_path=self.log_path,
            environment=_environment(),
            account=account,
            # Fast shutdown: connections are cut, the data is written, no recovery afterwards.
            death_signal=signal.SIGINT,
            on_exit=self._on_exit,
        )
        self.child.start()

    def wait_until_ready(self, is_stop_asked: StopAsked = never) -> None:
        """Wait until the application's database answers; create it when it is missing."""
        wait_until(
            self._answers,
            self.child,
            name=self.name,
            port=self.port,
            timeout_s=_START_TIMEOUT_S,
            is_stop_asked=is_stop_asked,
            error_words=_ERROR_WORDS,
        )

    def stop(self) -> None:
        """Stop it cleanly (PostgreSQL's fast shutdown); nothing happens when it does not run."""
        if self.child is None:
            return
        if sys.platform == "win32" and self.child.is_running:
            install = self._install_folder or postgres_install_folder()
            program = str(postgres_program(install, "pg_ctl"))
            command = [program, "stop", "-m", "fast", "-D", str(self.data_folder)]
            subprocess.run(command, check=False, capture_output=True)  # noqa: S603 -- our own command line
        self.child.stop(signal.SIGINT, grace_s=_STOP_GRACE_S)

    def _options(self) -> list[str]:
        options = {
            "listen_addresses": HOST,
            "port": str(self.port),
            "unix_socket_directories": "",
            "logging_collector": "off",
            "log_destination": "stderr",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self._durable:
            # Commits still reach the system's cache at once, so a kill -9 loses none of them.
            options |= {"fsync": "off", "full_page_writes": "off"}
        return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]

    def _dsn(self, database: str) -> str:
        return f"postgresql://{USER}:{self._password}@{HOST}:{self.port}/{database}"

    def _answers(self) -> bool:
        try:
            with psycopg.connect(
                self._dsn("postgres"), autocommit=True, connect_timeout=5, sslmode="disable"
            ) as connection:
                found = connection.execute(
                    "SELECT FROM pg_database WHERE datname = %s", [DATABASE]
                ).fetchone()
                if found is None:
                    connection.execute(f'CREATE DATABASE "{DATABASE}"')
        except psycopg.OperationalError as error:
            # A refused connection carries no error code, only the server's (English) words.
            if "password authentication failed" in str(error):
                raise failure(
                    "The database has another password than ours", self.child, _ERROR_WORDS
                ) from error
            return False
        return True

    def _reachable_programs(self, account: Account | None) -> Path:
        try:
            return self._install_folder or reachable_install(account)
        except OSError as error:
            raise DataFolderError(
                f"PostgreSQL's programs cannot be copied to where it may run them: {error}."
            ) from error

    def _prepare_folder(self, account: Account | None, install: Path) -> None:
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            if account is not None:
                account.own(self.folder)
        except OSError as error:
            raise DataFolderError(
                f"The database's folder {self.folder} cannot be made: {error.strerror}."
            ) from error
        if account is None:
            return
        for place in (self.folder, install / "bin"):
            if not account.may_read(place):
                raise DataFolderError(
                    f"PostgreSQL does not run as root, and the account `{account.name}` it runs "
                    f"under instead cannot enter {place}. Use a folder that is open to it."
                )


def _environment() -> dict[str, str]:
    """Our environment without PostgreSQL's own variables, which would change what we ask for.

    LC_ALL=C keeps the server's messages English: one of them is recognised above.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}
