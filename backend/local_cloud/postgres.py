"""A real PostgreSQL of our own: made with initdb, reached by TCP on the loopback address."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from backend.local_cloud.account import Account, unprivileged_account
from backend.local_cloud.binaries import postgres_install_folder, postgres_program
from backend.local_cloud.child import ChildProcess
from backend.local_cloud.errors import (
    DataFolderError,
    PartFailedError,
    PortTakenError,
    StopRequested,
)
from backend.local_cloud.ports import HOST, free_port, is_free

USER = "plushify"
DATABASE = "plushify"
_START_TIMEOUT_S = 60.0
_STOP_GRACE_S = 20.0
_POLL_S = 0.02


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
        install_folder: PostgreSQL's programs; those of the wheel when None.
        on_exit: Called, in a thread of its own, when the server has ended.
    """

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
        self._wanted_port = port
        self._port: int | None = port
        self._password = password
        self._durable = durable
        self._install_folder = install_folder
        self._on_exit = on_exit
        self._child: ChildProcess | None = None

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
        """The port, known once the server has been started."""
        if self._port is None:
            raise PartFailedError("The database has not been started.")
        return self._port

    @property
    def pid(self) -> int:
        """The process id of the postmaster."""
        if self._child is None:
            raise PartFailedError("The database has not been started.")
        return self._child.pid

    @property
    def is_running(self) -> bool:
        """Whether the server process lives."""
        return self._child is not None and self._child.is_running

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
        install = self._install_folder or postgres_install_folder()
        self._prepare_folder(account, install)
        if not (self.data_folder / "PG_VERSION").exists():
            self._make_cluster(account, install)
        self._check_version()
        self._port = self._wanted_port or self._port or free_port()
        if not is_free(self._port):
            raise PortTakenError(self._port, name="database")
        self._child = ChildProcess(
            [postgres_program(install, "postgres"), "-D", self.data_folder, *self._options()],
            name="database",
            log_path=self.log_path,
            environment=_environment(),
            account=account,
            # Fast shutdown: connections are cut, the data is written, no recovery afterwards.
            death_signal=signal.SIGINT,
            on_exit=self._on_exit,
        )
        self._child.start()

    def wait_until_ready(self, cancelled: threading.Event | None = None) -> None:
        """Wait until the application's database answers; create it when it is missing."""
        deadline = time.monotonic() + _START_TIMEOUT_S
        while not self._answers():
            if cancelled is not None and cancelled.is_set():
                raise StopRequested
            if self._child is None or not self._child.is_running:
                raise self._failure("The database did not start")
            if time.monotonic() > deadline:
                raise self._failure(f"The database did not answer within {_START_TIMEOUT_S:.0f} s")
            time.sleep(_POLL_S)

    def stop(self) -> None:
        """Stop it cleanly (PostgreSQL's fast shutdown); nothing happens when it does not run."""
        if self._child is None:
            return
        if sys.platform == "win32" and self._child.is_running:
            install = self._install_folder or postgres_install_folder()
            command = [postgres_program(install, "pg_ctl"), "stop", "-m", "fast", "-D"]
            subprocess.run([*command, self.data_folder], check=False, capture_output=True)  # noqa: S603 -- our own command line
        self._child.stop(signal.SIGINT, grace_s=_STOP_GRACE_S)
        self._child = None

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
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]

    def _dsn(self, database: str) -> str:
        return f"postgresql://{USER}:{self._password}@{HOST}:{self.port}/{database}"

    def _answers(self) -> bool:
        try:
            with self._connect() as connection:
                found = connection.execute(
                    "SELECT FROM pg_database WHERE datname = %s", [DATABASE]
                ).fetchone()
                if found is None:
                    connection.execute(f'CREATE DATABASE "{DATABASE}"')
        except psycopg.OperationalError as error:
            # A refused connection carries no error code, only the server's (English) words.
            if "password authentication failed" in str(error):
                raise self._failure("The database has another password than ours") from error
            return False
        return True

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            self._dsn("postgres"), autocommit=True, connect_timeout=5, sslmode="disable"
        )

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

    def _make_cluster(self, account: Account | None, install: Path) -> None:
        """Run initdb beside the final place, so that an interrupted run leaves no half cluster."""
        partial = self.folder / "data.partial"
        password_file = self.folder / "password.partial"
        shutil.rmtree(partial, ignore_errors=True)
        password_file.unlink(missing_ok=True)
        password_file.touch(mode=0o600)
        password_file.write_text(self._password + "\n", encoding="utf-8")
        if account is not None:
            account.own(password_file)
        initdb = ChildProcess(
            [
                postgres_program(install, "initdb"),
                f"--pgdata={partial}",
                f"--username={USER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                # The same order of text on every system, whatever its locale.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                *([] if self._durable else ["--no-sync"]),
            ],
            name="database",
            log_path=self.log_path,
            environment=_environment(),
            account=account,
        )
        try:
            initdb.start()
            initdb.wait()
        finally:
            password_file.unlink(missing_ok=True)
        if initdb.exit_code != 0:
            reason = initdb.last_words(("error:", "FATAL"))
            shutil.rmtree(partial, ignore_errors=True)
            raise PartFailedError(
                f"The database could not be created: {reason}.", log_path=self.log_path
            )
        partial.rename(self.data_folder)

    def _check_version(self) -> None:
        ours = (self.data_folder / "PG_VERSION").read_text(encoding="ascii").strip()
        if ours != "18":
            raise DataFolderError(
                f"The database in {self.folder} was made by PostgreSQL {ours}, and this is "
                f"PostgreSQL 18. Open it with the version of PlushifyMe that made it."
            )

    def _failure(self, what: str) -> PartFailedError:
        reason = self._child.last_words(("FATAL", "PANIC")) if self._child else ""
        return PartFailedError(
            f"{what}: {reason}." if reason else f"{what}.", log_path=self.log_path
        )


def _environment() -> dict[str, str]:
    """Our environment without PostgreSQL's own variables, which would change what we ask for."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PG") and name not in {"LC_ALL", "LANG"}
    } | {"LC_ALL": "C"}
