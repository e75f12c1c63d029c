"""The log: limited in size, free of secrets, and never the reason that something fails."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.storage import log_file
from desktop.storage.log_file import LOG_NAME, start_log, stop_log

_log = logging.getLogger("desktop.somewhere")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    level = root.level
    yield
    stop_log()
    root.setLevel(level)


def test_what_happens_is_written_down(tmp_path: Path) -> None:
    path = start_log(tmp_path / "logs")

    _log.info("The server does not answer")

    assert path == tmp_path / "logs" / LOG_NAME
    assert "INFO" in path.read_text("utf-8")
    assert "The server does not answer" in path.read_text("utf-8")


def test_secrets_are_not_not_even_in_a_traceback(tmp_path: Path) -> None:
    path = start_log(tmp_path)
    try:
        int("token=abcdefgh12345 of mia@example.com")
    except ValueError:
        _log.exception("It failed for %s", "mia@example.com")

    written = path.read_text("utf-8") if path is not None else ""
    assert "ValueError" in written
    assert "abcdefgh12345" not in written
    assert "mia@" not in written


def test_old_lines_go_when_the_files_are_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_file, "_FILE_BYTES", 2_000)
    start_log(tmp_path)
    for number in range(500):
        _log.info("Line number %d", number)

    files = list(tmp_path.iterdir())
    assert len(files) == 4
    assert all(file.stat().st_size <= 2_000 for file in files)
    assert "number 499" in (tmp_path / LOG_NAME).read_text("utf-8")


def test_without_a_place_for_it_the_app_goes_on(tmp_path: Path) -> None:
    in_the_way = tmp_path / "logs"
    in_the_way.write_text("a file where the folder should be", "utf-8")

    assert start_log(in_the_way) is None
