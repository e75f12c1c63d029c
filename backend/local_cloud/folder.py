"""The data folder: where everything of a local cloud lies, and whether it can lie there."""

import errno
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from backend.local_cloud.errors import DataFolderError

DATA_VARIABLE = "PLUSHIFYME_DATA"
_PROBE_BYTES = 64 * 1024
_REASONS = {
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "it is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.ENOTDIR: "a part of the path is a file",
    errno.EEXIST: "it is a file",
    errno.ENAMETOOLONG: "the path is too long",
}


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The paths below one data folder."""

    root: Path

    @property
    def lock(self) -> Path:
        """Held by the supervisor that runs."""
        return self.root / "lock"

    @property
    def state(self) -> Path:
        """Who runs, since when, at which address, and which processes."""
        return self.root / "state.json"

    @property
    def credentials(self) -> Path:
        """The generated secrets."""
        return self.root / "credentials.json"

    @property
    def ports(self) -> Path:
        """The ports of the last run."""
        return self.root / "ports.json"

    @property
    def postgres(self) -> Path:
        """The database, unless it has to lie elsewhere: see `postgres_place`."""
        return self.root / "postgres"

    @property
    def postgres_place(self) -> Path:
        """Says where the database lies when it is not in this folder."""
        return self.root / "postgres-place.json"

    @property
    def objects(self) -> Path:
        """The object store's buckets."""
        return self.root / "objects"

    @property
    def mails(self) -> Path:
        """What would have been sent."""
        return self.root / "mails"

    @property
    def logs(self) -> Path:
        """One log file for each part."""
        return self.root / "logs"

    @property
    def bytecode(self) -> Path:
        """Compiled Python files, when they may not lie beside their sources."""
        return self.root / "bytecode"

    def log(self, name: str) -> Path:
        """The log file of one part."""
        return self.logs / f"{name}.log"

    def prepare(self) -> None:
        """Create what is missing and prove that files can be written.

        A folder we make ourselves is closed to others (0700). As root it may be passed through
        (0711): PostgreSQL runs under another account then. No existing folder's mode is changed.

        Raises:
            DataFolderError: It names the folder and the reason.
        """
        is_root = sys.platform != "win32" and os.geteuid() == 0
        try:
            if not self.root.is_dir():
                self.root.parent.mkdir(parents=True, exist_ok=True)
                self.root.mkdir(mode=0o711 if is_root else 0o700, exist_ok=True)
            if is_root and self.root.stat().st_uid != 0:
                raise DataFolderError(
                    f"The data folder {self.root} belongs to {_owner(self.root)}, and files that "
                    f"root makes there would lock them out. Start PlushifyMe as that user, or "
                    f"choose another folder with --data-folder."
                )
            self.logs.mkdir(mode=0o700, exist_ok=True)
            self._probe()
        except OSError as error:
            raise self.refused(error) from error

    def refused(self, error: OSError) -> DataFolderError:
        """Say what keeps us from writing here."""
        is_full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        advice = "Make room, or choose another" if is_full else "Choose another"
        return DataFolderError(
            f"The data folder {self.root} cannot be used: {self._reason(error)}. "
            f"{advice} with --data-folder."
        )

    def _probe(self) -> None:
        probe = self.root / f"probe-{secrets.token_hex(4)}"
        try:
            with probe.open("wb") as file:
                file.write(bytes(_PROBE_BYTES))
                file.flush()
                os.fsync(file.fileno())
        finally:
            probe.unlink(missing_ok=True)

    def _reason(self, error: OSError) -> str:
        reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
        if error.errno in {errno.EACCES, errno.EPERM} and self.root.exists():
            return f"{reason} (it belongs to {_owner(self.root)})"
        return reason


def default_data_folder() -> Path:
    """The local cloud's folder of this user, or the one below `PLUSHIFYME_DATA`."""
    override = os.environ.get(DATA_VARIABLE)
    if override:
        return Path(override).expanduser().absolute() / "local-cloud"
    import platformdirs  # noqa: PLC0415 -- not needed with the override, and every start counts

    return Path(platformdirs.user_data_dir("PlushifyMe", appauthor=False)) / "local-cloud"


if sys.platform == "win32":

    def _owner(path: Path) -> str:
        """Windows does not tell."""
        del path
        return "another account"

else:

    def _owner(path: Path) -> str:
        try:
            return f"`{path.owner()}`"
        except (KeyError, OSError):
            return "another account"
