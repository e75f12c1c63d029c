"""Every target of the Makefile calls something that exists, and `make help` lists it."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("module", sorted(set(re.findall(r"python -m ([\w.]+)", MAKEFILE))))
def test_the_module_behind_a_target_exists(module: str) -> None:
    assert importlib.util.find_spec(module) is not None


def test_the_server_commands_behind_targets_exist() -> None:
    wanted = set(re.findall(r"plushifyme-server (\w+)", MAKEFILE))
    listed = subprocess.run(
        [sys.executable, "-m", "backend", "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=200,
    ).stdout

    assert wanted
    assert [name for name in wanted if not re.search(rf"\b{name}\b", listed)] == []


@pytest.mark.skipif(shutil.which("make") is None, reason="Windows has no make")
def test_help_lists_every_target() -> None:
    described = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
    listed = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=200,
    ).stdout

    assert {"run", "test", "check", "demo", "bench", "screenshots"} <= described
    assert set(re.findall(r"^  make ([a-z-]+) ", listed, re.MULTILINE)) == described
