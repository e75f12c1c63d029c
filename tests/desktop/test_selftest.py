"""`plushifyme --selftest` says what works, and fails when something that is needed is missing."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QPluginLoader

from desktop import selftest
from desktop.selftest import CHECKS, Limited, Line, Missing, Result, table


@pytest.mark.timeout(400)
def test_a_whole_installation_passes() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--selftest"],
        capture_output=True,
        text=True,
        check=False,
        timeout=360,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()[1:]
    assert len(lines) == len(CHECKS)
    assert all(line.startswith(name) for line, (name, _) in zip(lines, CHECKS, strict=True))


def _works() -> str:
    return "fine"


def _is_limited() -> str:
    raise Limited("no key ring")


def _is_broken() -> str:
    raise Missing("resources/icons is empty")


@pytest.mark.parametrize(
    ("check", "code", "said"),
    [
        (_works, 0, "ok"),
        (_is_limited, 0, "no key ring"),
        (_is_broken, 1, "Missing: resources/icons is empty"),
    ],
)
def test_only_what_the_app_needs_makes_it_fail(
    check: selftest.Check,
    code: int,
    said: str,
    qapp: object,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(selftest, "CHECKS", (("thing", check), ("other", _works)))

    assert selftest.run() == code
    printed = capsys.readouterr().out.splitlines()
    assert said in printed[1]
    assert "ok" in printed[2]


@pytest.mark.skipif(
    sys.platform != "linux", reason="Linux brings no libraries of windows by itself"
)
@pytest.mark.parametrize(("is_installed", "error"), [(True, Missing), (False, Limited)])
def test_an_installed_app_needs_what_windows_need_and_sources_may_wait_for_a_display(
    monkeypatch: pytest.MonkeyPatch,
    is_installed: bool,  # noqa: FBT001 - a parameter of the test
    error: type[Exception],
) -> None:
    monkeypatch.setattr(sys, "frozen", is_installed, raising=False)
    monkeypatch.setattr(QPluginLoader, "load", lambda _loader: False)

    with pytest.raises(error):
        selftest.check_platforms()


def test_the_table_is_aligned() -> None:
    lines = [Line("draft engine", Result.OK, "one", 1.25), Line("fonts", Result.FAILED, "two", 0.1)]

    rows = table(lines).splitlines()[1:]

    assert rows[0].index("one") == rows[1].index("two")
