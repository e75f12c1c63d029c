"""`plushifyme-server audit`, as a server's owner and a script see it."""

import json

import psycopg
import pytest

from backend import cli
from tests.backend.test_commands import Output, environment, with_database

__all__ = ["environment", "with_database"]


@pytest.fixture
def seeded(with_database: str, capsys: Output) -> str:
    """The address of a database with the demo account in it."""
    assert cli.main(["seed"]) == 0
    capsys.readouterr()
    return with_database


def steal_a_credit(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("update users set credits = credits - 1")


@pytest.mark.usefixtures("seeded")
def test_a_sound_database_is_reported_as_such(capsys: Output) -> None:
    assert cli.main(["audit"]) == 0
    assert capsys.readouterr().out == (
        "Everything holds. Users: 1, pictures: 0, ledger entries: 1.\n"
    )


def test_offending_rows_are_printed(seeded: str, capsys: Output) -> None:
    steal_a_credit(seeded)

    assert cli.main(["audit"]) == 1

    output = capsys.readouterr().out
    assert output.startswith("Broken rules: 2. Users: 1,")
    assert "A balance is the sum of its ledger entries. Rows that break it: 1\n" in output
    assert "credits=49 entries_sum=50" in output


def test_a_script_gets_json(seeded: str, capsys: Output) -> None:
    assert cli.main(["audit", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "clean": True,
        "users": 1,
        "images": 0,
        "entries": 1,
        "findings": [],
    }

    steal_a_credit(seeded)

    assert cli.main(["audit", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert not report["clean"]
    assert [finding["rule"] for finding in report["findings"]] == [
        "balance-is-sum",
        "balance-is-last-entry",
    ]
    assert report["findings"][1]["rows"][0]["balance_after"] == 50


def test_an_empty_database_is_told_apart_from_a_broken_one(
    environment: pytest.MonkeyPatch, empty_database: str, capsys: Output
) -> None:
    environment.setenv("DATABASE_URL", empty_database)

    assert cli.main(["audit"]) == 1

    assert "plushifyme-server migrate" in capsys.readouterr().err


@pytest.mark.usefixtures("environment")
def test_a_database_that_does_not_answer_is_told(capsys: Output) -> None:
    assert cli.main(["audit"]) == 1
    assert capsys.readouterr().err == "plushifyme-server: The database does not answer.\n"


@pytest.mark.usefixtures("environment")
def test_a_negative_time_makes_no_sense(capsys: Output) -> None:
    assert cli.main(["audit", "--stuck-after-minutes=-1"]) == 1
    assert "must be 0 or more" in capsys.readouterr().err
