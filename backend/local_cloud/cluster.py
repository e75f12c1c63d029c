"""Making a PostgreSQL cluster, and refusing one that another version made."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from backend.local_cloud.account import Account
from backend.local_cloud.binaries import postgres_program
from backend.local_cloud.child import ChildProcess
from backend.local_cloud.errors import DataFolderError
from backend.local_cloud.readiness import failure

MAJOR_VERSION = "18"


def make_cluster(
    data_folder: Path,
    *,
    user: str,
    password: str,
    install_folder: Path,
    account: Account | None,
    environment: Mapping[str, str],
    log_path: Path,
    durable: bool,
) -> None:
    """Run initdb beside the final place, so that an interrupted run leaves no half cluster.

    Raises:
        PartFailedError: initdb failed; the message holds its reason and the log's path.
    """
    partial = data_folder.with_name("data.partial")
    password_file = data_folder.with_name("password.partial")
    shutil.rmtree(partial, ignore_errors=True)
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(password + "\n", encoding="utf-8")
    if account is not None:
        account.own(password_file)
    initdb = ChildProcess(
        [
            postgres_program(install_folder, "initdb"),
            f"--pgdata={partial}",
            f"--username={user}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            # The same order of text on every system, whatever its locale.
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            *([] if durable else ["--no-sync"]),
        ],
        name="database",
        log_path=log_path,
        environment=environment,
        account=account,
    )
    try:
        initdb.start()
        initdb.wait()
    finally:
        password_file.unlink(missing_ok=True)
    if initdb.exit_code != 0:
        shutil.rmtree(partial, ignore_errors=True)
        raise failure("The database could not be created", initdb, ("error:", "FATAL", "PANIC"))
    partial.rename(data_folder)


def check_version(data_folder: Path) -> None:
    """Refuse a cluster of another major version, whose files this server cannot read.

    Raises:
        DataFolderError: It names both versions.
    """
    version = (data_folder / "PG_VERSION").read_text(encoding="ascii").strip()
    if version != MAJOR_VERSION:
        raise DataFolderError(
            f"The database in {data_folder} was made by PostgreSQL {version}, and this is "
            f"PostgreSQL {MAJOR_VERSION}. Open it with the PlushifyMe that made it."
        )
