"""The schema: what the migrations build, and the rules that no program can break."""

import threading
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from alembic import command
from procrastinate.schema import SchemaManager
from psycopg import errors
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from backend.db.migrate import alembic_config, migrate
from shared.generations import TRANSITIONS, GenerationStatus


def count(dsn: str, statement: str) -> object:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return row[0]


def test_the_declared_tables_are_the_migrated_ones(postgres_dsn: str) -> None:
    engine = create_engine(make_url(postgres_dsn).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        command.check(alembic_config(connection))
    engine.dispose()


def test_migrating_again_does_nothing(empty_database: str) -> None:
    assert migrate(empty_database) == ["0001", "0002", "0003", "0004", "0005", "queue"]
    assert migrate(empty_database) == []


def test_two_migrations_at_once_take_turns(empty_database: str) -> None:
    applied: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: applied.append(migrate(empty_database))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(applied) == [[], [], ["0001", "0002", "0003", "0004", "0005", "queue"]]


def test_a_migration_that_fails_leaves_nothing(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SchemaManager, "get_schema", lambda: "select nonsense")
    with pytest.raises(Exception, match="nonsense"):
        migrate(empty_database)
    assert count(empty_database, "select count(*) from pg_tables where schemaname = 'public'") == 0


def test_a_newer_queue_brings_its_own_steps(
    empty_database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    migrate(empty_database)
    for known in Path(SchemaManager.get_migrations_path()).glob("*.sql"):
        (tmp_path / known.name).touch()
    (tmp_path / "99.00.00_01_newer.sql").write_text("create table procrastinate_newer (n int);")
    monkeypatch.setattr(SchemaManager, "get_migrations_path", lambda: str(tmp_path))

    assert migrate(empty_database) == ["99.00.00_01_newer.sql"]

    assert count(empty_database, "select count(*) from procrastinate_newer") == 0
    assert migrate(empty_database) == []


@pytest.fixture
def connection(postgres_dsn: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture
def user_id(connection: psycopg.Connection) -> UUID:
    row = connection.execute(
        "insert into users (email, name, credits) values ('a@b.c', 'A', 5) returning id"
    ).fetchone()
    assert row is not None
    assert isinstance(row[0], UUID)
    return row[0]


def insert_image(connection: psycopg.Connection, user_id: UUID, status: str) -> UUID:
    row = connection.execute(
        "insert into generated_images (user_id, status, style, prompt, photo_key, revision,"
        " first_revision, queue_position, idempotency_key, request_sha256, cost_credits, result,"
        " failure_code) values (%s, %s, 'minimalist', '', 'k', 1, 1, 0, %s, '', 1, %s, %s)"
        " returning id",
        [
            user_id,
            status,
            uuid4().hex,
            "{}" if status == "completed" else None,
            "internal" if status == "failed" else None,
        ],
    ).fetchone()
    assert row is not None
    assert isinstance(row[0], UUID)
    return row[0]


@pytest.mark.parametrize(("before", "after"), list(product(GenerationStatus, repeat=2)))
def test_the_database_allows_the_transitions_of_the_contract_and_no_others(
    connection: psycopg.Connection,
    user_id: UUID,
    before: GenerationStatus,
    after: GenerationStatus,
) -> None:
    image_id = insert_image(connection, user_id, before)
    change = (
        "update generated_images set status = %s, result = %s, failure_code = %s where id = %s",
        [
            after,
            "{}" if after is GenerationStatus.COMPLETED else None,
            "internal" if after is GenerationStatus.FAILED else None,
            image_id,
        ],
    )
    if after in TRANSITIONS[before]:
        connection.execute(*change)
    else:
        with pytest.raises(errors.RestrictViolation):
            connection.execute(*change)


def insert_entry(
    connection: psycopg.Connection,
    user_id: UUID,
    entry_type: str = "grant",
    *,
    image_id: UUID | None = None,
    once_key: str | None = None,
) -> None:
    connection.execute(
        "insert into transactions (user_id, type, credits, balance_after, image_id, once_key,"
        " description) values (%s, %s, 1, 1, %s, %s, '')",
        [user_id, entry_type, image_id, once_key],
    )


@pytest.mark.parametrize(
    "change",
    [
        "update transactions set credits = 99",
        "delete from transactions",
        "truncate transactions",
        "update transactions set description = '' where false",
    ],
)
def test_the_ledger_is_append_only(
    connection: psycopg.Connection, user_id: UUID, change: str
) -> None:
    insert_entry(connection, user_id)
    with pytest.raises(errors.RestrictViolation, match="append-only"):
        connection.execute(change.encode())


def test_no_balance_can_be_negative(connection: psycopg.Connection, user_id: UUID) -> None:
    with pytest.raises(errors.CheckViolation):
        connection.execute("update users set credits = credits - 6 where id = %s", [user_id])


@pytest.mark.parametrize("entry_type", ["generation", "refund"])
def test_an_image_is_charged_once_and_refunded_once(
    connection: psycopg.Connection, user_id: UUID, entry_type: str
) -> None:
    image_id = insert_image(connection, user_id, "pending")
    insert_entry(connection, user_id, entry_type, image_id=image_id)
    with pytest.raises(errors.UniqueViolation):
        insert_entry(connection, user_id, entry_type, image_id=image_id)


def test_a_keyed_grant_is_given_once_a_user(connection: psycopg.Connection, user_id: UUID) -> None:
    insert_entry(connection, user_id, once_key="welcome")
    insert_entry(connection, user_id)
    insert_entry(connection, user_id)
    with pytest.raises(errors.UniqueViolation):
        insert_entry(connection, user_id, once_key="welcome")
