"""`plushifyme-server`, as its owner types it."""

import gc
import re
from typing import Any

import psycopg
import pytest

from backend import cli
from backend.local_cloud.ports import free_port

Output = pytest.CaptureFixture[str]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> pytest.MonkeyPatch:
    """Complete settings in the environment; no `.env` is found."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "DATABASE_URL": f"postgresql://plushify:x@127.0.0.1:{free_port()}/nothing",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_S3_BUCKET": "bucket",
    }.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.fixture
def with_database(environment: pytest.MonkeyPatch, postgres_dsn: str) -> str:
    """The same with a database that answers."""
    environment.setenv("DATABASE_URL", postgres_dsn)
    return postgres_dsn


def fetch(dsn: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(statement.encode()).fetchall()


def test_every_command_can_explain_itself(capsys: Output) -> None:
    for name in cli.COMMANDS:
        with pytest.raises(SystemExit) as exit_info:
            cli.main([name, "--help"])
        assert exit_info.value.code == 0
        assert f"plushifyme-server {name}" in capsys.readouterr().out


def test_a_command_leaves_the_collection_of_garbage_as_it_was() -> None:
    assert not gc.isenabled()  # The tests collect between them.

    with pytest.raises(SystemExit):
        cli.main(["openapi", "--help"])

    assert not gc.isenabled()


@pytest.mark.parametrize("arguments", [[], ["dance"], ["seed", "twice"], ["grant", "a@b.de"]])
def test_a_wrong_command_line_is_refused(arguments: list[str], capsys: Output) -> None:
    with pytest.raises(SystemExit) as exit_info:
        cli.main(arguments)
    assert exit_info.value.code == 2
    assert "plushifyme-server" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["migrate", "seed", "serve", "grant a@b.de 1 --reason x"])
def test_a_missing_setting_is_named_in_one_line(
    environment: pytest.MonkeyPatch, capsys: Output, command: str
) -> None:
    environment.delenv("AWS_S3_BUCKET")
    assert cli.main(command.split()) == 2
    assert capsys.readouterr().err == (
        "plushifyme-server: Wrong settings: AWS_S3_BUCKET is missing\n"
    )


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("command", ["migrate", "seed", "grant a@b.de 1 --reason x"])
def test_a_database_that_does_not_answer_is_told_in_one_line(capsys: Output, command: str) -> None:
    assert cli.main(command.split()) == 1
    error = capsys.readouterr().err
    assert re.fullmatch(r"plushifyme-server: The database does not answer.*\n", error)


def test_migrate_says_what_it_has_done(
    environment: pytest.MonkeyPatch, empty_database: str, capsys: Output
) -> None:
    environment.setenv("DATABASE_URL", empty_database)
    assert cli.main(["migrate"]) == 0
    first, *steps, last = capsys.readouterr().out.splitlines()
    assert first == "Applied 0001"
    assert steps[-1] == "Applied queue"
    assert last == "The database is up to date."
    assert cli.main(["migrate"]) == 0
    assert capsys.readouterr().out == "The database is up to date.\n"


def test_seeding_twice_makes_one_demo_account(with_database: str, capsys: Output) -> None:
    assert cli.main(["seed"]) == 0
    assert cli.main(["seed"]) == 0
    assert capsys.readouterr().out == (
        "The demo account test@plushifyme.com is ready.\n"
        "The demo account test@plushifyme.com was there already.\n"
    )
    assert fetch(with_database, "select email, credits from users") == [("test@plushifyme.com", 50)]
    assert fetch(with_database, "select type, credits, balance_after from transactions") == [
        ("grant", 50, 50)
    ]


def test_a_production_server_gets_no_demo_account(
    environment: pytest.MonkeyPatch, with_database: str, capsys: Output
) -> None:
    for name, value in {
        "ENVIRONMENT": "production",
        "PUBLIC_URL": "https://plushifyme.example",
        "AWS_SECRET_ACCESS_KEY": "long and random",
    }.items():
        environment.setenv(name, value)
    assert cli.main(["seed"]) == 1
    assert "production" in capsys.readouterr().err
    assert fetch(with_database, "select count(*) from users") == [(0,)]


def test_granting_adds_to_the_ledger(with_database: str, capsys: Output) -> None:
    cli.main(["seed"])
    capsys.readouterr()
    assert cli.main(["grant", "Test@PlushifyMe.com", "5", "--reason", "An apology"]) == 0
    assert capsys.readouterr().out == "test@plushifyme.com has 55 credits now.\n"
    assert fetch(
        with_database,
        "select credits, balance_after, description from transactions order by position desc"
        " limit 1",
    ) == [(5, 55, "An apology")]


@pytest.mark.usefixtures("with_database")
@pytest.mark.parametrize(
    ("email", "count", "complaint"),
    [
        ("nobody@example.com", "5", "no account"),
        ("nonsense", "5", "no e-mail address"),
        ("nobody@example.com", "0", "between 1 and"),
        ("nobody@example.com", "-5", "between 1 and"),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(
    capsys: Output, email: str, count: str, complaint: str
) -> None:
    assert cli.main(["grant", "--reason", "x", "--", email, count]) == 1
    assert complaint in capsys.readouterr().err
