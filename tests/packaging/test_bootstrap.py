"""`packaging/bootstrap.py` keeps an environment that works, and says what it lacks otherwise."""

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def no_environment(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> ModuleType:
    """The script in a checkout without `.venv`."""
    monkeypatch.setattr(bootstrap, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    return bootstrap


def test_an_environment_that_works_is_kept(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))

    def refuse(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a working environment was thrown away")

    monkeypatch.setattr(bootstrap.venv, "create", refuse)

    bootstrap._ensure_environment()


@pytest.mark.skipif(os.name == "nt", reason="only Debian's Python comes in pieces")
def test_a_python_that_cannot_make_one_names_the_package(
    no_environment: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"

    assert no_environment.main() == 1
    assert f"sudo apt-get install -y {package}\n" in capsys.readouterr().err


def test_a_failed_installation_is_told(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(bootstrap, "UV", "--no-such-option")

    assert bootstrap.main() == 1
    assert "did not finish" in capsys.readouterr().err
