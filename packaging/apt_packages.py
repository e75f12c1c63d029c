"""Debian's packages: the line that installs them, and doing so when we are root."""

import os
import shutil
import subprocess
from collections.abc import Sequence


def apt_line(packages: Sequence[str]) -> str:
    """The exact command a person can paste."""
    return f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"


def install(packages: Sequence[str]) -> bool:
    """Install the packages if we are root and there is apt-get; whether that was done."""
    apt_get = shutil.which("apt-get")
    if apt_get is None or os.name == "nt" or os.geteuid() != 0:
        return False
    print(f"Installing from Debian's packages: {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages])
    return all(
        subprocess.run(  # noqa: S603 - the names are our own
            [apt_get, "-o", "Acquire::Retries=3", *step],
            env=environment,
            stdout=subprocess.DEVNULL,
            check=False,
        ).returncode
        == 0
        for step in steps
    )
