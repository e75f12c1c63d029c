"""What a program and a person are told."""

import json
from pathlib import Path

import pytest

from backend.local_cloud.events import Failed, JsonLines, PlainText, Progress, Ready

READY = Ready(
    url="http://127.0.0.1:20001",
    attached=False,
    pid=42,
    demo_account={"email": "test@example.com", "password": "secret"},
    data_folder=Path("/data"),
)
FAILED = Failed("The database did not start.", Path("/data/logs/database.log"))


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (
            Progress("Starting the database", 0.1),
            {"event": "progress", "message": "Starting the database", "fraction": 0.1},
        ),
        (
            READY,
            {
                "event": "ready",
                "url": "http://127.0.0.1:20001",
                "attached": False,
                "pid": 42,
                "demoAccount": {"email": "test@example.com", "password": "secret"},
            },
        ),
        (
            FAILED,
            {
                "event": "failed",
                "message": "The database did not start.",
                "log": str(Path("/data/logs/database.log")),
            },
        ),
    ],
)
def test_a_program_gets_one_object_a_line(
    event: Progress | Ready | Failed, line: object, capsys: pytest.CaptureFixture[str]
) -> None:
    JsonLines().report(event)

    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert json.loads(out) == line


def test_a_person_is_told_the_address_and_the_demo_account(
    capsys: pytest.CaptureFixture[str],
) -> None:
    PlainText().report(READY)

    out = capsys.readouterr().out
    assert "PlushifyMe runs at http://127.0.0.1:20001" in out
    assert "test@example.com / secret" in out


def test_a_persons_failure_names_the_log_and_goes_to_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    PlainText().report(FAILED)

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"The database did not start. Details: {FAILED.log_path}\n"


def test_a_reader_that_is_gone_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed:
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Closed())

    JsonLines().report(READY)
