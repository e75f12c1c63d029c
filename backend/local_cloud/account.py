"""The unprivileged account PostgreSQL runs under when we are root, which it refuses to be."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from backend.local_cloud.errors import LocalCloudError

_CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """An existing account; PostgreSQL looks its name up, so a made-up number will not do."""

    name: str
    uid: int
    gid: int

    def may_read(self, folder: Path) -> bool:
        """Whether this account can enter the folder and list it."""
        return self._test('test -r "$1" && test -x "$1"', folder)

    def may_enter(self, folder: Path) -> bool:
        """Whether this account can pass through the folder and all above it."""
        return self._test('test -x "$1"', folder)

    def _test(self, script: str, path: Path) -> bool:
        """Ask the kernel; mode bits alone would not tell, access lists count too."""
        answer = subprocess.run(  # noqa: S603 -- a fixed program; the path is only an argument
            ["/bin/sh", "-c", script, "sh", str(path)],
            user=self.uid,
            group=self.gid,
            extra_groups=[],
            cwd="/",
            check=False,
        )
        return answer.returncode == 0

    def own(self, path: Path) -> None:
        """Give `path` to this account."""
        if sys.platform != "win32":
            os.chown(path, self.uid, self.gid)


def unprivileged_account() -> Account | None:
    """The account to drop to, or None when we are an ordinary user and stay one.

    Raises:
        LocalCloudError: We are root and the system has no account to drop to.
    """
    if sys.platform == "win32":
        return None
    else:  # noqa: RET505 -- mypy follows the branches of a platform, not early returns
        if os.geteuid() != 0:
            return None
        import pwd  # noqa: PLC0415 -- POSIX only

        for name in _CANDIDATES:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            if entry.pw_uid != 0:
                return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    raise LocalCloudError(
        "PostgreSQL does not run as root, and this system has neither an account `postgres` nor "
        "`nobody`. Start PlushifyMe as an ordinary user."
    )
